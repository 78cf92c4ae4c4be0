"""``python -m benchmarks.flagging FOLDER [--json] [--half even|odd]``.

``--half`` keeps the notices whose sha1(id) is even (used to tune) or odd (held out).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.flagging.baselines import BASELINES
from benchmarks.flagging.expected import expected
from benchmarks.flagging.loaders import notices
from benchmarks.flagging.measures import PRESENT, Case, Table, hours_of, lots_of, per_class, tables
from hub.clauses.assessment import ClauseAnswer
from hub.clauses.signals import clause_answer, locate, notice_signals
from hub.plugin_api import Notice


def cases(folder: Path, part: str | None = None) -> list[Case]:
    """The labelled notices of ``folder`` with their answers, in the order of the labels."""
    known = notices(folder)
    return [
        Case(notice, gold, _answer(notice))
        for key, gold in expected(folder).items()
        if (notice := known.get(key)) is not None and (part is None or half(key) == part)
    ]


def half(key: str) -> str:
    """``even`` or ``odd``, by the sha1 of the id."""
    return "odd" if int(hashlib.sha1(key.encode()).hexdigest(), 16) % 2 else "even"


def _answer(notice: Notice) -> ClauseAnswer:
    lot_keys = tuple(lot.key for lot in notice.lots)
    return clause_answer(locate(notice_signals(notice), "bench", notice.key), lot_keys=lot_keys)


def baselines(found: Sequence[Case]) -> list[Table]:
    """Presence by simpler means, on the same notices."""
    return [
        per_class(name, [(_flag(c.gold.status in PRESENT), _flag(says(c.notice))) for c in found])
        for name, says in BASELINES.items()
    ]


def _flag(present: bool) -> frozenset[str]:
    return frozenset({"present"}) if present else frozenset()


def disagreements(found: Sequence[Case]) -> list[dict[str, Any]]:
    """The notices answered otherwise than people did, with both answers."""
    return [row for case in found if (row := _disagreement(case))["differs"]]


def _disagreement(case: Case) -> dict[str, Any]:
    gold, answer = case.gold, case.answer
    both: dict[str, tuple[Any, Any]] = {"status": (gold.status, answer.status)}
    if gold.full:
        both |= {
            "types": (sorted(gold.types), sorted(answer.types)),
            "hours": (sorted(map(str, gold.hours)), sorted(map(str, hours_of(answer)))),
            "lots": (_sorted(gold.lots), _sorted(lots_of(answer))),
        }
        if gold.modality:
            both["modality"] = (gold.modality, answer.modality)
    differs = {name: {"expected": a, "answered": b} for name, (a, b) in both.items() if a != b}
    return {"notice": gold.key, "differs": differs}


def _sorted(lots: frozenset[str] | None) -> list[str] | None:
    return None if lots is None else sorted(lots, key=lambda n: (len(n), n))


def _print(measures: Sequence[Table], against: Sequence[Table], rows: Sequence[dict[str, Any]]) -> None:
    for table in measures:
        _print_table(table)
    print("\nbaselines (presence)")
    for table in against:
        _print_row(table.name, table.rows.get("present", {}))
    print(f"\ndisagreements: {len(rows)}")
    for row in rows:
        for name, pair in row["differs"].items():
            print(f"  {row['notice']:<16} {name:<9} expected {pair['expected']}  answered {pair['answered']}")


def _print_table(table: Table) -> None:
    tail = f"   exact {table.summary['exact']:.4f}" if "exact" in table.summary else ""
    print(f"\n{table.name}  (n={table.summary['n']}){tail}")
    for label, row in table.rows.items():
        _print_row(label or "null", row)
    if table.rows:
        _print_row("micro", table.summary["micro"])


def _print_row(label: str, row: dict[str, Any]) -> None:
    if row:
        print(
            f"  {label:<28} n={row['n']:<5} P={row['precision']:.4f} R={row['recall']:.4f} F1={row['f1']:.4f}"
        )


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables, or the same as one JSON document."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.flagging", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--half", choices=("even", "odd"))
    args = parser.parse_args(argv)
    found = cases(args.folder, args.half)
    if not found:
        print(f"No labelled notice that can be read in {args.folder}", file=sys.stderr)
        return 1
    measures, against, rows = tables(found), baselines(found), disagreements(found)
    if args.json:
        document = {
            "folder": str(args.folder),
            "notices": len(found),
            "measures": [t.as_dict() for t in measures],
            "baselines": [t.as_dict() for t in against],
            "disagreements": rows,
        }
        print(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        _print(measures, against, rows)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
