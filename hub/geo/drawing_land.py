"""The ground of a map: communes, limits between départements, shores and frontiers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from hub.geo.codes import departement_name
from hub.geo.drawing_view import HEIGHT, WIDTH, View, clipped, closed_path, extent, inside, open_path
from hub.geo.outlines import Outline, outlines, within
from hub.geo.tables import commune_rows, departement_part
from hub.geo.topology import Arc, Ring, Topology, cut, dissolved, douglas_peucker, simplified

_BUDGET = 45_000
"""Characters for the outlines of a map: with all the rest it stays under 60 kB."""
_FINEST = 1.2
"""Units: what nobody sees. Raised step by step while the outlines are too heavy."""
_COARSER, _COARSEST = 1.4, 12.0
_NAMED = 350
"""Beyond that many communes their names would weigh more than their outlines: none is given."""
_MOST = 700
"""Beyond that many communes the map shows départements, and the communes of the marché over them."""
_MARKUP, _TITLE = 14, 20


@dataclass(frozen=True, slots=True)
class Area:
    """A commune (a département on a wide map): name, ``d`` of its path, whether the marché is there."""

    name: str
    path: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class Land:
    """``areas`` end with those of the marché, to be drawn over the others. ``limits`` are between two
    départements; ``shores`` have no French commune on the other side. Both are the ``d`` of one path."""

    areas: tuple[Area, ...]
    limits: str
    shores: str
    named: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    """One area to draw, with its rings. ``departement`` is empty for one drawn over another."""

    name: str
    departement: str
    here: bool
    rings: Sequence[Ring]


@dataclass(frozen=True, slots=True)
class _Ground:
    """The pieces of what is shown; the rings of ``topology`` are theirs, in order, on the drawing."""

    pieces: Sequence[_Piece]
    topology: Topology

    @property
    def named(self) -> bool:
        return len(self.pieces) <= _NAMED

    def budget(self) -> int:
        """Characters left for the paths."""
        titles = sum(_TITLE + len(piece.name) for piece in self.pieces) if self.named else 0
        return _BUDGET - _MARKUP * len(self.pieces) - titles


@lru_cache(maxsize=32)
def land_of(view: View, here: frozenset[str]) -> Land:
    """What the view shows; ``here`` are the INSEE codes of the communes of the marché."""
    ground = _ground(view, here)
    tolerance = _FINEST
    while True:
        land = _drawn(ground, tolerance)
        excess = _weight(land) / ground.budget()
        if excess <= 1 or tolerance > _COARSEST:
            return land
        tolerance *= max(_COARSER, excess)


def _ground(view: View, here: Collection[str]) -> _Ground:
    shapes = outlines(_shown(within(view.box())))
    pieces = [_commune(insee, shape, here) for insee, shape in shapes.items()]
    if len(pieces) > _MOST:
        pieces = [*_departements(shapes), *(replace(p, departement="") for p in pieces if p.here)]
    pieces.sort(key=lambda piece: piece.here)
    topology = cut([ring for piece in pieces for ring in piece.rings])
    return _Ground(
        pieces, Topology([tuple(view.at(*p) for p in arc) for arc in topology.arcs], topology.rings)
    )


def _shown(codes: Iterable[str]) -> list[str]:
    """The arrondissements of Paris, Lyon and Marseille stand for these cities."""
    codes = list(codes)
    cities = {commune_rows()[insee][2] for insee in codes}
    return [insee for insee in codes if insee not in cities]


def _commune(insee: str, shape: Outline, here: Collection[str]) -> _Piece:
    row = commune_rows()[insee]
    # The apostrophe of print, as everywhere on the page.
    return _Piece(row[1].replace("'", "’"), departement_part(insee), bool({insee, row[2]} & set(here)), shape)


def _departements(shapes: Mapping[str, Outline]) -> Iterator[_Piece]:
    rings: defaultdict[str, list[Ring]] = defaultdict(list)
    for insee, shape in shapes.items():
        rings[departement_part(insee)] += shape
    for code, parts in rings.items():
        topology = cut(parts)
        around = [topology.points(ring) for ring in dissolved(topology, topology.rings)]
        yield _Piece(departement_name(code) or code, code, False, around)


def _weight(land: Land) -> int:
    return len(land.limits) + len(land.shores) + sum(len(area.path) for area in land.areas)


def _drawn(ground: _Ground, tolerance: float) -> Land:
    light = simplified(ground.topology, lambda arc: douglas_peucker(arc, tolerance))
    rings = iter(light.rings)
    areas = []
    for piece in ground.pieces:
        lines = (light.points(ring) for ring in islice(rings, len(piece.rings)))
        areas.append(Area(piece.name, "".join(closed_path(clipped(line)) for line in lines), piece.here))
    limits, shores = _lines(ground, light)
    return Land(tuple(area for area in areas if area.path), limits, shores, ground.named)


def _lines(ground: _Ground, light: Topology) -> tuple[str, str]:
    """The arcs between two départements, and those with France on one side alone."""
    sides: defaultdict[int, list[str]] = defaultdict(list)
    owners = [piece.departement for piece in ground.pieces for _ in piece.rings]
    for departement, ring in zip(owners, light.rings, strict=True):
        for number in ring if departement else ():
            sides[max(number, ~number)].append(departement)
    limits = [light.arcs[at] for at, parted in sides.items() if len(set(parted)) > 1]
    shores = [light.arcs[at] for at, parted in sides.items() if len(parted) == 1]
    return _joined(arc for arc in limits if _crosses(arc)), _joined(arc for arc in shores if _is_seen(arc))


def _joined(arcs: Iterable[Arc]) -> str:
    return "".join(map(open_path, arcs))


def _crosses(arc: Arc) -> bool:
    left, top, right, bottom = extent(arc)
    return left <= WIDTH and right >= 0 and top <= HEIGHT and bottom >= 0


def _is_seen(arc: Arc) -> bool:
    # Off the map, a commune that is not drawn is no sea: only a point on the map tells a shore.
    return any(inside(point) for point in arc)
