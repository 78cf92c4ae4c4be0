"""Whether an employer reaches a lot: its declared area first, else the distance from its seat."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, dist, radians, sin
from typing import Literal, NamedTuple

from hub.clauses.wording import NBSP, number
from hub.geo import commune, departement_name, epci, region_name, region_of
from hub.geo.distance import EARTH_RADIUS_KM
from hub.pipeline.matching.views import EmployerView, LotNeed, Point

MAX_KM = 50.0
"""From the seat, without a declared area. In the mountains fifty kilometres « à vol d'oiseau » are
often two hours of road."""

COUNTRY = "FRANCE"
_FAREST, _DECLARED, _SAME_DEPARTEMENT, _COUNTRY_WIDE = 0.4, 0.6, 0.5, 0.3

How = Literal["seat", "range", "zone", "country", "departement"]


Spot = tuple[float, float, float]
"""A point of the unit sphere: the straight line between two of them is quicker than a haversine."""


class Area(NamedTuple):
    """Where an employer is and goes. ``zones`` are the declared codes that are understood: others are
    left aside, as if nothing were declared."""

    spot: Spot | None
    range_km: float | None
    zones: tuple[str, ...]
    departement: str | None


@dataclass(frozen=True, slots=True)
class Target:
    """Where a lot is: its points, the zone codes that contain it, its départements."""

    points: tuple[Point, ...]
    spots: tuple[Spot, ...]
    zones: frozenset[str]
    departements: frozenset[str]


class Reach(NamedTuple):
    """``factor`` 0 to 1; ``km`` along the great circle, ``None`` unknown; ``zone`` the code that held."""

    factor: float
    km: float | None
    how: How
    zone: str = ""


def area_of(employer: EmployerView) -> Area:
    """The area of an employer."""
    printed = (zone.strip().upper() for zone in employer.zones)
    zones = tuple(code for code in printed if code and _known(code))
    spot = _spot(employer.point) if employer.point else None
    return Area(spot, employer.range_km, zones, employer.departement)


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
    spots = tuple(_spot(point) for point in need.points)
    return Target(need.points, spots, frozenset(zones), frozenset(departements))


def _spot(point: Point) -> Spot:
    latitude, longitude = radians(point[0]), radians(point[1])
    return cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude)


def _known(code: str) -> bool:
    return (
        code == COUNTRY
        or departement_name(code) is not None
        or (code.startswith("R") and region_name(code[1:]) is not None)
        or commune(code) is not None
        or epci(code) is not None
    )


def reach(area: Area, target: Target) -> Reach | None:
    """How an employer reaches the lot; ``None`` when it does not."""
    km = distance(area, target)
    if area.zones and not target.zones.isdisjoint(area.zones):
        return _in_zone(area.zones, km, target)
    if area.range_km is not None and km is not None:
        return Reach(max(_DECLARED, _seat(km)), km, "range") if km <= area.range_km else None
    if area.zones:
        return None
    if km is None:
        same = area.departement in target.departements
        return Reach(_SAME_DEPARTEMENT, None, "departement") if same else None
    return Reach(_seat(km), km, "seat") if km <= MAX_KM else None


def _in_zone(zones: tuple[str, ...], km: float | None, target: Target) -> Reach:
    """A zone that contains the lot, a commune or an EPCI before a département; the whole country last."""
    local = [zone for zone in zones if zone in target.zones and zone != COUNTRY]
    near = _seat(km) if km is not None and km <= MAX_KM else 0.0
    if local:
        return Reach(max(_DECLARED, near), km, "zone", min(local, key=lambda zone: (-len(zone), zone)))
    return Reach(max(_COUNTRY_WIDE, near), km, "country", COUNTRY)


def _seat(km: float) -> float:
    return 1 - (1 - _FAREST) * min(km, MAX_KM) / MAX_KM


def distance(area: Area, target: Target) -> float | None:
    """Kilometres along the great circle to the nearest point of the lot; ``None`` when either is not
    located. The same as ``hub.geo.distance_km`` to a millimetre."""
    if area.spot is None or not target.spots:
        return None
    spot, spots = area.spot, target.spots
    chord = dist(spot, spots[0]) if len(spots) == 1 else min([dist(spot, other) for other in spots])
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, chord / 2))


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
