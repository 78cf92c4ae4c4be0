"""``python -m benchmarks.obligation [--json]``: the duty of L2112-2-1 and L3114-2-1, both sides of each edge.

The cases are derived from the law (domain reference §1): each names the edge it stands on. One that is
answered otherwise is a miss, and the exit code says so.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hub.clauses.case import Case, CaseLot, CaseNotice
from hub.clauses.obligation import obligation
from hub.plugin_api import Buyer, Money, Notice

PRESUMED, POSSIBLE, OUT, BEFORE = (
    "obligation_presumee", "obligation_possible", "hors_champ", "regime_anterieur",
)  # fmt: skip
DUTY = date(2026, 8, 22)
SENT = date(2026, 9, 1)
CENT = Decimal("0.01")
# (buyer, its code, nature, threshold of 2026-2027)
CLASSES: tuple[tuple[str, str | None, str, int], ...] = (
    ("UGAP", None, "services", 140_000),
    ("Préfecture de la Valserine", None, "fournitures", 140_000),
    ("Commune de Valbrune", "BT-11:la", "services", 216_000),
    ("Département du Rouvre", None, "fournitures", 216_000),
    ("CHU de Montclair", "BT-11:cga", "services", 216_000),
    ("Organisme Delta", "BT-11:body-pl-la", "services", 216_000),
    ("Organisme Delta", "BT-11:pub-undert", "services", 432_000),
    ("Commune de Valbrune", "BT-11:la", "travaux", 5_404_000),
    ("UGAP", None, "travaux", 5_404_000),
)


@dataclass(frozen=True)
class Edge:
    """A marché on one side of an edge, with the state that the law gives it."""

    edge: str
    given: dict[str, Any] = field(hash=False)
    state: str
    article: str | None = None


def euros(amount: Decimal | int | str, **more: Any) -> Money:
    """An amount HT."""
    return Money(amount=Decimal(amount), **more)


def case(**given: Any) -> Case:
    """A service of a commune, sent after the duty began, with what is ``given`` instead."""
    base: dict[str, Any] = {
        "id": "m1",
        "title": "Entretien des espaces verts",
        "stage": "ouvert",
        "nature": "services",
        "buyer": Buyer(name="Commune de Valbrune", legal_type="BT-11:la"),
        "dispatched": SENT,
    }
    return Case(**base | given)


def notice(kind: Any, on: date = SENT, **more: Any) -> CaseNotice:
    """A notice of the marché."""
    return CaseNotice("boamp", Notice(key=f"26-{kind}", kind=kind, title="T", published=on, **more))


def edges() -> Iterator[Edge]:
    """All cases, edge by edge."""
    yield from _dates()
    yield from _thresholds()
    yield from _regimes()
    yield from _values()
    yield from _unknown()


def _dates() -> Iterator[Edge]:
    value = euros(300_000)
    eve = DUTY - timedelta(days=1)
    yield Edge("sent the day before the duty", {"dispatched": eve, "value": value}, BEFORE, "L2112-2")
    yield Edge("sent on the first day", {"dispatched": DUTY, "value": value}, PRESUMED, "L2112-2-1")
    both = (notice("competition", eve), notice("change", SENT))
    yield Edge("changed after, sent before", {"dispatched": eve, "value": value, "notices": both}, BEFORE)
    yield Edge(
        "no dispatch, published after", {"dispatched": None, "published": SENT, "value": value}, PRESUMED
    )
    yield Edge("no day at all", {"dispatched": None, "value": value}, POSSIBLE)


def _thresholds() -> Iterator[Edge]:
    for name, code, nature, threshold in CLASSES:
        who = {"buyer": Buyer(name=name, legal_type=code), "nature": nature}
        label = f"{name} ({code or 'by name'}), {nature}"
        yield Edge(f"{label}: at {threshold}", {**who, "value": euros(threshold)}, PRESUMED)
        yield Edge(f"{label}: one cent below", {**who, "value": euros(threshold - CENT)}, OUT)


def _regimes() -> Iterator[Edge]:
    at = {"regime": "concession", "value": euros(5_404_000)}
    yield Edge("concession at its threshold", at, PRESUMED, "L3114-2-1")
    yield Edge("concession below", {**at, "value": euros(5_404_000 - CENT)}, OUT)
    eve = {"dispatched": DUTY - timedelta(days=1)}
    yield Edge("concession sent the day before", {**at, **eve}, BEFORE, "L3114-2")
    yield Edge(
        "defence, whatever the value", {"regime": "defense", "value": euros(9_000_000)}, OUT, "L2312-1-1"
    )
    yield Edge("social services", {"social_services": True, "value": euros(300_000)}, POSSIBLE)
    yield Edge("social services, above 750 000", {"social_services": True, "value": euros(900_000)}, POSSIBLE)
    yield Edge("social services, below all", {"social_services": True, "value": euros(50_000)}, OUT)


def _values() -> Iterator[Edge]:
    def lots(*amounts: int | None) -> tuple[CaseLot, ...]:
        return tuple(CaseLot(str(n), value=euros(a) if a else None) for n, a in enumerate(amounts, 1))

    top = {"basis": "framework_maximum"}
    yield Edge("lots that reach it together", {"lots": lots(200_000, 16_000)}, PRESUMED)
    yield Edge("lots that do not", {"lots": lots(200_000, 15_999)}, OUT)
    yield Edge("known lots reach it, one unknown", {"lots": lots(216_000, None)}, PRESUMED)
    yield Edge("known lots do not, one unknown", {"lots": lots(20_000, None)}, POSSIBLE)
    yield Edge("framework maximum at it", {"framework": True, "maximum": euros(216_000, **top)}, PRESUMED)
    yield Edge("framework maximum below", {"framework": True, "maximum": euros(215_999, **top)}, OUT)
    both = {"framework": True, "value": euros(90_000), "maximum": euros(216_000, **top)}
    yield Edge("estimate below, maximum at it", both, PRESUMED)
    yield Edge("TTC, surely above", {"value": euros(259_200, vat="TTC")}, PRESUMED)
    yield Edge("TTC, perhaps above", {"value": euros(230_000, vat="TTC")}, POSSIBLE)
    yield Edge("TTC, surely below", {"value": euros(215_999, vat="TTC")}, OUT)
    yield Edge("upper end of a range above", {"value": euros(500_000, basis="range_maximum")}, POSSIBLE)
    yield Edge("upper end of a range below", {"value": euros(200_000, basis="range_maximum")}, OUT)
    yield Edge("another currency", {"value": euros(900_000, currency="CHF")}, POSSIBLE)


def _unknown() -> Iterator[Edge]:
    yield Edge("no value, formal procedure", {"formal": True}, PRESUMED)
    yield Edge("no value, adapted procedure", {"formal": False, "procedure": "Procédure adaptée"}, POSSIBLE)
    yield Edge("no value, no procedure", {}, POSSIBLE)
    nobody = {"buyer": Buyer(name="Association Delta")}
    yield Edge("unknown buyer, above the lowest", {**nobody, "value": euros(140_000)}, POSSIBLE)
    yield Edge("unknown buyer, below the lowest", {**nobody, "value": euros(140_000 - CENT)}, OUT)
    yield Edge("unknown buyer, at the highest", {**nobody, "value": euros(432_000)}, PRESUMED)
    yield Edge("unknown nature, between", {"nature": None, "value": euros(900_000)}, POSSIBLE)
    yield Edge("unknown nature, at the highest", {"nature": None, "value": euros(5_404_000)}, PRESUMED)
    plan = {"stage": "amont", "value": euros(900_000), "notices": (notice("planning"),)}
    yield Edge("planning notice", plan, POSSIBLE)
    result = {"stage": "attribue", "dispatched": None, "value": euros(900_000, basis="awarded")}
    yield Edge("result sent after, call unknown", {**result, "notices": (notice("result"),)}, POSSIBLE)
    old = (notice("result", DUTY - timedelta(days=1)),)
    yield Edge("result sent before, call unknown", {**result, "notices": old}, BEFORE)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; 1 when a case is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.obligation", description=__doc__)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(argv)
    rows = [_row(edge) for edge in edges()]
    missed = sum(not row["right"] for row in rows)
    if args.json:
        print(json.dumps({"cases": rows, "missed": missed}, ensure_ascii=False, indent=1))
        return min(missed, 1)
    for row in rows:
        mark = "  " if row["right"] else "X "
        print(f"{mark}{row['edge']:<66} {row['expected']:<20} {row['answered']:<20} {row['article']}")
    print(f"{len(rows)} cases, {missed} missed")
    return min(missed, 1)


def _row(edge: Edge) -> dict[str, Any]:
    answer = obligation(case(**edge.given))
    right = answer.state == edge.state and edge.article in (None, answer.article)
    return {
        "edge": edge.edge,
        "expected": edge.state,
        "answered": answer.state,
        "article": answer.article,
        "right": right,
    }


if __name__ == "__main__":
    raise SystemExit(main())
