"""Exports of many marchés: seconds and memory, one process a format.

``hub marches --format jsonl > marches.jsonl``, then
``python -m benchmarks.exports marches.jsonl [--rows 200000]``.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any

from hub.exports import FORMATS, Edition, write


def documents(path: Path, rows: int) -> Iterator[dict[str, Any]]:
    """The documents of a file of JSON lines, over and over."""
    lines = path.read_bytes().splitlines()
    return (json.loads(line) for line in islice(cycle(lines), rows))


def measure(asked: tuple[Path, int, str]) -> tuple[float, float, float]:
    """Seconds, megabytes written, and megabytes of memory at the highest."""
    path, rows, name = asked
    edition = Edition("Mesure", datetime.now(UTC))
    with tempfile.TemporaryFile() as out:
        start = perf_counter()
        write(out, "marches", documents(path, rows), edition, format_=name)
        seconds, written = perf_counter() - start, out.tell() / 1e6
    return seconds, written, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def main() -> None:
    """Print one line a format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--rows", type=int, default=200_000)
    asked = parser.parse_args()
    for name in FORMATS:
        with get_context("spawn").Pool(1) as pool:
            seconds, written, memory = pool.apply(measure, ((asked.file, asked.rows, name),))
        print(f"{name:6} {asked.rows / seconds:8.0f} rows/s {written:8.1f} MB {memory:6.0f} MB of memory")


if __name__ == "__main__":
    main()
