"""Decisions: written once, read in order."""

from __future__ import annotations

from sqlalchemy import Connection, and_, select

from hub.store import queue
from hub.store.bulk import Row, insert, table
from hub.store.tables import DecisionRow, MarcheMemberRow, MarcheRow

DECISIONS = table(DecisionRow)
MEMBERS = table(MarcheMemberRow)
MARCHES = table(MarcheRow)


def hold(connection: Connection, marche: str) -> None:
    """Let nobody else decide on this marché until the transaction ends. Without it two people on
    PostgreSQL would both read the same last decision; on SQLite a writer is alone anyway."""
    connection.execute(select(MARCHES.c.id).where(MARCHES.c.id == marche).with_for_update())


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
    queue.project(connection, [row["marche"]])


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
