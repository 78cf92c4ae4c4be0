"""Decisions: written once, read in order."""

from __future__ import annotations

from sqlalchemy import Connection, and_, select

from hub.store.bulk import Row, insert, table
from hub.store.tables import DecisionRow, MarcheMemberRow

DECISIONS = table(DecisionRow)
MEMBERS = table(MarcheMemberRow)


def anchor(connection: Connection, marche: str) -> Row | None:
    """The document that a decision on this marché is anchored to: its earliest."""
    query = (
        select(MEMBERS.c.kind, MEMBERS.c.connector, MEMBERS.c.key)
        .where(MEMBERS.c.marche == marche)
        .order_by(MEMBERS.c.published.is_(None), MEMBERS.c.published, MEMBERS.c.kind, MEMBERS.c.key)
        .limit(1)
    )
    row = connection.execute(query).mappings().first()
    return dict(row) if row else None


def append(connection: Connection, row: Row) -> None:
    """Write one decision."""
    insert(connection, DecisionRow, [row])


def history(connection: Connection, marche: str) -> list[Row]:
    """All decisions anchored to documents of this marché, oldest first."""
    anchored = and_(
        MEMBERS.c.kind == DECISIONS.c.anchor_kind,
        MEMBERS.c.connector == DECISIONS.c.anchor_connector,
        MEMBERS.c.key == DECISIONS.c.anchor_key,
    )
    query = (
        select(DECISIONS)
        .select_from(DECISIONS.join(MEMBERS, anchored))
        .where(MEMBERS.c.marche == marche)
        .order_by(DECISIONS.c.id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]
