"""Points of the globe in cells, to find those near a place without looking at all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from math import asin, ceil, cos, degrees, floor, pi, radians, sin

from hub.geo.distance import EARTH_RADIUS_KM
from hub.pipeline.matching.views import Point

# A quarter of the radius: smaller cells fit the circle better, and there are more of them to look up.
_CELLS_IN_A_RADIUS = 4


class Grid:
    """Positions (numbers of the caller's list) by cell, for one radius of search."""

    def __init__(self, km: float) -> None:
        self._angle = min(km / EARTH_RADIUS_KM, pi)
        self._cell = degrees(self._angle) / _CELLS_IN_A_RADIUS
        self._columns = ceil(360 / self._cell)
        self._cells: defaultdict[tuple[int, int], list[int]] = defaultdict(list)

    def add(self, point: Point, position: int) -> None:
        """Put one point in."""
        row, column = floor(point[0] / self._cell), self._column(point[1])
        self._cells[row, column].append(position)

    def near(self, point: Point) -> Iterator[int]:
        """Every position within the radius, and some that are farther."""
        reach = degrees(self._angle)
        rows = range(floor((point[0] - reach) / self._cell), floor((point[0] + reach) / self._cell) + 1)
        columns = self._columns_near(point)
        if len(rows) * len(columns) > 4 * len(self._cells):
            # Few points, or a circle round a pole: looking at them all is the shorter way.
            yield from chain.from_iterable(self._cells.values())
            return
        for row in rows:
            for column in columns:
                yield from self._cells.get((row, column), ())

    def _column(self, longitude: float) -> int:
        return floor((longitude + 180) % 360 / self._cell)

    def _columns_near(self, point: Point) -> Sequence[int]:
        """The columns that the circle touches; all of them when it holds a pole."""
        if abs(point[0]) + degrees(self._angle) >= 90:
            return range(self._columns)
        width = degrees(asin(min(1.0, sin(self._angle) / cos(radians(point[0])))))
        if 2 * width + self._cell >= 360:
            return range(self._columns)
        first, last = self._column(point[1] - width), self._column(point[1] + width)
        if first <= last:
            return range(first, last + 1)
        return [*range(first, self._columns), *range(last + 1)]
