"""The outlines of the communes, read by département when they are asked for.

Degrees, WGS 84, longitude first as in GeoJSON. At most 84 m from the source (``data/PROVENANCE.md``);
neighbours have exactly the same points along the border they share.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from hub.geo.outline_file import read_index, unpack_block
from hub.geo.tables import departement_part
from hub.geo.topology import Point, Topology

Outline = tuple[tuple[Point, ...], ...]
"""The rings of a commune, islands and holes alike, each without its first point again at the end: a
point is inside when it is inside an odd number of them."""


class Box(NamedTuple):
    """A rectangle in degrees."""

    west: float
    south: float
    east: float
    north: float

    def meets(self, other: Box) -> bool:
        """Whether they have a point in common."""
        across = self.west <= other.east and other.west <= self.east
        return across and self.south <= other.north and other.south <= self.north


def outlines(insee_codes: Iterable[str]) -> dict[str, Outline]:
    """The outlines of these communes or municipal arrondissements; one without outline is left out."""
    wanted = dict.fromkeys(insee_codes)
    blocks = {departement_part(insee) for insee in wanted}
    known = {code: _departement(code) for code in blocks & departement_boxes().keys()}
    return {i: shape for i in wanted if (shape := known.get(departement_part(i), {}).get(i))}


def outline(insee: str) -> Outline | None:
    """The outline of one commune, or ``None``."""
    return outlines([insee]).get(insee)


def within(box: Box) -> tuple[str, ...]:
    """The INSEE codes of the communes and arrondissements whose own box meets this one, in order."""
    near = (code for code, around in departement_boxes().items() if around.meets(box))
    return tuple(insee for code in near for insee, own in _boxes(code).items() if own.meets(box))


def departements_within(box: Box) -> tuple[str, ...]:
    """The départements whose box meets this one: no outline is read."""
    return tuple(code for code, around in departement_boxes().items() if around.meets(box))


def contains(shape: Outline, longitude: float, latitude: float) -> bool:
    """Whether the point is inside."""
    return sum(_crossings(ring, longitude, latitude) for ring in shape) % 2 == 1


def _crossings(ring: tuple[Point, ...], x: float, y: float) -> int:
    """How many sides of the ring a line from the point to the east crosses."""
    sides = zip(ring, (*ring[1:], ring[0]), strict=True)
    return sum(
        (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0) for (x0, y0), (x1, y1) in sides
    )


def box_of(shape: Outline) -> Box:
    """The smallest rectangle around an outline."""
    xs, ys = zip(*(point for ring in shape for point in ring), strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


@lru_cache(maxsize=1)
def _stored() -> tuple[dict[str, Any], bytes]:
    stored = files("hub.geo").joinpath("data", "outlines.bin").read_bytes()
    index, start = read_index(stored)
    return index, stored[start:]


@lru_cache(maxsize=1)
def departement_boxes() -> dict[str, Box]:
    """Département → the rectangle around it."""
    index, _ = _stored()
    grid = index["grid"]
    return {code: Box(*(side / grid for side in block["box"])) for code, block in index["blocks"].items()}


# A page shows two or three départements; sixteen of them are about 20 MB.
@lru_cache(maxsize=16)
def _departement(code: str) -> dict[str, Outline]:
    index, blocks = _stored()
    place = index["blocks"][code]
    communes, arcs = unpack_block(blocks[place["at"] : place["at"] + place["size"]], index["grid"])
    topology = Topology(arcs, [])
    return {i: tuple(tuple(topology.points(ring)) for ring in rings) for i, rings in communes.items()}


@lru_cache(maxsize=16)
def _boxes(code: str) -> dict[str, Box]:
    return {insee: box_of(shape) for insee, shape in _departement(code).items()}
