"""Bulk writes that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

# SQLite allows 32 766 variables a statement, PostgreSQL's protocol 65 535.
_IN_LIMIT = 500

T = TypeVar("T")
Row = dict[str, Any]


def table(model: type[SQLModel]) -> Table:
    """The Core table of a SQLModel class."""
    return model.__table__  # type: ignore[attr-defined,no-any-return]


def insert(connection: Connection, model: type[SQLModel], rows: Sequence[Row]) -> None:
    """Insert ``rows``, all with the same columns."""
    if rows:
        connection.execute(table(model).insert(), list(rows))


def insert_new(connection: Connection, model: type[SQLModel], rows: Sequence[Row]) -> None:
    """Insert the rows that do not exist yet; leave the others untouched."""
    if rows:
        connection.execute(_insert(connection, model).on_conflict_do_nothing(), list(rows))


def upsert(
    connection: Connection,
    model: type[SQLModel],
    rows: Sequence[Row],
    key: Sequence[str],
    keep: Collection[str] = (),
) -> None:
    """Insert ``rows``, or update those whose ``key`` exists. Columns in ``keep`` are only inserted.

    One ``executemany``: a statement with a thousand value lists would be compiled each time.
    """
    if not rows:
        return
    statement = _insert(connection, model)
    updated = {name: statement.excluded[name] for name in rows[0] if name not in key and name not in keep}
    if updated:
        statement = statement.on_conflict_do_update(index_elements=list(key), set_=updated)
    else:
        statement = statement.on_conflict_do_nothing()
    connection.execute(statement, list(rows))


def batches(items: Sequence[T], size: int = _IN_LIMIT) -> Iterator[Sequence[T]]:
    """Slices of ``items`` small enough for one ``IN (…)``."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _insert(connection: Connection, model: type[SQLModel]) -> Any:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table(model))
