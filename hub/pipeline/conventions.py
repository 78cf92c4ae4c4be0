"""The conventions of each territory that sets any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from hub.clauses.conventions import Conventions
from hub.geo import Territory

_NAMES = {f.name for f in fields(Conventions)}
_ALIASES = {"insertion": "insertion_rate"}


def conventions_of(territories: Mapping[str, Territory]) -> dict[str, Conventions]:
    """By territory id; territories without rates of their own are left out."""
    found = {id_: _conventions(territory) for id_, territory in territories.items()}
    return {id_: item for id_, item in found.items() if item is not None}


def _conventions(territory: Territory) -> Conventions | None:
    values: dict[str, Any] = {}
    for name, value in territory.conventions.items():
        name = _ALIASES.get(name, name)
        if name in _NAMES:
            values[name] = tuple(value) if isinstance(value, list) else value
    if not values:
        return None
    return replace(Conventions(), **{"label": f"conventions de {territory.label}", **values})
