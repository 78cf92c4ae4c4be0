"""Bulk writes that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
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
        statement = _insert(connection.dialect.name, model).on_conflict_do_nothing()
        connection.execute(statement, list(rows))


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
    if rows:
        statement = _upsert(connection.dialect.name, model, tuple(rows[0]), tuple(key), frozenset(keep))
        connection.execute(statement, list(rows))


@lru_cache(maxsize=256)
def _upsert(
    dialect: str, model: type[SQLModel], columns: tuple[str, ...], key: tuple[str, ...], keep: frozenset[str]
) -> Any:
    # Building the statement costs more than running it on a handful of rows.
    statement = _insert(dialect, model)
    updated = {name: statement.excluded[name] for name in columns if name not in key and name not in keep}
    if updated:
        return statement.on_conflict_do_update(index_elements=list(key), set_=updated)
    return statement.on_conflict_do_nothing()


def batches(items: Sequence[T], size: int = _IN_LIMIT) -> Iterator[Sequence[T]]:
    """Slices of ``items`` small enough for one ``IN (…)``."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _insert(dialect: str, model: type[SQLModel]) -> Any:
    return (postgresql if dialect == "postgresql" else sqlite).insert(table(model))
