"""How many marchés each value of a filter would leave: the numbers beside the choices of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, func, select

from hub.store.queue.conditions import EQUAL, PLACED, conditions, source
from hub.store.queue.filters import QueueFilter

Counts = dict[str, int]


def facets(connection: Connection, filters: QueueFilter, names: Sequence[str]) -> dict[str, Counts]:
    """``{filter: {value: count}}``: of each filter, the others applied and its own choice taken back.

    ``names`` are filters of one value each, ``territory``, ``trade`` (divisions) and ``assignee`` included.
    """
    taken_back: dict[str, dict[str, Any]] = {name: {name: None} for name in names}
    return {name: _facet(connection, replace(filters, **taken_back[name]), name) for name in names}


def _facet(connection: Connection, filters: QueueFilter, name: str) -> Counts:
    rows = PLACED if name == "territory" else source(filters)
    value = rows.c[EQUAL.get(name) or "trades"]
    wanted = conditions(connection, filters, rows, in_order=False)
    query = select(value, func.count()).where(*wanted).group_by(value)
    counts: Counts = {}
    for found, many in connection.execute(query):
        for each in found.split() if name == "trade" else [found]:
            if each is not None:
                counts[each] = counts.get(each, 0) + many
    return counts
