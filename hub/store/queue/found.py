"""Full-text conditions: FTS5 on SQLite, a GIN index on PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Column, ColumnElement, Connection, cast, column, false, func, literal_column, select
from sqlalchemy import table as named
from sqlalchemy.dialects.postgresql import TSQUERY

from hub.store.bulk import table
from hub.store.queue.words import fts5, tsquery
from hub.store.tables import QueueWordsRow
from hub.store.tables.queue import SEARCH

WORDS = table(QueueWordsRow)
INDEX = named(SEARCH, column("rowid"), column(SEARCH))

_FEW, _MANY = 1_000, 20_000


def in_texts(
    connection: Connection, id_: Column[int], asked: Mapping[str, str], *, in_order: bool, is_key: bool
) -> ColumnElement[bool]:
    """That the words typed for ``words`` or ``buyer`` are all there; nothing is found by no word at all.

    ``in_order`` is of a search that stops at the end of a page; ``is_key`` says whether rows are quickly
    found by ``id_``.
    """
    if connection.dialect.name == "postgresql":
        return _gin(connection, id_, asked, in_order)
    return _fts(connection, id_, asked, by_number=is_key and not in_order)


def _gin(
    connection: Connection, id_: Column[int], asked: Mapping[str, str], in_order: bool
) -> ColumnElement[bool]:
    queries = {name: tsquery(text) for name, text in asked.items()}
    if None in queries.values():
        return false()
    matching = [WORDS.c[name].op("@@")(cast(query, TSQUERY)) for name, query in queries.items()]
    found = select(WORDS.c.id).where(*matching)
    some = select(func.count()).select_from(found.limit(_MANY).subquery())
    if in_order and connection.execute(some).scalar_one() < _MANY:
        # Left to itself the planner hopes to meet a few soon, and looks through the words of everything.
        found = found.offset(0)
    return id_.in_(found)


def _fts(
    connection: Connection, id_: Column[int], asked: Mapping[str, str], *, by_number: bool
) -> ColumnElement[bool]:
    queries = {name: fts5(text) for name, text in asked.items()}
    if None in queries.values():
        return false()
    match = " AND ".join(f"{name} : ({query})" for name, query in queries.items())
    found = select(INDEX.c.rowid).where(INDEX.c[SEARCH].op("MATCH")(match))
    if by_number:
        return id_.in_(found)
    few = connection.execute(found.limit(_FEW + 1)).scalars().all()
    # An expression instead of the column keeps SQLite from looking up each one of many.
    return id_.in_(few) if len(few) <= _FEW else (id_ + literal_column("0")).in_(found)
