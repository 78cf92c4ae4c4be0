"""Points of the globe in square cells, to find those near a place without looking at all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from math import asin, ceil, cos, degrees, floor, radians, sin

from hub.geo.distance import EARTH_RADIUS_KM
from hub.pipeline.matching.views import Point

# A quarter of a degree: 28 km north to south, 20 km east to west at the latitude of the Isère.
_CELL = 0.25
_COLUMNS = ceil(360 / _CELL)


class Grid:
    """Positions (numbers of the caller's list) by cell. Build it whole, then ask."""

    def __init__(self) -> None:
        self._cells: defaultdict[tuple[int, int], list[int]] = defaultdict(list)

    def add(self, point: Point, position: int) -> None:
        """Put one point in."""
        self._cells[floor(point[0] / _CELL), floor(point[1] / _CELL) % _COLUMNS].append(position)

    def near(self, point: Point, km: float) -> Iterator[int]:
        """Every position within ``km``, and some that are farther."""
        south, north = point[0] - degrees(km / EARTH_RADIUS_KM), point[0] + degrees(km / EARTH_RADIUS_KM)
        rows = range(floor(south / _CELL), floor(north / _CELL) + 1)
        columns = self._columns(point, km, max(abs(south), abs(north)))
        if len(rows) * len(columns) > len(self._cells):
            # A wide circle over few points: looking at them all is the shorter way.
            yield from chain.from_iterable(self._cells.values())
            return
        for row in rows:
            for column in columns:
                yield from self._cells.get((row, column), ())

    def _columns(self, point: Point, km: float, latitude: float) -> Sequence[int]:
        """The columns that a circle touches; all of them when it holds a pole."""
        if latitude >= 90:
            return range(_COLUMNS)
        reach = sin(min(km / EARTH_RADIUS_KM, 1.5)) / cos(radians(point[0]))
        if reach >= 1:
            return range(_COLUMNS)
        width = degrees(asin(reach))
        first, last = floor((point[1] - width) / _CELL), floor((point[1] + width) / _CELL)
        return [column % _COLUMNS for column in range(first, min(last, first + _COLUMNS - 1) + 1)]
