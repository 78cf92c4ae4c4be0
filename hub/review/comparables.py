"""The past contracts that a marché is compared with, as people read them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from hub.clauses.comparables import Comparable, PastContract, Sought, choose, trade_of
from hub.store import assessments, past_contracts

Json = dict[str, Any]


def comparables(connection: Connection, document: Json) -> list[Json]:
    """``{id, title, buyer, amount, notified, clause, hours, same_buyer}``: the buyer's own first, then the
    newest of others whose amount is known. ``amount`` is in euros HT, ``None`` when it is unknown.

    As of the day of the assessment, so that the list is the one that its sentences speak of.
    """
    today = assessments.day_of(connection, document["id"])
    if today is None:
        return []
    wanted = _sought(document)
    rows: list[PastContract] = []
    for trade in sorted(wanted.trades):
        if wanted.siren:
            rows += past_contracts.of_buyer(connection, trade, wanted.siren, today)
        rows += past_contracts.priced(connection, trade, today)
    # A marché of two trades is two past contracts, and one line.
    lines: dict[str, list[Comparable]] = {}
    for one in choose(wanted, rows, today):
        lines.setdefault(one.id, []).append(one)
    buyers = past_contracts.buyer_names(connection, list(lines))
    return [_line(parts, buyers.get(id_)) for id_, parts in lines.items()]


def _sought(document: Json) -> Sought:
    codes = [document["cpv"], *(lot["cpv"] for lot in document["lots"])]
    trades = frozenset(trade for cpv in codes if (trade := trade_of(cpv)))
    return Sought(trades, document["buyer"]["siren"], frozenset({document["id"]}))


def _line(parts: Sequence[Comparable], buyer: str | None) -> Json:
    first = parts[0]
    amounts = [part.amount for part in parts]
    return {
        "id": first.id,
        "title": first.title,
        "buyer": buyer,
        "amount": _number(sum(amounts, Decimal(0))) if all(amounts) else None,
        "notified": first.notified.isoformat() if first.notified else None,
        "clause": first.clause,
        "hours": first.hours,
        "same_buyer": first.same_buyer,
    }


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)
