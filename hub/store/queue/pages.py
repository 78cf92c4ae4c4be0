"""Reading the queue: which marchés, in which order, and what is shown of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, func, select

from hub.store.bulk import Row, batches, table
from hub.store.queue.conditions import ENTRIES, conditions, seen, source
from hub.store.queue.filters import QueueFilter
from hub.store.tables import AssessmentRow, DecisionRow, MarcheMemberRow, MarcheRow

MARCHES = table(MarcheRow)
ASSESSMENTS = table(AssessmentRow)
DECISIONS = table(DecisionRow)
MEMBERS = table(MarcheMemberRow)


def last_decisions(ids: Sequence[str]) -> Select[Any]:
    """(marche, decision id) of those of ``ids`` that have one: the decision that stands, by its anchor."""
    anchored = and_(
        MEMBERS.c.kind == DECISIONS.c.anchor_kind,
        MEMBERS.c.connector == DECISIONS.c.anchor_connector,
        MEMBERS.c.key == DECISIONS.c.anchor_key,
    )
    return (
        select(MEMBERS.c.marche.label("marche"), func.max(DECISIONS.c.id).label("decision"))
        .select_from(MEMBERS.join(DECISIONS, anchored))
        .where(MEMBERS.c.marche.in_(ids))
        .group_by(MEMBERS.c.marche)
    )


def listed(
    connection: Connection, filters: QueueFilter, *, limit: int | None = None, offset: int = 0
) -> list[Row]:
    """Rows ``{id, facts, body, updated, decision, state, assignee, at}`` in the order asked for."""
    ids = connection.execute(selected(connection, filters, limit=limit, offset=offset)).scalars().all()
    return [row for some in batches(ids) for row in _rows(connection, some)]


def selected(
    connection: Connection, filters: QueueFilter, *, limit: int | None = None, offset: int = 0
) -> Select[Any]:
    """The ids of a page."""
    rows = source(filters)
    query = select(rows.c.marche).where(*conditions(connection, filters, rows, in_order=True))
    return query.order_by(*_order(rows, filters.sort)).limit(limit).offset(offset or None)


def _order(rows: Table, sort: str) -> Iterator[ColumnElement[Any]]:
    if sort == "deadline":
        yield rows.c.deadline
    elif sort in {"amount", "published"}:
        yield rows.c[sort].desc()
    yield rows.c.rank
    yield rows.c.marche


def count(connection: Connection, filters: QueueFilter) -> int:
    """How many marchés the filters select."""
    if filters.unread is None:
        return _count(connection, filters)
    # Of all those that there are, a person has opened few.
    every = replace(filters, unread=None)
    return _count(connection, every) - _count(connection, every, seen=seen(filters.unread))


def _count(connection: Connection, filters: QueueFilter, seen: Select[Any] | None = None) -> int:
    rows = source(filters)
    query = select(func.count()).select_from(rows)
    query = query.where(*conditions(connection, filters, rows, in_order=seen is not None))
    if seen is not None:
        query = query.where(rows.c.id.in_(seen))
    return int(connection.execute(query).scalar_one())


def by_id(connection: Connection, ids: Sequence[str]) -> list[Row]:
    """The queue's rows of these marchés, in the queue's order."""
    order = select(ENTRIES.c.marche).where(ENTRIES.c.marche.in_(ids))
    found = connection.execute(order.order_by(*_order(ENTRIES, "priority"))).scalars().all()
    return _rows(connection, found)


def _rows(connection: Connection, ids: Sequence[str]) -> list[Row]:
    """What is shown of these marchés, in their order. The last decision is looked up, not copied."""
    last = last_decisions(ids).subquery("last")
    query = (
        select(
            MARCHES.c.id,
            MARCHES.c.facts,
            ASSESSMENTS.c.body,
            ASSESSMENTS.c.updated,
            DECISIONS.c.id.label("decision"),
            DECISIONS.c.state,
            DECISIONS.c.assignee,
            DECISIONS.c.at,
        )
        .select_from(
            MARCHES.join(ASSESSMENTS, ASSESSMENTS.c.marche == MARCHES.c.id)
            .outerjoin(last, last.c.marche == MARCHES.c.id)
            .outerjoin(DECISIONS, DECISIONS.c.id == last.c.decision)
        )
        .where(MARCHES.c.id.in_(ids))
    )
    found = {row["id"]: dict(row) for row in connection.execute(query).mappings()}
    return [found[id_] for id_ in ids if id_ in found]
