"""The words of each marché, where full-text search finds them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, column, delete, insert, select
from sqlalchemy import table as named

from hub.store.bulk import Row, table
from hub.store.queue.words import tsvector, words
from hub.store.tables import QueueWordsRow
from hub.store.tables.queue import SEARCH

WORDS = table(QueueWordsRow)
INDEX = named(SEARCH, column("rowid"), column("buyer"), column("words"))


class Texts(NamedTuple):
    """What a marché is found by: the words of its buyer's name, and all its words."""

    buyer: list[str]
    words: list[str]

    @property
    def hash(self) -> str:
        """Changes with any word."""
        return hashlib.blake2b(repr(self).encode(), digest_size=8).hexdigest()


def texts(facts: Row) -> Texts:
    """All words are those of the title, the buyer, the lots, and the references people have at hand."""
    buyer = facts["buyer"]
    parts = [facts["title"], buyer["name"], buyer["siret"], buyer["siren"]]
    parts += [notice["key"] for notice in facts["notices"]] + facts["contracts"]
    for lot in facts["lots"]:
        parts += [lot["title"], lot["description"]]
    return Texts(words(buyer["name"]), words("\n".join(filter(None, parts))))


def put(connection: Connection, ids: Sequence[str], found: Mapping[str, Texts]) -> dict[str, int]:
    """Set the words of the marchés ``ids`` to those ``found``, none for the others; the number of each.

    What is as it was stays: writing words costs more than all the rest.
    """
    stored = {
        marche: (number, hash_)
        for number, marche, hash_ in connection.execute(
            select(WORDS.c.id, WORDS.c.marche, WORDS.c.hash).where(WORDS.c.marche.in_(ids))
        )
    }
    hashes = {marche: each.hash for marche, each in found.items()}
    same = {marche for marche, (_, hash_) in stored.items() if hashes.get(marche) == hash_}
    _remove(connection, [number for marche, (number, _) in stored.items() if marche not in same])
    fresh = [_row(connection, marche, each) for marche, each in found.items() if marche not in same]
    return {marche: stored[marche][0] for marche in same} | _add(connection, fresh)


def _row(connection: Connection, marche: str, found: Texts) -> Row:
    written = tsvector if connection.dialect.name == "postgresql" else " ".join
    buyer, every = written(found.buyer), written(found.words)
    return {"marche": marche, "hash": found.hash, "buyer": buyer, "words": every}


def _remove(connection: Connection, numbers: Sequence[int]) -> None:
    if not numbers:
        return
    if connection.dialect.name == "sqlite":
        # Before the words themselves: the index reads there what it has to forget.
        connection.execute(delete(INDEX).where(INDEX.c.rowid.in_(numbers)))
    connection.execute(delete(WORDS).where(WORDS.c.id.in_(numbers)))


def _add(connection: Connection, rows: Sequence[Row]) -> dict[str, int]:
    if not rows:
        return {}
    connection.execute(insert(WORDS), rows)
    given = select(WORDS.c.marche, WORDS.c.id).where(WORDS.c.marche.in_([row["marche"] for row in rows]))
    numbers: dict[str, int] = dict(connection.execute(given).tuples().all())
    if connection.dialect.name == "sqlite":
        index = [
            {"rowid": numbers[row["marche"]], "buyer": row["buyer"], "words": row["words"]} for row in rows
        ]
        connection.execute(insert(INDEX), index)
    return numbers
