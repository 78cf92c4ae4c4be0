"""The queue's own tables as they are, and as they would be made from nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select

from hub.store import queue
from hub.store.bulk import table
from hub.store.engine import Store
from hub.store.tables import QueueEntryRow, QueueTerritoryRow, QueueWordsRow

TABLES = [table(model) for model in (QueueEntryRow, QueueTerritoryRow, QueueWordsRow)]
Rows = dict[str, list[tuple[Any, ...]]]


def projection(store: Store) -> Rows:
    """Rows of each table, sorted, less the numbers that the words happened to get."""
    found: Rows = {}
    with store.read() as connection:
        for rows in TABLES:
            columns = [column for column in rows.c if column.name != "id"]
            found[rows.name] = sorted(map(tuple, connection.execute(select(*columns))), key=repr)
    return found


def made_anew(store: Store) -> Rows:
    """The same after all of it was thrown away and rebuilt."""
    with store.write() as connection:
        if store.is_sqlite:
            connection.exec_driver_sql("DELETE FROM queue_search")
        for rows in TABLES:
            connection.execute(delete(rows))
        queue.rebuild(connection)
    return projection(store)


def check_numbers(store: Store) -> None:
    """Every row has the number of its words; FTS5 raises when its index lacks or keeps a word."""
    entries, placed, words = TABLES
    with store.write() as connection:
        for rows in (entries, placed):
            astray = select(rows.c.marche).outerjoin(
                words, (words.c.id == rows.c.id) & (words.c.marche == rows.c.marche)
            )
            assert connection.execute(astray.where(words.c.id.is_(None))).all() == []
        if store.is_sqlite:
            connection.exec_driver_sql(
                "INSERT INTO queue_search(queue_search, rank) VALUES ('integrity-check', 1)"
            )
