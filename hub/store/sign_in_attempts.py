"""Failed sign-ins, counted by a key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select

from hub.store.bulk import Row, insert_new, table, upsert
from hub.store.tables import SignInAttemptRow

ATTEMPTS = table(SignInAttemptRow)


def hold(connection: Connection, ids: Sequence[str], now: datetime) -> dict[str, Row]:
    """The counts under these keys, made when missing and held until the transaction ends: a burst of
    sign-ins sent at once is counted one by one."""
    keys = sorted(ids)
    insert_new(connection, SignInAttemptRow, [{"id": key, "failures": 0, "last": now} for key in keys])
    query = select(ATTEMPTS).where(ATTEMPTS.c.id.in_(keys)).order_by(ATTEMPTS.c.id).with_for_update()
    return {row["id"]: dict(row) for row in connection.execute(query).mappings()}


def put(connection: Connection, rows: Sequence[Row]) -> None:
    """Write counts."""
    upsert(connection, SignInAttemptRow, rows, key=["id"])


def drop(connection: Connection, id_: str) -> None:
    """Forget one count."""
    connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.id == id_))


def forget(connection: Connection, last_before: datetime) -> None:
    """Drop the counts that are too old to matter."""
    connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.last < last_before))
