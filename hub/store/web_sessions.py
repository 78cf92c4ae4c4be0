"""Browsers that are signed in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from hub.store.bulk import Row, insert, table
from hub.store.tables import WebSessionRow

SESSIONS = table(WebSessionRow)


def add(connection: Connection, row: Row) -> None:
    """Write a new session."""
    insert(connection, WebSessionRow, [row])


def one(connection: Connection, id_: str) -> Row | None:
    """A session by the hash of its cookie."""
    row = connection.execute(select(SESSIONS).where(SESSIONS.c.id == id_)).mappings().first()
    return dict(row) if row else None


def listed(connection: Connection, account: int) -> list[Row]:
    """The sessions of an account, the last seen first."""
    query = select(SESSIONS).where(SESSIONS.c.account == account).order_by(SESSIONS.c.seen.desc())
    return [dict(row) for row in connection.execute(query).mappings()]


def touch(connection: Connection, id_: str, now: datetime) -> None:
    """Note that a session was used."""
    connection.execute(update(SESSIONS).where(SESSIONS.c.id == id_).values(seen=now))


def close(connection: Connection, id_: str) -> None:
    """End a session: its cookie opens nothing any more."""
    connection.execute(delete(SESSIONS).where(SESSIONS.c.id == id_))


def close_all(connection: Connection, account: int, *, but: str | None = None) -> None:
    """End the sessions of an account, but one perhaps."""
    ended = delete(SESSIONS).where(SESSIONS.c.account == account)
    connection.execute(ended if but is None else ended.where(SESSIONS.c.id != but))


def forget(connection: Connection, seen_before: datetime, created_before: datetime) -> None:
    """Drop the sessions that are too old to open anything."""
    old = (SESSIONS.c.seen < seen_before) | (SESSIONS.c.created < created_before)
    connection.execute(delete(SESSIONS).where(old))
