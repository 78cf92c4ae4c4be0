"""The review queue as a query: marchés with their answers, best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from hub.store.bulk import Row, table
from hub.store.tables import AssessmentRow, DecisionRow, MarcheMemberRow, MarcheRow, MarcheTerritoryRow

MARCHES = table(MarcheRow)
ASSESSMENTS = table(AssessmentRow)
TERRITORIES = table(MarcheTerritoryRow)
DECISIONS = table(DecisionRow)
MEMBERS = table(MarcheMemberRow)

UNDECIDED = "a_etudier"
_COLUMNS = (
    MARCHES.c.id,
    MARCHES.c.facts,
    ASSESSMENTS.c.body,
    ASSESSMENTS.c.updated,
    DECISIONS.c.id.label("decision"),
    DECISIONS.c.state,
    DECISIONS.c.assignee,
    DECISIONS.c.at,
)


@dataclass(frozen=True)
class QueueFilter:
    """Filters of the queue, in the names of the command line. ``None`` does not filter."""

    territory: str | None = None
    stage: str | None = None
    status: str | None = None
    obligation: str | None = None
    level: str | None = None
    moment: str | None = None
    review: str | None = None
    since: date | None = None
    query: str | None = None
    certainty: tuple[str, ...] = ()


def last_decisions() -> Select[Any]:
    """(marche, decision id): the decision that stands for each marché, through its anchor."""
    anchored = and_(
        MEMBERS.c.kind == DECISIONS.c.anchor_kind,
        MEMBERS.c.connector == DECISIONS.c.anchor_connector,
        MEMBERS.c.key == DECISIONS.c.anchor_key,
    )
    return (
        select(MEMBERS.c.marche.label("marche"), func.max(DECISIONS.c.id).label("decision"))
        .select_from(DECISIONS.join(MEMBERS, anchored))
        .group_by(MEMBERS.c.marche)
    )


def _selected(filters: QueueFilter) -> tuple[Any, list[ColumnElement[bool]]]:
    last = last_decisions().subquery("last")
    source = (
        MARCHES.join(ASSESSMENTS, ASSESSMENTS.c.marche == MARCHES.c.id)
        .outerjoin(last, last.c.marche == MARCHES.c.id)
        .outerjoin(DECISIONS, DECISIONS.c.id == last.c.decision)
    )
    wanted: list[ColumnElement[bool]] = []
    for column, value in (
        (MARCHES.c.stage, filters.stage),
        (ASSESSMENTS.c.clause_status, filters.status),
        (ASSESSMENTS.c.obligation_state, filters.obligation),
        (ASSESSMENTS.c.potential_level, filters.level),
        (ASSESSMENTS.c.moment_state, filters.moment),
    ):
        if value is not None:
            wanted.append(column == value)
    if filters.since is not None:
        wanted.append(MARCHES.c.published >= filters.since)
    if filters.review == UNDECIDED:
        wanted.append(or_(DECISIONS.c.state.is_(None), DECISIONS.c.state == UNDECIDED))
    elif filters.review is not None:
        wanted.append(DECISIONS.c.state == filters.review)
    if filters.territory is not None:
        wanted.append(_in_territory(filters))
    if filters.query:
        wanted += [_mentions(word) for word in filters.query.split()]
    return source, wanted


def _in_territory(filters: QueueFilter) -> ColumnElement[bool]:
    inside = select(TERRITORIES.c.marche).where(TERRITORIES.c.territory == filters.territory)
    if filters.certainty:
        inside = inside.where(TERRITORIES.c.certainty.in_(filters.certainty))
    return MARCHES.c.id.in_(inside)


def _mentions(word: str) -> ColumnElement[bool]:
    escaped = word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    pattern = f"%{escaped}%"
    return or_(MARCHES.c.title.ilike(pattern, escape="\\"), MARCHES.c.buyer_name.ilike(pattern, escape="\\"))


def listed(
    connection: Connection, filters: QueueFilter, *, limit: int | None = None, offset: int = 0
) -> list[Row]:
    """Rows ``{id, facts, body, state, assignee, decided, …}``, highest priority first."""
    source, wanted = _selected(filters)
    query = (
        select(*_COLUMNS)
        .select_from(source)
        .where(*wanted)
        .order_by(
            ASSESSMENTS.c.priority.desc(),
            ASSESSMENTS.c.act_before.is_(None),
            ASSESSMENTS.c.act_before,
            MARCHES.c.id,
        )
        .offset(offset)
    )
    if limit is not None:
        query = query.limit(limit)
    return [dict(row) for row in connection.execute(query).mappings()]


def count(connection: Connection, filters: QueueFilter) -> int:
    """How many marchés the filters select."""
    source, wanted = _selected(filters)
    return int(connection.execute(select(func.count()).select_from(source).where(*wanted)).scalar_one())


def by_id(connection: Connection, ids: Sequence[str]) -> list[Row]:
    """The queue's rows of these marchés, in the queue's order."""
    source, _ = _selected(QueueFilter())
    query = (
        select(*_COLUMNS)
        .select_from(source)
        .where(MARCHES.c.id.in_(list(ids)))
        .order_by(ASSESSMENTS.c.priority.desc(), MARCHES.c.id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]
