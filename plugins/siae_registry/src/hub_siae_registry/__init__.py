"""Connectors for the registries of inclusive employers (SIAE, GEIQ, EA, ESAT)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hub.plugin_api import Connector, hookimpl

HUB_PLUGIN_API = ">=1,<2"


@hookimpl
def hub_register_connectors() -> Iterable[Connector[Any]]:
    """The sources this package reads."""
    return []
