"""A territory: what a facilitator covers, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.geo.tables import commune_rows


@dataclass(frozen=True, slots=True)
class Funder:
    """Who pays for the work, and the layout of the report owed to them, if there is one."""

    name: str
    report: str | None = None


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where else employers may come from: for the search of employers, never for the alerts."""

    epci: tuple[str, ...] = ()
    radius_km: float | None = None


@dataclass(frozen=True, slots=True)
class Territory:
    """``communes`` are present INSEE codes; an arrondissement belongs to the territory of its city.

    ``whole_departements`` are those of which every commune is inside: only there does a notice that
    names a département alone say enough. ``buyers`` are SIREN followed wherever they buy.
    ``conventions`` holds what the file sets, under the names of ``hub.clauses.conventions.Conventions``
    (``insertion_rate``, ``hourly_cost``, ``minimum_hours`` …): ``Conventions(**territory.conventions)``.
    """

    id: str
    label: str
    departements: tuple[str, ...]
    region: str | None
    epci: tuple[str, ...]
    communes: frozenset[str]
    nuts3: tuple[str, ...] = ()
    neighbours: Neighbours = Neighbours()
    buyers: frozenset[str] = frozenset()
    keywords: tuple[str, ...] = ()
    funders: tuple[Funder, ...] = ()
    conventions: Mapping[str, Any] = field(default_factory=dict, hash=False)
    whole_departements: frozenset[str] = frozenset()

    def __contains__(self, insee: str) -> bool:
        """Whether that commune or arrondissement is inside."""
        return insee in self.communes or _city_of(insee) in self.communes


def _city_of(insee: str) -> str | None:
    row = commune_rows().get(insee)
    return row[2] if row else None
