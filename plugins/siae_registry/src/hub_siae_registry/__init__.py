"""Connectors for the registries of inclusive employers (SIAE, GEIQ, EA, ESAT)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hub.plugin_api import Connector, hookimpl

HUB_PLUGIN_API = ">=1,<2"


@hookimpl
def hub_register_connectors() -> Iterable[Connector[Any]]:
    """The sources this package reads."""
    from hub_siae_registry.adapted.connector import Adapted
    from hub_siae_registry.data_inclusion.connector import DataInclusion
    from hub_siae_registry.emplois.connector import Emplois
    from hub_siae_registry.esat.connector import Esat
    from hub_siae_registry.geiq.connector import Geiq
    from hub_siae_registry.lemarche.connector import Lemarche

    return [DataInclusion(), Emplois(), Lemarche(), Geiq(), Adapted(), Esat()]
