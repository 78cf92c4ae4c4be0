"""The refused records: a work-list, never a bin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from hub.store.bulk import Row, batches, table, upsert
from hub.store.tables import QuarantineRow

QUARANTINE = table(QuarantineRow)


def refuse(connection: Connection, rows: Sequence[Row]) -> None:
    """Put records on the list. One seen before keeps its first date and counts one try more."""
    upsert(connection, QuarantineRow, rows, key=["connector", "key", "hash"], keep={"first_seen", "tries"})
    for row in rows:
        connection.execute(
            update(QUARANTINE)
            .where(
                QUARANTINE.c.connector == row["connector"],
                QUARANTINE.c.key == row["key"],
                QUARANTINE.c.hash == row["hash"],
            )
            .values(tries=QUARANTINE.c.tries + 1)
        )


def settle(connection: Connection, connector: str, keys: Sequence[str], now: datetime) -> None:
    """Records of these keys were read after all: close their open entries."""
    for some in batches(keys):
        connection.execute(
            update(QUARANTINE)
            .where(
                QUARANTINE.c.connector == connector,
                QUARANTINE.c.key.in_(some),
                QUARANTINE.c.state == "open",
            )
            .values(state="resolved", last_tried=now)
        )


def discard(connection: Connection, ids: Sequence[int], now: datetime) -> int:
    """A person says that these need no more work. Their bytes stay. Returns how many were open."""
    done = 0
    for some in batches(ids):
        done += connection.execute(
            update(QUARANTINE)
            .where(QUARANTINE.c.id.in_(some), QUARANTINE.c.state == "open")
            .values(state="discarded", last_tried=now)
        ).rowcount
    return done


def listed(
    connection: Connection,
    *,
    connector: str | None = None,
    code: str | None = None,
    state: str | None = "open",
    limit: int | None = None,
    offset: int = 0,
) -> list[Row]:
    """Entries, oldest first."""
    query = select(QUARANTINE).order_by(QUARANTINE.c.first_seen, QUARANTINE.c.id)
    if connector:
        query = query.where(QUARANTINE.c.connector == connector)
    if code:
        query = query.where(QUARANTINE.c.code == code)
    if state:
        query = query.where(QUARANTINE.c.state == state)
    if limit is not None:
        query = query.limit(limit).offset(offset)
    return [dict(row) for row in connection.execute(query).mappings()]


def one(connection: Connection, id_: int) -> Row | None:
    """One entry, or ``None``."""
    row = connection.execute(select(QUARANTINE).where(QUARANTINE.c.id == id_)).mappings().first()
    return dict(row) if row else None


def open_count(connection: Connection) -> int:
    """How many wait for a person."""
    query = select(func.count()).select_from(QUARANTINE).where(QUARANTINE.c.state == "open")
    return int(connection.execute(query).scalar_one())


def groups(connection: Connection) -> list[Row]:
    """``{connector, code, count, since, next_step}`` of what waits for a person, the most first."""
    number = func.count().label("count")
    query = (
        select(
            QUARANTINE.c.connector,
            QUARANTINE.c.code,
            number,
            func.min(QUARANTINE.c.first_seen).label("since"),
            func.min(QUARANTINE.c.next_step).label("next_step"),
        )
        .where(QUARANTINE.c.state == "open")
        .group_by(QUARANTINE.c.connector, QUARANTINE.c.code)
        .order_by(number.desc(), QUARANTINE.c.connector, QUARANTINE.c.code)
    )
    return [dict(row) for row in connection.execute(query).mappings()]
