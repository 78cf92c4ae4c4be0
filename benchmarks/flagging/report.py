"""What is printed: one table a measure, the baselines, then the disagreements to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.flagging.measures import Case, families_of, hours_of, lots_of

Json = dict[str, Any]


def disagreements(found: Sequence[Case]) -> list[Json]:
    """The records answered otherwise than people did, with both answers and what was seen."""
    return [row for case in found if (row := _disagreement(case))["differs"]]


def _disagreement(case: Case) -> Json:
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
    elif not gold.families <= families_of(answer):
        both["families"] = (sorted(gold.families), sorted(families_of(answer)))
    differs = {name: {"expected": a, "answered": b} for name, (a, b) in both.items() if a != b}
    seen = [f"{s.rule} {s.field} « {' '.join(s.excerpt.split())[:160]} »" for s in answer.signals]
    return {"notice": gold.name, "file": gold.file, "differs": differs, "seen": seen}


def _sorted(lots: frozenset[str] | None) -> list[str] | None:
    return None if lots is None else sorted(lots, key=lambda n: (len(n), n))


def show(document: Json) -> None:
    """The document as tables."""
    print(f"{document['folder']}: {document['notices']} labelled records")
    if document["not_found"]:
        print(f"labels without their record: {len(document['not_found'])}, as {document['not_found'][:5]}")
    if document["unknown_labels"]:
        print(f"labels left out: {', '.join(document['unknown_labels'])}")
    for table in document["measures"]:
        _table(table)
    print("\nhalves (even: used to tune, odd: kept aside)")
    for name, row in document["halves"].items():
        print(f"  {name:<5} n={row['n']:<5} status {row['status_exact']:.4f}  types F1 {row['types_f1']:.4f}")
        _row("  presence", row["presence"])
    print("\nbaselines (presence)")
    for table in document["baselines"]:
        _row(table["measure"], table["classes"].get("present", {}))
    _disagreements(document["disagreements"])


def _table(table: Json) -> None:
    tail = f"   exact {table['exact']:.4f}" if "exact" in table else ""
    print(f"\n{table['measure']}  (n={table['n']}){tail}")
    for label, row in table["classes"].items():
        _row(label or "null", row)
    if table["classes"]:
        _row("micro", table["micro"])


def _row(label: str, row: Json) -> None:
    if row:
        print(
            f"  {label:<28} n={row['n']:<5} P={row['precision']:.4f} R={row['recall']:.4f} F1={row['f1']:.4f}"
        )


def _disagreements(rows: Sequence[Json]) -> None:
    print(f"\ndisagreements: {len(rows)}")
    for row in rows:
        for name, pair in row["differs"].items():
            print(f"  {row['notice']:<16} {name:<9} expected {pair['expected']}  answered {pair['answered']}")
        for seen in row["seen"][:6]:
            print(f"  {'':<16} {seen}")
