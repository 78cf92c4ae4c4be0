"""A map of the employers around a marché, drawn from what the package holds: no server is asked.

``map_of`` gives plain values in the units of a drawing; ``web/templates/carte.html`` prints them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.geo.communes import commune
from hub.geo.drawing_labels import Label, Rectangle, around, labels_of
from hub.geo.drawing_land import Area, Land, land_of
from hub.geo.drawing_marks import Mark, marks_of
from hub.geo.drawing_view import HEIGHT, WIDTH, View, view_around
from hub.geo.outlines import box_of, outlines, within
from hub.geo.topology import Point

_SMALLEST_KM = 4.0
_WIDEST_KM = 250.0
"""Beyond that the communes are specks, and reading them would make the page wait."""
_STEPS_KM = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True, slots=True)
class Circle:
    """The ground within the radius of one centre."""

    x: int
    y: int
    r: int


@dataclass(frozen=True, slots=True)
class Scale:
    """A bar: that many units are that many kilometres."""

    km: int
    length: int


@dataclass(frozen=True, slots=True)
class Map:
    """A drawing of ``width`` by ``height`` units, north up, from its upper left corner.

    ``outside`` and ``unplaced`` count the employers that are off the map or have no coordinates.
    ``places`` are the names of the communes of the marché.
    """

    land: Land
    circles: tuple[Circle, ...]
    radius_km: float
    labels: tuple[Label, ...]
    marks: tuple[Mark, ...]
    scale: Scale
    places: tuple[str, ...]
    outside: int = 0
    unplaced: int = 0
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def areas(self) -> tuple[Area, ...]:
        """The communes, those of the marché last."""
        return self.land.areas

    @property
    def kinds(self) -> tuple[str | None, ...]:
        """The kinds of employers on the map, each once, the most frequent first."""
        kinds = [mark.kind for mark in self.marks]
        return tuple(sorted(dict.fromkeys(kinds), key=lambda kind: (-kinds.count(kind), kind or "~")))


def map_of(
    centres: Sequence[tuple[float, float]],
    employers: Iterable[Mapping[str, Any]],
    communes: Collection[str],
    radius_km: float,
) -> Map | None:
    """The map around the centres (latitude, longitude) of a marché.

    ``employers`` have ``id``, ``name``, ``kind``, ``latitude`` and ``longitude`` (degrees or ``None``),
    the best first. ``communes`` are the INSEE codes of the marché, coloured; without centres the map is
    around them. ``None`` when nothing says where to look, or when it would be over 250 km wide.
    """
    here = {found.insee: found.name for insee in communes if (found := commune(insee))}
    points = [(longitude, latitude) for latitude, longitude in centres]
    view = _view(points, here, radius_km)
    if view is None or WIDTH / view.scale > _WIDEST_KM:
        return None
    scale = _scale(view)
    circles = tuple(_circle(view, point, radius_km) for point in points) if radius_km > 0 else ()
    marks = marks_of(view, employers, points)
    taken = [*_furniture(scale, circles), *(around(view.at(*point), 40, 40) for point in points)]
    return Map(
        land=land_of(view, frozenset(here)),
        circles=circles,
        radius_km=radius_km,
        labels=labels_of(view, within(view.box()), here, marks.marks, taken),
        marks=marks.marks,
        scale=scale,
        places=tuple(name.replace("'", "’") for name in here.values()),
        outside=marks.outside,
        unplaced=marks.unplaced,
    )


def _view(points: Sequence[Point], here: Collection[str], radius_km: float) -> View | None:
    if points:
        return view_around(points, max(radius_km, _SMALLEST_KM))
    boxes = [box_of(shape) for shape in outlines(here).values()]
    corners = [(b.west, b.south) for b in boxes] + [(b.east, b.north) for b in boxes]
    return view_around(corners, _SMALLEST_KM) if corners else None


def _circle(view: View, centre: Point, radius_km: float) -> Circle:
    x, y = view.at(*centre)
    return Circle(round(x), round(y), round(radius_km * view.scale))


def _scale(view: View) -> Scale:
    """The longest round number of kilometres that takes at most a fifth of the width."""
    km = max((step for step in _STEPS_KM if step * view.scale <= WIDTH / 5), default=_STEPS_KM[0])
    return Scale(km, round(km * view.scale))


def _furniture(scale: Scale, circles: Sequence[Circle]) -> list[Rectangle]:
    """Where the bar and the length of the radius are written."""
    bar = (0.0, HEIGHT - 130.0, scale.length + 100.0, float(HEIGHT))
    return [bar, *(around((c.x, c.y - c.r + 44), 220, 80) for c in circles[:1] if len(circles) == 1)]
