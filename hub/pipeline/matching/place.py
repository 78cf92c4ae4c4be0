"""Whether an employer reaches a lot: its declared area first, else the distance from its seat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from hub.clauses.wording import NBSP, number
from hub.geo import commune, departement_name, distance_km, epci, region_name, region_of
from hub.pipeline.matching.views import EmployerView, LotNeed, Point

MAX_KM = 50.0
"""From the seat, without a declared area. In the mountains fifty kilometres « à vol d'oiseau » are
often two hours of road."""

COUNTRY = "FRANCE"
_FAREST, _DECLARED, _SAME_DEPARTEMENT, _COUNTRY_WIDE = 0.4, 0.6, 0.5, 0.3

How = Literal["seat", "range", "zone", "country", "departement"]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a lot is: points, the zone codes that contain it, its départements."""

    points: tuple[Point, ...]
    zones: frozenset[str]
    departements: frozenset[str]


class Reach(NamedTuple):
    """``factor`` 0 to 1; ``km`` along the great circle, ``None`` unknown; ``zone`` the code that held."""

    factor: float
    km: float | None
    how: How
    zone: str = ""


def target_of(need: LotNeed) -> Target:
    """The place of a lot in the terms that employers declare theirs in."""
    departements = set(need.departements)
    zones = {COUNTRY, *need.communes}
    for insee in need.communes:
        if found := commune(insee):
            departements.add(found.departement)
            zones.update(filter(None, (found.insee, found.parent, found.epci)))
    zones |= departements
    zones.update(f"R{region}" for code in departements if (region := region_of(code)))
    return Target(need.points, frozenset(zones), frozenset(departements))


def zone_codes(employer: EmployerView) -> tuple[str, ...]:
    """The declared zones that are understood; others are left aside, as if nothing were declared."""
    return tuple(code for zone in employer.zones if (code := zone.strip().upper()) and _known(code))


def _known(code: str) -> bool:
    return (
        code == COUNTRY
        or departement_name(code) is not None
        or (code.startswith("R") and region_name(code[1:]) is not None)
        or commune(code) is not None
        or epci(code) is not None
    )


def reach(employer: EmployerView, zones: tuple[str, ...], target: Target) -> Reach | None:
    """How the employer reaches the lot; ``None`` when it does not. ``zones`` are its zone codes."""
    km = _nearest(employer.point, target.points)
    if any(zone in target.zones for zone in zones):
        return _in_zone(zones, km, target)
    if employer.range_km is not None and km is not None:
        return Reach(max(_DECLARED, _seat(km)), km, "range") if km <= employer.range_km else None
    if zones:
        return None
    if km is None:
        same = employer.departement in target.departements
        return Reach(_SAME_DEPARTEMENT, None, "departement") if same else None
    return Reach(_seat(km), km, "seat") if km <= MAX_KM else None


def _in_zone(zones: tuple[str, ...], km: float | None, target: Target) -> Reach:
    """A zone that contains the lot, the narrowest declared kind first; the whole country comes last."""
    held = sorted((zone for zone in zones if zone in target.zones), key=lambda zone: (-len(zone), zone))
    local = [zone for zone in held if zone != COUNTRY]
    near = _seat(km) if km is not None and km <= MAX_KM else 0.0
    if local:
        return Reach(max(_DECLARED, near), km, "zone", local[0])
    return Reach(max(_COUNTRY_WIDE, near), km, "country", COUNTRY)


def _seat(km: float) -> float:
    return 1 - (1 - _FAREST) * min(km, MAX_KM) / MAX_KM


def _nearest(point: Point | None, points: tuple[Point, ...]) -> float | None:
    if point is None or not points:
        return None
    return min(distance_km(point[0], point[1], latitude, longitude) for latitude, longitude in points)


def distance_of(employer: EmployerView, target: Target) -> float | None:
    """Kilometres to the nearest point of the lot, to one decimal; ``None`` when either is not located."""
    km = _nearest(employer.point, target.points)
    return None if km is None else round(km, 1)


def place_sentence(found: Reach, employer: EmployerView) -> str:
    """The reach as a sentence; distances are « à vol d'oiseau » and say so."""
    away = f"à {km_text(found.km)} à vol d'oiseau" if found.km is not None else "distance inconnue"
    if found.how == "range":
        return (
            f"Le lot est dans son rayon d'intervention déclaré ({km_text(employer.range_km or 0)}), {away}."
        )
    if found.how == "zone":
        return f"Le lot est dans sa zone d'intervention déclarée ({_zone_name(found.zone)}), {away}."
    if found.how == "country":
        return f"Déclare intervenir dans toute la France, {away}."
    if found.how == "departement":
        return f"Même département, {away}."
    return f"À {away.removeprefix('à ')}."


def km_text(km: float) -> str:
    """``5 km``; under one kilometre ``moins de 1 km``."""
    return f"moins de 1{NBSP}km" if km < 1 else f"{number(km)}{NBSP}km"


def _zone_name(code: str) -> str:
    if found := commune(code):
        return found.name
    if group := epci(code):
        return group.name
    return departement_name(code) or region_name(code[1:]) or code
