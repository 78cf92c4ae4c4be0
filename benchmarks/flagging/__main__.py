"""``python -m benchmarks.flagging FOLDER [--json] [--half even|odd]``.

Reads any folder that has ``labels.csv`` or ``gold.jsonl`` beside notices in any of the formats.
``--half`` keeps the records whose sha1(id) is even (used to tune) or odd (held out); without it both
figures are printed under ``halves``.
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
from benchmarks.flagging.expected import Expected, expected, unknown_labels
from benchmarks.flagging.loaders import Labelled, library
from benchmarks.flagging.measures import PRESENT, Case, Table, per_class, tables
from benchmarks.flagging.report import disagreements, show
from hub.clauses.assessment import ClauseAnswer
from hub.clauses.signals import clause_answer, contract_signals, locate, notice_signals
from hub.plugin_api import AwardedContract


def cases(folder: Path, part: str | None = None) -> list[Case]:
    """The labelled records of ``folder`` with their answers, in the order of the labels."""
    return [case for case in measured(folder)[0] if part is None or half(case.gold.key) == part]


def measured(folder: Path) -> tuple[list[Case], list[str]]:
    """The labelled records with their answers, and the labels whose record is not in the folder."""
    known = library(folder)
    found, missing = [], []
    for gold in expected(folder):
        record = known.find(gold.key, gold.file)
        if record is None:
            missing.append(gold.name)
        else:
            found.append(Case(record, gold, _answer(record, gold)))
    return found, missing


def half(key: str) -> str:
    """``even`` or ``odd``, by the sha1 of the id."""
    return "odd" if int(hashlib.sha1(key.encode()).hexdigest(), 16) % 2 else "even"


def _answer(record: Labelled, gold: Expected) -> ClauseAnswer:
    if isinstance(record, AwardedContract):
        return clause_answer(locate(contract_signals(record), "decp", record.key))
    keys = tuple(lot.key for lot in record.lots)
    return clause_answer(locate(notice_signals(record), "bench", record.key), gold.lot, keys)


def baselines(found: Sequence[Case]) -> list[Table]:
    """Presence by simpler means, on the same records."""
    return [
        per_class(name, [(_flag(c.gold.status in PRESENT), _flag(says(c.record))) for c in found])
        for name, says in BASELINES.items()
    ]


def _flag(present: bool) -> frozenset[str]:
    return frozenset({"present"}) if present else frozenset()


def halves(found: Sequence[Case]) -> dict[str, dict[str, Any]]:
    """Presence and status on the half that was used to tune and on the one kept aside."""
    parts = {name: [c for c in found if half(c.gold.key) == name] for name in ("even", "odd")}
    return {name: _headline(part) for name, part in parts.items() if part}


def _headline(part: Sequence[Case]) -> dict[str, Any]:
    by_name = {table.name: table for table in tables(part)}
    present, status = by_name["presence"].rows.get("present", {}), by_name["status"].summary["exact"]
    types = by_name.get("types", by_name["families"]).summary["micro"]["f1"]
    return {"n": len(part), "presence": present, "status_exact": status, "types_f1": types}


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables, or the same as one JSON document."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.flagging", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--half", choices=("even", "odd"))
    args = parser.parse_args(argv)
    found, missing = measured(args.folder)
    found = [c for c in found if args.half is None or half(c.gold.key) == args.half]
    if not found:
        print(f"No labelled notice that can be read in {args.folder}", file=sys.stderr)
        return 1
    document = {
        "folder": str(args.folder),
        "notices": len(found),
        "not_found": missing,
        "unknown_labels": unknown_labels(args.folder),
        "measures": [t.as_dict() for t in tables(found)],
        "halves": halves(found),
        "baselines": [t.as_dict() for t in baselines(found)],
        "disagreements": disagreements(found),
    }
    if args.json:
        print(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        show(document)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
