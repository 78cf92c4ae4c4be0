"""Employers as marks: those of one town side by side around it, always in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import atan2, hypot, isfinite, sqrt
from typing import Any

from hub.geo.distance import distance_km
from hub.geo.drawing_view import View, inside
from hub.geo.topology import Point

SPACING = 46.0
"""Units between two marks of one town."""
_EDGE = 24.0
_RINGS = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """An employer. ``x``, ``y``: its mark; ``at_x``, ``at_y``: where it really is, when ``moved``.

    ``km`` is the distance to the nearest centre of the marché, ``None`` without one.
    """

    id: str
    name: str
    kind: str | None
    x: int
    y: int
    at_x: int
    at_y: int
    km: float | None

    @property
    def moved(self) -> bool:
        """Whether the mark had to make room for another."""
        return hypot(self.x - self.at_x, self.y - self.at_y) > 2


@dataclass(frozen=True, slots=True)
class Marks:
    """``outside`` are off the map, ``unplaced`` have no coordinates: both are numbers of employers."""

    marks: tuple[Mark, ...]
    outside: int
    unplaced: int


def marks_of(view: View, employers: Iterable[Mapping[str, Any]], centres: Sequence[Point]) -> Marks:
    """The marks, in the order of the employers: the first of a town stands on its very place.

    ``centres`` are (longitude, latitude); their places are kept free.
    """
    marks: list[Mark] = []
    taken = [view.at(*centre) for centre in centres]
    outside = unplaced = 0
    for employer in employers:
        place = _coordinates(employer)
        if place is None:
            unplaced += 1
        elif not inside(view.at(*place), _EDGE):
            outside += 1
        else:
            spot = _free_spot(view.at(*place), taken)
            taken.append(spot)
            marks.append(_mark(employer, view.at(*place), spot, _nearest(place, centres)))
    return Marks(tuple(marks), outside, unplaced)


def _coordinates(employer: Mapping[str, Any]) -> Point | None:
    latitude, longitude = employer.get("latitude"), employer.get("longitude")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    return (longitude, latitude) if isfinite(latitude) and isfinite(longitude) else None


def _mark(employer: Mapping[str, Any], at: Point, spot: Point, km: float | None) -> Mark:
    return Mark(
        id=str(employer["id"]),
        name=str(employer["name"]),
        kind=employer.get("kind"),
        x=round(spot[0]),
        y=round(spot[1]),
        at_x=round(at[0]),
        at_y=round(at[1]),
        km=km,
    )


def _nearest(place: Point, centres: Iterable[Point]) -> float | None:
    return min((distance_km(place[1], place[0], y, x) for x, y in centres), default=None)


def _free_spot(at: Point, taken: Sequence[Point]) -> Point:
    """The place itself, or the nearest one of the honeycomb around it that is free and on the map."""
    for dx, dy in _honeycomb():
        spot = (at[0] + dx, at[1] + dy)
        if inside(spot, _EDGE) and all(hypot(spot[0] - x, spot[1] - y) > SPACING * 0.97 for x, y in taken):
            return spot
    return at


@lru_cache(maxsize=1)
def _honeycomb() -> list[Point]:
    """Steps away from a place, the shortest first: 0, then six, then twelve …"""
    cells = [(q, r) for q in range(-_RINGS, _RINGS + 1) for r in range(-_RINGS, _RINGS + 1)]
    steps = [(SPACING * (q + r / 2), SPACING * r * sqrt(3) / 2) for q, r in cells]
    return sorted(steps, key=lambda step: (round(hypot(*step), 3), atan2(step[1], step[0])))
