"""A count by each value of one state, in one reading: the numbers of the page's chips and its total."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, func, select

from hub.store.queue.conditions import EQUAL, conditions, seen, source
from hub.store.queue.filters import QueueFilter

Counts = dict[str, int]


def tally(connection: Connection, filters: QueueFilter, name: str, values: Iterable[str]) -> Counts:
    """``{value: count}`` of the filter ``name``, the others applied and its own choice taken back.

    Sums of conditions: SQLite would sort all rows to group them, which takes twice as long.
    """
    taken_back: dict[str, Any] = {name: None}
    every = replace(filters, unread=None, **taken_back)
    known = list(values)
    counts = _counted(connection, every, name, known)
    if filters.unread is not None:
        # Of all those that there are, a person has opened few.
        opened = _counted(connection, every, name, known, seen(filters.unread))
        counts = {value: many - opened[value] for value, many in counts.items()}
    return counts


def _counted(
    connection: Connection,
    filters: QueueFilter,
    name: str,
    values: list[str],
    within: Select[Any] | None = None,
) -> Counts:
    rows = source(filters)
    column = rows.c[EQUAL[name]]
    wanted = conditions(connection, filters, rows, in_order=within is not None)
    query = select(*(func.count().filter(column == value) for value in values)).where(*wanted)
    if within is not None:
        query = query.where(rows.c.id.in_(within))
    return dict(zip(values, connection.execute(query).one(), strict=True))
