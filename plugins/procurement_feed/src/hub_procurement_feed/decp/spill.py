"""Rows brought together by contract, in bounded memory, wherever they stand in the file.

The rows of a contract are far apart: the file is sorted by day, and the row of a modification has the
modification's day. They wait in a temporary SQLite file (about as large as the rows, in ``TMPDIR``),
which SQLite deletes by itself; a small file never leaves the cache.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import groupby, islice
from typing import Final

import orjson

from hub.plugin_api import HubError, SourceChanged

MOST_ROWS: Final = 5000
"""Rows of one contract at most in a record; what is beyond makes a further one."""

_CACHE_KIB: Final = 16 * 1024
_BATCH: Final = 1000
_START: Final = (
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    f"PRAGMA cache_size = -{_CACHE_KIB}",
    "CREATE TABLE line (uid TEXT, body BLOB)",
    "BEGIN",
)

Row = Mapping[str, str]


def grouped(rows: Iterable[Row]) -> Iterator[tuple[str, bytes]]:
    """``(uid, payload)`` of each contract, ``payload`` being ``{"uid": …, "rows": [{column: cell}]}`` with
    the cells that are not empty, in the order of the file.

    A file that breaks in its middle gives the contracts of what could be read, then the error.
    """
    with _disk_full_told(), closing(sqlite3.connect("", isolation_level=None)) as base:
        for statement in _START:
            base.execute(statement)
        failure = _fill(base, rows)
        base.execute("CREATE INDEX by_uid ON line (uid)")
        lines = base.execute("SELECT uid, body FROM line ORDER BY uid, rowid")
        for uid, group in groupby(lines, key=lambda line: str(line[0])):
            yield from ((uid, payload) for payload in _payloads(uid, (body for _, body in group)))
    if failure:
        raise failure


@contextmanager
def _disk_full_told() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise HubError(
            f"The rows could not be put aside to be brought together: {error}.",
            code="decp-no-room",
            next_step="Free as much room as the table takes in TMPDIR, or point TMPDIR to a larger disk.",
        ) from error


def _fill(base: sqlite3.Connection, rows: Iterable[Row]) -> SourceChanged | None:
    lines = ((uid_of(row), orjson.dumps({k: v for k, v in row.items() if v})) for row in rows)
    failure: list[SourceChanged] = []
    guarded = _until_failure(lines, failure)
    while batch := list(islice(guarded, _BATCH)):
        base.executemany("INSERT INTO line VALUES (?, ?)", batch)
    return failure[0] if failure else None


def _until_failure(
    lines: Iterator[tuple[str, bytes]], failure: list[SourceChanged]
) -> Iterator[tuple[str, bytes]]:
    try:
        yield from lines
    except SourceChanged as error:
        failure.append(error)


def uid_of(row: Row) -> str:
    """The file's own name of a contract, else one made of what it is made of."""
    return row.get("uid") or f"{row.get('acheteur_id', '')}{row.get('id', '')}_{row.get('codeCPV', '')}"


def _payloads(uid: str, bodies: Iterator[bytes]) -> Iterator[bytes]:
    while some := list(islice(bodies, MOST_ROWS)):
        yield b'{"uid":' + orjson.dumps(uid) + b',"rows":[' + b",".join(some) + b"]}"
