"""``python -m benchmarks.hours [--json]``: the sized examples of the sources, and the reference grid.

Each line is an amount, a share of labour, a rate and an hourly cost, with the hours that its source
prints (domain reference §4.3, §8.2). One that differs by an hour is a miss, and the exit code says so.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from hub.clauses.conventions import Conventions
from hub.clauses.hours import compute
from hub.clauses.tables import Family


@dataclass(frozen=True)
class Example:
    """``share`` and ``rate`` are parts of one, ``cost`` euros an hour, ``hours`` what the source prints."""

    source: str
    amount: int
    share: float
    hours: int
    rate: float = 0.05
    cost: float = 30.0


WORKED = (
    Example("MEF Sud 77: 1 000 000 € × 50 % × 5 % ÷ 30 €/h", 1_000_000, 0.50, 833),
    Example("MDE Alès-Cévennes: 1 500 000 € × 70 % × 10 % ÷ 30 €/h", 1_500_000, 0.70, 3500, rate=0.10),
    Example("CCAP 21_BAM_048: 1 h for 2 000 €, at 2 700 000 €", 2_700_000, 0.50, 1350, rate=0.03),
    Example("Alert of the reference: 216 000 € of green spaces", 216_000, 0.70, 252),
    Example("Amount for 70 h at 20 % of labour", 210_000, 0.20, 70),
    Example("Amount for 70 h at 70 % of labour", 60_000, 0.70, 70),
)
SHARES = (0.20, 0.30, 0.50, 0.70, 0.80)
GRID = (
    (60_000, (20, 30, 50, 70, 80)),
    (90_000, (30, 45, 75, 105, 120)),
    (216_000, (72, 108, 180, 252, 288)),
    (500_000, (167, 250, 417, 583, 667)),
    (1_000_000, (333, 500, 833, 1167, 1333)),
    (5_404_000, (1801, 2702, 4503, 6305, 7205)),
)


def examples() -> Iterator[Example]:
    """The worked examples, then the grid."""
    yield from WORKED
    for amount, row in GRID:
        for share, hours in zip(SHARES, row, strict=True):
            yield Example(f"Grid: {amount} €, {share:.0%} of labour", amount, share, hours)


def computed(example: Example) -> int:
    """The hours that the hub gives for the example."""
    family = family_of(example.share)
    conventions = Conventions(insertion_rate=example.rate, hourly_cost=example.cost)
    return compute(Decimal(example.amount), family, conventions).default


def family_of(share: float) -> Family:
    """A trade with this share of labour and nothing else."""
    return Family("00", "example", share, share, share, 3, "", "", False, False, False, "I", "example")


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; 1 when an example is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hours", description=__doc__)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(argv)
    found = [(example, computed(example)) for example in examples()]
    missed = sum(example.hours != hours for example, hours in found)
    if args.json:
        rows = [asdict(example) | {"computed": hours} for example, hours in found]
        print(json.dumps({"examples": rows, "missed": missed}, ensure_ascii=False, indent=1))
        return min(missed, 1)
    for example, hours in found:
        print(f"{'  ' if example.hours == hours else 'X '}{example.source:<58} {example.hours:>6} {hours:>6}")
    print(f"{len(found)} examples, {missed} missed")
    return min(missed, 1)


if __name__ == "__main__":
    raise SystemExit(main())
