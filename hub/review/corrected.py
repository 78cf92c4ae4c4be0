"""The corrected hours of marchés, beside the estimates, in the names of the JSON surface."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from hub.clauses.hours import to_weeks
from hub.store import sizings

Json = dict[str, Any]

WHOLE = ""
"""The lot of a correction that is about the marché as a whole."""


def fill(connection: Connection, documents: list[Json]) -> list[Json]:
    """Set ``hours_corrections`` of these documents (oldest first), and ``hours.corrected`` of each and of
    its lots where there are hours."""
    found = sizings.of_marches(connection, [document["id"] for document in documents])
    for document in documents:
        _fill(document, [_correction(row) for row in found.get(document["id"], [])])
    return documents


def _fill(document: Json, corrections: list[Json]) -> None:
    document["hours_corrections"] = corrections
    last = {each["lot"]: each for each in corrections}
    for lot in document["lots"]:
        _set(lot, last.get(lot["key"]))
    _set(document, _of_the_whole(document, corrections))


def _set(scope: Json, correction: Json | None) -> None:
    # Copied: a body of the store is not ours to change.
    if scope.get("hours"):
        scope["hours"] = {**scope["hours"], "corrected": correction}


def _of_the_whole(document: Json, corrections: Sequence[Json]) -> Json | None:
    """The last word: a correction of the whole, or the sum of the lots with those corrected meanwhile."""
    keys = {lot["key"] for lot in document["lots"]}
    told = [each for each in corrections if each["lot"] in keys or each["lot"] == WHOLE]
    if not told or told[-1]["lot"] == WHOLE:
        return told[-1] if told else None
    last = {each["lot"]: each for each in told}
    counts = [_count(lot, last.get(lot["key"])) for lot in document["lots"]]
    total = sum(counts)
    return {**told[-1], "lot": WHOLE, "hours": total, "rounded": to_weeks(total), "inputs": None}


def _count(lot: Json, correction: Json | None) -> int:
    if correction is not None:
        return int(correction["hours"])
    return int(lot["hours"]["default"]) if lot.get("hours") else 0


def _correction(row: Mapping[str, Any]) -> Json:
    names = ("amount", "labour_share", "insertion_rate", "hourly_cost")
    return {
        "lot": row["lot"],
        "hours": row["hours"],
        "rounded": to_weeks(row["hours"]),
        "inputs": {**{name: row[name] for name in names}, "amount": plain(row["amount"])},
        "why": row["why"],
        "author": row["author"],
        "at": row["at"].isoformat(),
    }


def plain(amount: Decimal) -> int | float:
    """An amount as JSON has it: whole where it is."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)
