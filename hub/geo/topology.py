"""Outlines as arcs: a border that two communes share is cut out once, and simplified once.

Simplifying ring by ring would leave slivers between neighbours. Here every ring is cut where borders
meet; each arc between two such junctions is simplified alone, its ends stay, and the rings are put
together again from the same arcs. Neighbours must have the same points along their border.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
Arc = tuple[Point, ...]
"""Points from one junction to the next, both included; the first is also the last of a closed arc."""

Ring = Sequence[Point]
"""A closed line; the first point is not repeated at the end."""


@dataclass(frozen=True, slots=True)
class Topology:
    """``rings`` in the order they came, each as numbers of ``arcs``: ``n`` forwards, ``~n`` backwards."""

    arcs: list[Arc]
    rings: list[list[int]]

    def points(self, ring: Sequence[int]) -> list[Point]:
        """The closed line that these arcs make."""
        line: list[Point] = []
        for number in ring:
            line += self.arcs[number][:-1] if number >= 0 else self.arcs[~number][:0:-1]
        return line


def cut(rings: Sequence[Ring]) -> Topology:
    """The arcs of these rings, each once whatever the number of rings that it borders."""
    junctions = _junctions(rings)
    numbers: dict[Arc, int] = {}
    cut_rings = [[_number(arc, numbers) for arc in _split(ring, junctions)] for ring in rings]
    return Topology(list(numbers), cut_rings)


def _junctions(rings: Sequence[Ring]) -> set[Point]:
    """The points where something else than one line passes."""
    linked: defaultdict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for here, there in _segments(ring):
            linked[here].add(there)
            linked[there].add(here)
    return {point for point, others in linked.items() if len(others) != 2}


def _segments(ring: Ring) -> Iterator[tuple[Point, Point]]:
    return zip(ring, [*ring[1:], ring[0]], strict=True)


def _split(ring: Ring, junctions: set[Point]) -> list[Arc]:
    starts = [at for at, point in enumerate(ring) if point in junctions]
    # An island has no junction: begin where every ring that follows the same shore would begin.
    first = starts[0] if starts else min(range(len(ring)), key=lambda at: ring[at])
    turned = (*ring[first:], *ring[:first], ring[first])
    ends = [0, *(at - first for at in starts[1:]), len(ring)]
    return [turned[start : end + 1] for start, end in pairwise(ends)]


def _number(arc: Arc, numbers: dict[Arc, int]) -> int:
    backwards = arc[::-1]
    if backwards < arc:
        return ~numbers.setdefault(backwards, len(numbers))
    return numbers.setdefault(arc, len(numbers))


def dissolved(topology: Topology, rings: Sequence[Sequence[int]]) -> list[list[int]]:
    """The rings around these rings taken together: the arcs that only one of them uses, end to end.

    Outer rings must all turn the same way, and holes the other way.
    """
    uses = Counter(max(number, ~number) for ring in rings for number in ring)
    edge = [number for ring in rings for number in ring if uses[max(number, ~number)] == 1]
    onward: defaultdict[Point, list[int]] = defaultdict(list)
    for number in reversed(edge):
        onward[_ends(topology, number)[0]].append(number)
    return [chained for number in edge if (chained := _chain(topology, number, onward))]


def _ends(topology: Topology, number: int) -> tuple[Point, Point]:
    arc = topology.arcs[max(number, ~number)]
    return (arc[0], arc[-1]) if number >= 0 else (arc[-1], arc[0])


def _chain(topology: Topology, first: int, onward: dict[Point, list[int]]) -> list[int]:
    """Take arcs out of ``onward`` from ``first`` until the line is closed, or ends."""
    start, here = _ends(topology, first)
    if first not in onward[start]:
        return []
    onward[start].remove(first)
    ring = [first]
    while here != start and onward[here]:
        ring.append(onward[here].pop())
        here = _ends(topology, ring[-1])[1]
    return ring


def simplified(topology: Topology, simplify: Callable[[Arc], Arc]) -> Topology:
    """The same rings with fewer points. The arcs of a ring that would lose its surface are kept whole."""
    arcs = [simplify(arc) for arc in topology.arcs]
    lighter = Topology(arcs, topology.rings)
    for ring in topology.rings:
        if len(set(lighter.points(ring))) < 3:
            for number in ring:
                at = max(number, ~number)
                arcs[at] = topology.arcs[at]
    return lighter


def douglas_peucker(arc: Arc, tolerance: float, stretch: float = 1.0) -> Arc:
    """The arc without the points that are within ``tolerance`` of the line that is left.

    The ends stay. ``stretch`` multiplies the first coordinate before distances are taken (the cosine of
    the latitude, for degrees).
    """
    if len(arc) < 3:
        return arc
    line = [(x * stretch, y) for x, y in arc]
    kept = {0, len(arc) - 1}
    spans = [(0, len(arc) - 1)]
    while spans:
        start, end = spans.pop()
        at, gap = _farthest(line, start, end)
        if gap > tolerance * tolerance:
            kept.add(at)
            spans += [(start, at), (at, end)]
    return tuple(arc[at] for at in sorted(kept))


def _farthest(line: Sequence[Point], start: int, end: int) -> tuple[int, float]:
    """The point between ``start`` and ``end`` that is farthest from their segment, and its distance
    squared."""
    (x0, y0), (x1, y1) = line[start], line[end]
    dx, dy = x1 - x0, y1 - y0
    length = dx * dx + dy * dy
    best, gap = start, -1.0
    for at in range(start + 1, end):
        px, py = line[at][0] - x0, line[at][1] - y0
        along = min(1.0, max(0.0, (px * dx + py * dy) / length)) if length else 0.0
        away = (px - along * dx) ** 2 + (py - along * dy) ** 2
        if away > gap:
            best, gap = at, away
    return best, gap
