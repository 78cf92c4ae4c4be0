"""What matching looks at: an employer, and what a lot needs."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]
"""Latitude and longitude, in degrees."""

RESERVATIONS = frozenset({"RES_H", "RES_I", "RES_HI", "RES_P", "RES_ESS"})


@dataclass(frozen=True, slots=True)
class EmployerView:
    """An employer, or one site of it: an antenna is matched where it stands.

    ``sectors`` are slugs of le marché or a registry's own words; ``services`` of ``DISP``, ``PREST``,
    ``BUILD``; ``naf`` without a dot. ``range_km`` and ``zones`` are the declared area, zones as codes:
    INSEE code of a commune, SIREN of an EPCI, département, ``R84`` for a region, ``FRANCE``.
    ``capacity`` is the full-time jobs (ETP) it offers in a year.
    """

    id: str
    kind: str | None
    name: str
    siret: str | None = None
    siren: str | None = None
    insee: str | None = None
    departement: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    sectors: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    naf: str | None = None
    range_km: float | None = None
    zones: tuple[str, ...] = ()
    capacity: int | None = None
    active: bool = True

    @property
    def point(self) -> Point | None:
        """Where it is, when both coordinates are known."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


@dataclass(frozen=True, slots=True)
class LotNeed:
    """What a lot (``key`` empty: a marché without lots) asks for.

    ``points`` are where it is performed, ``communes`` their INSEE codes; without any, the lot is known
    by its ``departements`` alone. ``hours`` are those of insertion over ``months`` months (``None``
    unknown), ``labour_hours`` all the hours of work in the price. ``types`` are the clause types stated.
    """

    key: str = ""
    cpv: str | None = None
    nature: str | None = None
    points: tuple[Point, ...] = ()
    communes: tuple[str, ...] = ()
    departements: tuple[str, ...] = ()
    hours: float | None = None
    labour_hours: float | None = None
    months: float | None = None
    types: tuple[str, ...] = ()

    @property
    def reserved(self) -> frozenset[str]:
        """The reservations stated for the lot: only their kinds of employers may answer it."""
        return RESERVATIONS.intersection(self.types)
