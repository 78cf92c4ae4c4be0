"""The audit log. Lines are written and read; there is no function that changes one."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from hub.store.bulk import Row, insert, table
from hub.store.tables import AuditRow

AUDIT = table(AuditRow)


def append(connection: Connection, row: Row) -> None:
    """Write one line."""
    insert(connection, AuditRow, [row])


def listed(connection: Connection, *, limit: int, offset: int = 0) -> list[Row]:
    """Lines, the newest first."""
    query = select(AUDIT).order_by(AUDIT.c.id.desc()).limit(limit).offset(offset)
    return [dict(row) for row in connection.execute(query).mappings()]


def count(connection: Connection) -> int:
    """How many lines there are."""
    return int(connection.execute(select(func.count()).select_from(AUDIT)).scalar_one())
