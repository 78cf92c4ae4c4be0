"""The bytes of ``data/outlines.bin``: an index on the first line, then one block per département.

The index is JSON: ``grid`` (units per degree), ``source``, and for each département its ``at`` and
``size`` in bytes after the index, and its ``box`` in grid units (west, south, east, north). A block is
deflated alone, so that a page reads only what it shows: a line of INSEE codes, then whole numbers
(zigzag varints) for the arcs, each stored once, and for the rings that are made of them.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, islice
from typing import Any

from hub.geo.topology import Arc

Rings = Sequence[Sequence[int]]
Box = tuple[int, int, int, int]


def pack_index(head: Mapping[str, Any], blocks: Mapping[str, bytes], boxes: Mapping[str, Box]) -> bytes:
    """The whole file."""
    ends = list(accumulate(map(len, blocks.values())))
    index = {
        code: {"at": end - len(blocks[code]), "size": len(blocks[code]), "box": boxes[code]}
        for code, end in zip(blocks, ends, strict=True)
    }
    line = json.dumps({**head, "blocks": index}, ensure_ascii=False, separators=(",", ":"))
    return line.encode("utf-8") + b"\n" + b"".join(blocks.values())


def pack_block(communes: Mapping[str, Rings], arcs: Sequence[Arc]) -> bytes:
    """``communes``: INSEE code → rings of numbers of ``arcs``, whose points are whole grid units."""
    order: dict[int, int] = {}
    shapes = list(_shapes(communes.values(), order))
    used = [arcs[number] for number in order]
    numbers = [len(used), *map(len, used), *_steps(used, 0), *_steps(used, 1), *shapes]
    return zlib.compress(",".join(communes).encode() + b"\n" + _varints(numbers), 9)


def _shapes(communes: Iterable[Rings], order: dict[int, int]) -> Iterator[int]:
    """For each commune its number of rings; for each ring its number of arcs, then these arcs, counted
    back from the next new one: 0 is an arc met for the first time, and most others are recent."""
    for rings in communes:
        yield len(rings)
        for ring in rings:
            yield len(ring)
            for number in ring:
                new = len(order)
                yield (new - order.setdefault(max(number, ~number), new)) * 2 + (number < 0)


def _steps(arcs: Iterable[Arc], axis: int) -> Iterator[int]:
    last = 0
    for arc in arcs:
        for point in arc:
            here = int(point[axis])
            yield here - last
            last = here


def _varints(numbers: Iterable[int]) -> bytes:
    out = bytearray()
    for number in numbers:
        value = number * 2 if number >= 0 else -2 * number - 1
        while value > 0x7F:
            out.append(value & 0x7F | 0x80)
            value >>= 7
        out.append(value)
    return bytes(out)


def read_index(stored: bytes) -> tuple[dict[str, Any], int]:
    """The index, and where the blocks begin."""
    line, _, _ = stored.partition(b"\n")
    index: dict[str, Any] = json.loads(line)
    return index, len(line) + 1


def unpack_block(block: bytes, grid: int) -> tuple[dict[str, list[list[int]]], list[Arc]]:
    """INSEE code → rings of numbers of arcs; and the arcs, in degrees (longitude, latitude)."""
    line, _, packed = zlib.decompress(block).partition(b"\n")
    numbers = _numbers(packed)
    sizes = list(islice(numbers, next(numbers)))
    xs, ys = ([unit / grid for unit in accumulate(islice(numbers, sum(sizes)))] for _ in range(2))
    points = zip(xs, ys, strict=True)
    arcs = [tuple(islice(points, size)) for size in sizes]
    return _rings(line.decode().split(","), numbers), arcs


def _rings(codes: Iterable[str], numbers: Iterator[int]) -> dict[str, list[list[int]]]:
    known = 0
    communes: dict[str, list[list[int]]] = {}
    for insee in codes:
        communes[insee] = rings = []
        for _ in range(next(numbers)):
            ring = []
            for packed in list(islice(numbers, next(numbers))):
                at = known - (packed >> 1)
                ring.append(~at if packed & 1 else at)
                known = max(known, at + 1)
            rings.append(ring)
    return communes


def _numbers(packed: bytes) -> Iterator[int]:
    value = shift = 0
    for byte in packed:
        value |= (byte & 0x7F) << shift
        if byte & 0x80:
            shift += 7
            continue
        yield value >> 1 if not value & 1 else -(value + 1 >> 1)
        value = shift = 0
