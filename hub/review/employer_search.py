"""Who is near, in a territory, able to do it: the filters of the registry."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from math import cos, degrees, radians
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection

from hub.geo import Commune, Territory, commune, communes_of_epci, distance_km
from hub.geo.distance import EARTH_RADIUS_KM
from hub.geo.names import fold
from hub.plugin_api.errors import HubError
from hub.store import employers
from hub.store.employers import EMPLOYERS

Activity = str | Collection[str] | Callable[[str], bool]
Point = tuple[float, float]


@dataclass(frozen=True)
class EmployerFilter:
    """Filters of the registry, in the names of the command line. ``None`` does not filter.

    ``near`` is an INSEE code, ``radius_km`` a distance from it « à vol d'oiseau ». ``neighbours`` adds the
    territory's own neighbours. ``activity`` is a text to find in the activities, a set of their codes, or
    a function of one code. ``status`` holds those wanted; empty means all.
    """

    kind: str | None = None
    territory: str | None = None
    neighbours: bool = False
    near: str | None = None
    radius_km: float | None = None
    activity: Activity | None = None
    query: str | None = None
    status: tuple[str, ...] = ("active",)


class Found(NamedTuple):
    """An employer that satisfies the filters, and its distance from ``near`` in kilometres."""

    id: str
    distance_km: float | None


def find(
    connection: Connection, filters: EmployerFilter, territories: Mapping[str, Territory]
) -> list[Found]:
    """The employers, nearest first when ``near`` is given, else by name.

    Raises ``unknown-territory``, ``unknown-commune``. An employer whose place is unknown is in no
    territory and within no radius; without a radius it comes after all others.
    """
    reach = _Reach(_territory(filters.territory, territories), filters) if filters.territory else None
    centre = _centre(filters.near) if filters.near else None
    rows = employers.light(connection, _conditions(connection, filters, centre))
    found = [
        Found(row.id, _distance(centre, row.latitude, row.longitude))
        for row in rows
        if reach is None or reach.holds(row.insee, row.latitude, row.longitude)
    ]
    if centre is None:
        return found
    if filters.radius_km is not None:
        found = [
            each for each in found if each.distance_km is not None and each.distance_km <= filters.radius_km
        ]
    # Stable: at the same distance the order by name stands.
    return sorted(found, key=lambda each: (each.distance_km is None, each.distance_km or 0.0))


def _conditions(
    connection: Connection, filters: EmployerFilter, centre: Point | None
) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if filters.status:
        wanted.append(EMPLOYERS.c.status.in_(filters.status))
    if filters.kind is not None:
        wanted.append(EMPLOYERS.c.kind == filters.kind.upper())
    if filters.activity is not None:
        matches = _activity(filters.activity)
        names = [name for name in employers.activities(connection) if matches(name)]
        wanted.append(EMPLOYERS.c.id.in_(employers.doing(names)))
    if filters.query:
        wanted += [EMPLOYERS.c.fold.contains(word, autoescape=True) for word in fold(filters.query).split()]
    if centre is not None and filters.radius_km is not None:
        wanted += _box(centre, filters.radius_km)
    return wanted


def _activity(activity: Activity) -> Callable[[str], bool]:
    if isinstance(activity, str):
        wanted = fold(activity)
        return lambda name: wanted in fold(name)
    if callable(activity):
        return activity
    codes = frozenset(activity)
    return lambda name: name in codes


def _box(centre: Point, radius_km: float) -> list[ColumnElement[bool]]:
    """A rectangle that holds the circle, for the index; the exact distance is measured afterwards."""
    north, south, east, west = _bounds([centre], radius_km)
    return [
        EMPLOYERS.c.latitude.between(south, north),
        EMPLOYERS.c.longitude.between(west, east),
    ]


def _bounds(points: Iterable[Point], radius_km: float) -> tuple[float, float, float, float]:
    listed = list(points)
    height = degrees(radius_km / EARTH_RADIUS_KM) * 1.001
    north, south = (
        max(latitude for latitude, _ in listed) + height,
        min(latitude for latitude, _ in listed) - height,
    )
    width = height / max(cos(radians(min(89.0, max(abs(north), abs(south))))), 0.01)
    east, west = (
        max(longitude for _, longitude in listed) + width,
        min(longitude for _, longitude in listed) - width,
    )
    return north, south, east, west


class _Reach:
    """A territory, with its neighbours when they are wanted."""

    def __init__(self, territory: Territory, filters: EmployerFilter) -> None:
        self.territory = territory
        neighbours = territory.neighbours if filters.neighbours else None
        self.epci = {
            found.insee
            for siren in (neighbours.epci if neighbours else ())
            for found in communes_of_epci(siren)
        }
        self.radius_km = neighbours.radius_km if neighbours else None
        places = (commune(insee) for insee in territory.communes)
        self.centres = [point for place in places if place and (point := _point(place))]
        self.bounds = _bounds(self.centres, self.radius_km) if self.radius_km and self.centres else None

    def holds(self, insee: str | None, latitude: float | None, longitude: float | None) -> bool:
        if insee and (insee in self.territory or insee in self.epci):
            return True
        if self.bounds is None or self.radius_km is None or latitude is None or longitude is None:
            return False
        north, south, east, west = self.bounds
        if not (south <= latitude <= north and west <= longitude <= east):
            return False
        return any(distance_km(*centre, latitude, longitude) <= self.radius_km for centre in self.centres)


def _point(place: Commune) -> Point | None:
    if place.latitude is None or place.longitude is None:
        return None
    return place.latitude, place.longitude


def _distance(centre: Point | None, latitude: float | None, longitude: float | None) -> float | None:
    if centre is None or latitude is None or longitude is None:
        return None
    return round(distance_km(*centre, latitude, longitude), 1)


def _centre(insee: str) -> Point:
    place = commune(insee)
    if place is None or (point := _point(place)) is None:
        raise HubError(
            f"Aucune commune située n’a le code INSEE « {insee} ».",
            code="unknown-commune",
            next_step="Donner le code INSEE de la commune, pas son code postal (La Mure : 38269).",
        )
    return point


def _territory(id_: str, territories: Mapping[str, Territory]) -> Territory:
    if id_ not in territories:
        raise HubError(
            f"Aucun territoire ne s’appelle « {id_} ». Les territoires : {', '.join(sorted(territories))}.",
            code="unknown-territory",
            next_step="Choisir un de ces noms, ou ajouter un fichier de territoire (HUB_TERRITORIES).",
        )
    return territories[id_]
