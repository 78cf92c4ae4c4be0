"""Multipolygons in well-known binary, as PostGIS prints them (OGC 06-103r4, §8.2)."""

from __future__ import annotations

from struct import calcsize, error, unpack_from
from typing import Any

from hub.geo.topology import Point

Polygon = list[list[Point]]
"""The outer ring, then the holes, each closed: its last point is its first."""

_NONE = r"\N"
_POLYGON, _MULTIPOLYGON = 3, 6


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data, self._at, self._order = data, 0, "<"

    def kind(self) -> int:
        self._order = "<" if self._data[self._at] == 1 else ">"
        self._at += 1
        return self.count()

    def count(self) -> int:
        return int(self._take("I")[0])

    def points(self) -> list[Point]:
        values = self._take(f"{2 * self.count()}d")
        return list(zip(values[::2], values[1::2], strict=True))

    def _take(self, layout: str) -> tuple[Any, ...]:
        values = unpack_from(self._order + layout, self._data, self._at)
        self._at += calcsize(self._order + layout)
        return values


def read_multipolygon(text: str) -> list[Polygon]:
    r"""The polygons of a hexadecimal multipolygon; none for ``\N`` or ``""``.

    Raises ``ValueError`` on anything else.
    """
    if text in {"", _NONE}:
        return []
    reader = _Reader(bytes.fromhex(text))
    try:
        _expect(reader, _MULTIPOLYGON)
        return [_polygon(reader) for _ in range(reader.count())]
    except (error, IndexError) as cut:
        raise ValueError(f"the geometry ends too early: {cut}") from cut


def _polygon(reader: _Reader) -> Polygon:
    _expect(reader, _POLYGON)
    return [reader.points() for _ in range(reader.count())]


def _expect(reader: _Reader, wanted: int) -> None:
    if (kind := reader.kind()) != wanted:
        raise ValueError(f"WKB type {wanted} is expected, not {kind}")
