"""Connectors for the public sources of French procurement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hub.plugin_api import Connector, hookimpl

HUB_PLUGIN_API = ">=1,<2"


@hookimpl
def hub_register_connectors() -> Iterable[Connector[Any]]:
    """The sources this package reads."""
    from hub_procurement_feed.approch.connector import Approch
    from hub_procurement_feed.boamp.connector import Boamp
    from hub_procurement_feed.decp.connector import Decp
    from hub_procurement_feed.ted.connector import Ted

    return [Boamp(), Ted(), Decp(), Approch()]
