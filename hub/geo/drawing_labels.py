"""Names on a map: those of the marché, then the most populous communes, none over another.

A page narrows while the drawing keeps its units, so names are set larger there and fewer are shown: a
``major`` name has room at the size of a telephone, the others only where the page is wide.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from hub.geo.drawing_marks import SPACING, Mark
from hub.geo.drawing_view import HEIGHT, WIDTH, View
from hub.geo.tables import commune_rows
from hub.geo.topology import Point

LARGE, SMALL = 50.0, 26.0
"""Height of the letters in units, on a telephone and on a wide page (``static/map.css``)."""

_LETTER = 0.56
"""Width of a letter of the usual fonts, in letter heights."""
_MAJOR, _ALL = 7, 30
_ROOM = 6.0

Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name, centred on ``x``, ``y``. ``here``: a commune of the marché."""

    x: int
    y: int
    name: str
    major: bool
    here: bool


def labels_of(
    view: View, codes: Iterable[str], here: Collection[str], marks: Sequence[Mark], taken: Sequence[Rectangle]
) -> tuple[Label, ...]:
    """The names to write among ``codes``, clear of the marks and of what else is ``taken``."""
    towns = _towns(view, codes, here, {(mark.at_x, mark.at_y) for mark in marks})
    busy = [*taken, *(around((mark.x, mark.y), SPACING, SPACING) for mark in marks)]
    major = list(_written(towns, busy, LARGE, _MAJOR))
    busy += [_box(label.name, (label.x, label.y), LARGE) for label in major]
    rest = [town for town in towns if town.name not in {label.name for label in major}]
    return (*major, *_written(rest, busy, SMALL, _ALL - len(major)))


def around(point: Point, width: float, height: float) -> Rectangle:
    """The rectangle centred on a point."""
    x, y = point
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


class _Town(NamedTuple):
    """A name to write at ``at``; ``shown`` when something is drawn there: an employer, the marché."""

    name: str
    at: Point
    here: bool
    shown: bool


def _towns(view: View, codes: Iterable[str], here: Collection[str], marked: Set[Point]) -> list[_Town]:
    """The communes in the order of importance; a city once for its arrondissements."""
    rows = commune_rows()
    whole = dict.fromkeys(rows[insee][2] or insee for insee in codes)
    placed = [rows[insee] for insee in whole if rows[insee][6]]
    placed.sort(key=lambda row: (row[0] not in here, -int(row[5] or 0), row[0]))
    places = [view.at(float(row[7]), float(row[6])) for row in placed]
    return [
        _Town(
            row[1].replace("'", "’"),
            at,
            row[0] in here,
            row[0] in here or (round(at[0]), round(at[1])) in marked,
        )
        for row, at in zip(placed, places, strict=True)
    ]


def _written(towns: Iterable[_Town], taken: Sequence[Rectangle], size: float, most: int) -> Iterator[Label]:
    busy, count = list(taken), 0
    for town in towns:
        spot = _free(town, size, busy)
        if spot is None:
            continue
        busy.append(_box(town.name, spot, size))
        yield Label(round(spot[0]), round(spot[1]), town.name, size == LARGE, town.here)
        count += 1
        if count == most:
            return


def _free(town: _Town, size: float, busy: Sequence[Rectangle]) -> Point | None:
    for spot in _spots(town, size):
        box = _box(town.name, spot, size)
        shown = box[0] >= _ROOM and box[1] >= _ROOM and box[2] <= WIDTH - _ROOM and box[3] <= HEIGHT - _ROOM
        if shown and not any(_overlap(box, other) for other in busy):
            return spot
    return None


def _spots(town: _Town, size: float) -> Iterator[Point]:
    """The place itself or hardly off it; around the mark, where one stands there and shows the place.

    A name farther away would be read as that of the commune under it.
    """
    x, y = town.at
    yield town.at
    away = SPACING / 2 + size * 0.8 if town.shown else size * 0.7
    yield from ((x, y + away), (x, y - away))
    if town.shown:
        beside = len(town.name) * size * _LETTER / 2 + SPACING * 0.8
        yield from (
            (x + right, y + down) for right in (beside, -beside) for down in (0, size * 0.7, -size * 0.7)
        )
        yield from ((x, y + SPACING + away), (x, y - SPACING - away))


def _box(name: str, at: Point, size: float) -> Rectangle:
    return around(at, len(name) * size * _LETTER + 2 * _ROOM, size * 1.1 + 2 * _ROOM)


def _overlap(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
