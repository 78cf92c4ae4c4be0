"""The rectangle of country that a map shows, and what falls outside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

from hub.geo.outlines import Box
from hub.geo.topology import Point

WIDTH, HEIGHT = 1600, 1280
"""Size of a drawing in its own units: about half a pixel where a page is wide, so whole numbers do."""

_KM_PER_DEGREE = 111.195
_EDGE = 60.0
"""Units kept free between what must be seen and the edge of the map."""
_BLEED = 12.0
"""Units drawn beyond the edge, so that the line along which a commune is cut stays out of sight."""


@dataclass(frozen=True, slots=True)
class View:
    """An equirectangular projection, true at ``latitude``: under 0.3 % off on a map 100 km wide.

    ``latitude`` and ``longitude`` are the middle of the map; ``scale`` is in units per kilometre.
    """

    latitude: float
    longitude: float
    scale: float

    def at(self, longitude: float, latitude: float) -> Point:
        """Where a point is on the drawing, from its upper left corner."""
        x = (longitude - self.longitude) * self._km_per_degree_east() * self.scale
        return WIDTH / 2 + x, HEIGHT / 2 - (latitude - self.latitude) * _KM_PER_DEGREE * self.scale

    def box(self) -> Box:
        """What the map shows."""
        east = WIDTH / 2 / self.scale / self._km_per_degree_east()
        north = HEIGHT / 2 / self.scale / _KM_PER_DEGREE
        west, south = self.longitude - east, self.latitude - north
        return Box(west, south, self.longitude + east, self.latitude + north)

    def _km_per_degree_east(self) -> float:
        return _KM_PER_DEGREE * cos(radians(self.latitude))


def view_around(points: Sequence[Point], margin_km: float) -> View:
    """The smallest view of all these points (longitude, latitude), with the ground around each."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    longitude, latitude = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    east = (max(xs) - longitude) * _KM_PER_DEGREE * cos(radians(latitude)) + margin_km
    north = (max(ys) - latitude) * _KM_PER_DEGREE + margin_km
    scale = min((WIDTH / 2 - _EDGE) / east, (HEIGHT / 2 - _EDGE) / north)
    return View(latitude, longitude, scale)


def inside(point: Point, margin: float = 0.0) -> bool:
    """Whether a point of the drawing is on the map, ``margin`` units from its edge at least."""
    return margin <= point[0] <= WIDTH - margin and margin <= point[1] <= HEIGHT - margin


def clipped(ring: Sequence[Point]) -> list[Point]:
    """The part of a closed line that is on the map (Sutherland and Hodgman, one edge after another)."""
    kept = list(ring)
    left, top, right, bottom = extent(kept)
    if left < -_BLEED:
        kept = _cut_along(kept, 0, -_BLEED, 1)
    if right > WIDTH + _BLEED:
        kept = _cut_along(kept, 0, WIDTH + _BLEED, -1)
    if top < -_BLEED:
        kept = _cut_along(kept, 1, -_BLEED, 1)
    if bottom > HEIGHT + _BLEED:
        kept = _cut_along(kept, 1, HEIGHT + _BLEED, -1)
    return kept


def extent(line: Sequence[Point]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a line."""
    xs, ys = zip(*line, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _cut_along(ring: list[Point], axis: int, limit: float, sign: int) -> list[Point]:
    kept: list[Point] = []
    for here, there in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        ahead, behind = (here[axis] - limit) * sign, (there[axis] - limit) * sign
        if ahead >= 0:
            kept.append(here)
        if (ahead >= 0) != (behind >= 0):
            share = ahead / (ahead - behind)
            kept.append((here[0] + (there[0] - here[0]) * share, here[1] + (there[1] - here[1]) * share))
    return kept


def closed_path(ring: Iterable[Point]) -> str:
    """A closed line in the words of SVG, in whole units; ``""`` when it has no surface left."""
    points = _rounded(ring)
    return f"{_path(points)}z" if len(set(points)) > 2 else ""


def open_path(line: Iterable[Point]) -> str:
    """A line in the words of SVG, in whole units."""
    points = _rounded(line)
    return _path(points) if len(points) > 1 else ""


def _rounded(line: Iterable[Point]) -> list[tuple[int, int]]:
    points: list[tuple[int, int]] = []
    for x, y in line:
        point = round(x), round(y)
        if not points or points[-1] != point:
            points.append(point)
    return points


def _path(points: Sequence[tuple[int, int]]) -> str:
    (x, y), text = points[0], []
    for next_x, next_y in points[1:]:
        text.append(f"{next_x - x} {next_y - y}".replace(" -", "-"))
        x, y = next_x, next_y
    return f"M{points[0][0]} {points[0][1]}l{' '.join(text)}".replace(" -", "-")
