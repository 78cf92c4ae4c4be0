"""Filters as SQL conditions on the queue's narrow tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, Table, func, select

from hub.store.bulk import table
from hub.store.queue.filters import LONGEST_NAME, QueueFilter
from hub.store.queue.found import in_texts
from hub.store.tables import QueueEntryRow, QueueTerritoryRow, ReadingRow
from hub.store.tables.queue import NO_DEADLINE

ENTRIES = table(QueueEntryRow)
PLACED = table(QueueTerritoryRow)
READING = table(ReadingRow)

EQUAL = {
    "territory": "territory",
    "stage": "stage",
    "status": "clause_status",
    "obligation": "obligation_state",
    "level": "potential_level",
    "moment": "moment_state",
    "review": "review",
    "nature": "nature",
    "assignee": "assignee",
}
"""Filters that name one value of a column."""

_CENT = Decimal("0.01")


def source(filters: QueueFilter) -> Table:
    """The table that answers: one row a marché, or those of a territory."""
    return ENTRIES if filters.territory is None else PLACED


def conditions(
    connection: Connection, filters: QueueFilter, rows: Table, *, in_order: bool
) -> list[ColumnElement[bool]]:
    """All must hold, of the rows of the table that :func:`source` names.

    ``in_order`` tells a search that stops at the end of a page from one that must see everything.
    """
    wanted = [*_equal(rows, filters), *_bounds(rows, filters)]
    if filters.within:
        wanted.append(_within(rows, filters.within))
    if filters.territory is not None and filters.certainty:
        wanted.append(rows.c.certainty.in_(filters.certainty))
    if filters.trade is not None:
        wanted += _trade(connection, rows, filters.trade)
    if filters.unread is not None:
        wanted.append(~_opened(filters.unread, rows).exists())
    wanted += _texts(connection, rows, filters, in_order)
    return wanted


def _equal(rows: Table, filters: QueueFilter) -> Iterator[ColumnElement[bool]]:
    for filter_, name in EQUAL.items():
        value = getattr(filters, filter_)
        if value is not None:
            yield rows.c[name] == (value[:LONGEST_NAME] if filter_ == "assignee" else value)


def _within(rows: Table, territories: tuple[str, ...]) -> ColumnElement[bool]:
    if rows is PLACED:
        return PLACED.c.territory.in_(territories)
    return rows.c.id.in_(select(PLACED.c.id).where(PLACED.c.territory.in_(territories)))


def _bounds(rows: Table, filters: QueueFilter) -> Iterator[ColumnElement[bool]]:
    if filters.since is not None:
        yield rows.c.published >= filters.since
    if filters.amount_min is not None or filters.amount_max is not None:
        yield rows.c.amount >= max(filters.amount_min or _CENT, _CENT)
    if filters.amount_max is not None:
        yield rows.c.amount <= filters.amount_max
    if filters.deadline_from is not None:
        yield rows.c.deadline >= filters.deadline_from
    if filters.deadline_from is not None or filters.deadline_to is not None:
        yield rows.c.deadline <= min(filters.deadline_to or NO_DEADLINE, NO_DEADLINE - timedelta(days=1))
    if filters.changed_since is not None:
        yield rows.c.changed >= filters.changed_since


def _trade(connection: Connection, rows: Table, prefix: str) -> Iterator[ColumnElement[bool]]:
    # Both are LIKE without a pattern, several times as fast.
    position = func.strpos if connection.dialect.name == "postgresql" else func.instr
    yield position(rows.c.trades, f" {prefix[:2]}") > 0
    if len(prefix) > 2:
        yield position(rows.c.cpv, f" {prefix}") > 0


def seen(person: str) -> Select[Any]:
    """The numbers of what the person opened since it last changed: few, beside all that there is."""
    entries = ENTRIES.alias("opened")
    return _opened(person, entries).with_only_columns(entries.c.id)


def _opened(person: str, rows: FromClause) -> Select[Any]:
    return select(READING.c.marche).where(
        READING.c.person == person, READING.c.marche == rows.c.marche, READING.c.seen_at >= rows.c.changed
    )


def _texts(
    connection: Connection, rows: Table, filters: QueueFilter, in_order: bool
) -> Iterator[ColumnElement[bool]]:
    texts = {"words": filters.query, "buyer": filters.buyer}
    if filters.buyer and is_siren(filters.buyer):
        texts["buyer"] = None
        yield rows.c.buyer_siren == filters.buyer.replace(" ", "")
    asked = {name: text for name, text in texts.items() if text}
    if asked:
        yield in_texts(connection, rows.c.id, asked, in_order=in_order, is_key=rows is ENTRIES)


def is_siren(buyer: str) -> bool:
    """Whether a buyer is named by nine digits, spaces between them or not."""
    digits = buyer.replace(" ", "")
    return len(digits) == 9 and digits.isascii() and digits.isdigit()
