"""Filters of the queue that people named."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select, update

from hub.store.bulk import Row, table
from hub.store.tables import SavedSearchRow

SEARCHES = table(SavedSearchRow)


def add(connection: Connection, row: Row) -> int:
    """Write a new search; returns its number."""
    return int(connection.execute(SEARCHES.insert().returning(SEARCHES.c.id), row).scalar_one())


def listed(connection: Connection, account: int) -> list[Row]:
    """The searches of an account by name."""
    query = select(SEARCHES).where(SEARCHES.c.account == account).order_by(SEARCHES.c.name, SEARCHES.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def one(connection: Connection, account: int, id_: int) -> Row | None:
    """A search of this account; somebody else's is as good as none."""
    query = select(SEARCHES).where(SEARCHES.c.account == account, SEARCHES.c.id == id_)
    row = connection.execute(query).mappings().first()
    return dict(row) if row else None


def rename(connection: Connection, account: int, id_: int, name: str) -> bool:
    """Give a search of this account another name; whether there was one."""
    mine = (SEARCHES.c.account == account) & (SEARCHES.c.id == id_)
    return connection.execute(update(SEARCHES).where(mine).values(name=name)).rowcount == 1


def drop(connection: Connection, account: int, id_: int) -> bool:
    """Forget a search of this account; whether there was one."""
    mine = (SEARCHES.c.account == account) & (SEARCHES.c.id == id_)
    return connection.execute(delete(SEARCHES).where(mine)).rowcount == 1
