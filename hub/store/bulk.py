"""Bulk writes that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, false, or_
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


def named(columns: Sequence[Column[Any]], names: Iterable[Sequence[Any]]) -> ColumnElement[bool]:
    """Whether ``columns`` hold one of ``names``: one ``IN`` for each value of the leading columns.

    For ``(a, b) IN ((…), (…))`` SQLite reads the whole table, whatever its indexes.
    """
    *leading, last = columns
    groups: dict[tuple[Any, ...], list[Any]] = {}
    for *first, value in names:
        groups.setdefault(tuple(first), []).append(value)
    each = (
        and_(*(column == value for column, value in zip(leading, first, strict=True)), last.in_(values))
        for first, values in groups.items()
    )
    return or_(false(), *each)


def _insert(dialect: str, model: type[SQLModel]) -> Any:
    return (postgresql if dialect == "postgresql" else sqlite).insert(table(model))
