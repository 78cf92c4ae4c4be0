"""What people decided of the marchés that a rule flagged, and of all marchés they looked at."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from hub.store.bulk import Row, table
from hub.store.tables import (
    AssessmentRow,
    DecisionRow,
    MarcheMemberRow,
    MarcheRow,
    MarcheTerritoryRow,
    SignalRow,
)

ASSESSMENTS = table(AssessmentRow)
DECISIONS = table(DecisionRow)
MARCHES = table(MarcheRow)
SIGNALS = table(SignalRow)
TERRITORIES = table(MarcheTerritoryRow)
MEMBERS = table(MarcheMemberRow)
# A note and an assignment say nothing of the marché: the decision above them stands, with its day and note.
_DECIDING = ("decision", "undo")


def flagged(connection: Connection, territory: str | None = None) -> list[Row]:
    """``{rule, negated, type, marches}``: how many marchés each rule speaks of now, and of what."""
    query = select(
        SIGNALS.c.rule,
        SIGNALS.c.negated,
        func.min(SIGNALS.c.type).label("type"),
        func.count(SIGNALS.c.marche.distinct()).label("marches"),
    ).group_by(SIGNALS.c.rule, SIGNALS.c.negated)
    return _rows(connection, query.where(*_inside(SIGNALS.c.marche, territory)))


def flags_of(connection: Connection, judged: Select[Any]) -> list[Row]:
    """``{rule, negated, marche}``: the rules that speak of each marché of ``judged``, each once."""
    chosen = judged.with_only_columns(MARCHES.c.id)
    query = select(SIGNALS.c.rule, SIGNALS.c.negated, SIGNALS.c.marche).where(SIGNALS.c.marche.in_(chosen))
    return _rows(connection, query.distinct().order_by(SIGNALS.c.rule, SIGNALS.c.marche))


def levels(connection: Connection, territory: str | None = None) -> list[Row]:
    """``{obligation_state, potential_level, marches}``: how many marchés have each pair of answers."""
    pair = (ASSESSMENTS.c.obligation_state, ASSESSMENTS.c.potential_level)
    query = select(*pair, func.count().label("marches")).group_by(*pair)
    return _rows(connection, query.where(*_inside(ASSESSMENTS.c.marche, territory)))


def judged(*, since: datetime | None = None, territory: str | None = None) -> Select[Any]:
    """The marchés with the decision that stands, when it was taken since then; for :func:`rows`."""
    last = _standing().subquery("last")
    query = (
        select(
            MARCHES.c.id.label("marche"),
            MARCHES.c.title,
            MARCHES.c.facts,
            ASSESSMENTS.c.obligation_state,
            ASSESSMENTS.c.potential_level,
            ASSESSMENTS.c.updated,
            DECISIONS.c.state,
            DECISIONS.c.because,
            DECISIONS.c.note,
            DECISIONS.c.at,
            DECISIONS.c.assessment,
        )
        .select_from(last)
        .join(MARCHES, MARCHES.c.id == last.c.marche)
        .join(DECISIONS, DECISIONS.c.id == last.c.decision)
        .join(ASSESSMENTS, ASSESSMENTS.c.marche == MARCHES.c.id)
        .where(*_inside(MARCHES.c.id, territory))
    )
    return query if since is None else query.where(DECISIONS.c.at >= since)


def _standing() -> Select[Any]:
    """(marche, decision): the decision that stands for each marché, through its anchor."""
    anchored = and_(
        MEMBERS.c.kind == DECISIONS.c.anchor_kind,
        MEMBERS.c.connector == DECISIONS.c.anchor_connector,
        MEMBERS.c.key == DECISIONS.c.anchor_key,
    )
    return (
        select(MEMBERS.c.marche, func.max(DECISIONS.c.id).label("decision"))
        .select_from(DECISIONS.join(MEMBERS, anchored))
        .where(DECISIONS.c.kind.in_(_DECIDING))
        .group_by(MEMBERS.c.marche)
    )


def rows(connection: Connection, judged: Select[Any]) -> list[Row]:
    """One row a marché, the newest decision first. ``assessment`` names what the person was shown."""
    return _rows(connection, judged.order_by(DECISIONS.c.at.desc(), MARCHES.c.id))


def _inside(marche: ColumnElement[str], territory: str | None) -> list[ColumnElement[bool]]:
    if territory is None:
        return []
    return [marche.in_(select(TERRITORIES.c.marche).where(TERRITORIES.c.territory == territory))]


def _rows(connection: Connection, query: Select[Any]) -> list[Row]:
    return [dict(row) for row in connection.execute(query).mappings()]
