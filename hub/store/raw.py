"""Raw records: which are known, which are new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from hub.plugin_api.connector import RawRecord
from hub.store.bulk import Row, batches, insert_new, table, upsert
from hub.store.packing import pack, unpack
from hub.store.tables import RawHeadRow, RawRecordRow

RAW = table(RawRecordRow)
HEAD = table(RawHeadRow)


def heads(connection: Connection, connector: str, keys: Sequence[str]) -> dict[str, str]:
    """The hash of the current raw record of each known key."""
    known: dict[str, str] = {}
    for some in batches(keys):
        query = select(HEAD.c.key, HEAD.c.hash).where(HEAD.c.connector == connector, HEAD.c.key.in_(some))
        known.update((key, value) for key, value in connection.execute(query))
    return known


def land(
    connection: Connection,
    connector: str,
    records: Sequence[tuple[RawRecord, str]],
    run: str,
    now: datetime,
) -> dict[tuple[str, str], int]:
    """Store raw records given with their hash; answer their row ids by (key, hash).

    Bytes already stored for that key keep their first row.
    """
    rows: list[Row] = [
        {
            "connector": connector,
            "key": raw.key,
            "hash": hash_,
            "media": raw.media,
            "origin": raw.origin,
            "published": raw.published,
            "size": len(raw.payload),
            "payload": pack(raw.payload),
            "landed": now,
            "run": run,
        }
        for raw, hash_ in records
    ]
    insert_new(connection, RawRecordRow, rows)
    return ids(connection, connector, [(raw.key, hash_) for raw, hash_ in records])


def ids(
    connection: Connection, connector: str, names: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    """The row ids of those of these (key, hash) that are stored."""
    found: dict[tuple[str, str], int] = {}
    for some in batches(names):
        wanted = set(some)
        query = select(RAW.c.key, RAW.c.hash, RAW.c.id).where(
            RAW.c.connector == connector, RAW.c.key.in_({key for key, _ in wanted})
        )
        rows = connection.execute(query)
        found.update(((key, hash_), id_) for key, hash_, id_ in rows if (key, hash_) in wanted)
    return found


def set_heads(connection: Connection, rows: Sequence[Row]) -> None:
    """Point keys at their current raw record: ``connector, key, hash, raw, outcome, parser_version``."""
    upsert(connection, RawHeadRow, rows, key=["connector", "key"])


def current(
    connection: Connection, connector: str, *, before_version: int | None = None, outcome: str | None = None
) -> Iterator[tuple[str, str, int]]:
    """(key, hash, raw id) of every current record, or only those parsed by an older parser."""
    query = select(HEAD.c.key, HEAD.c.hash, HEAD.c.raw).where(HEAD.c.connector == connector)
    if before_version is not None:
        query = query.where(HEAD.c.parser_version < before_version)
    if outcome is not None:
        query = query.where(HEAD.c.outcome == outcome)
    for key, hash_, raw in connection.execute(query.order_by(HEAD.c.raw)):  # noqa: UP028 - typed
        yield key, hash_, raw


def load(connection: Connection, row_ids: Sequence[int]) -> list[tuple[int, str, RawRecord]]:
    """Raw records by id, as they were landed: (id, hash, record), in the order of ``row_ids``."""
    found: dict[int, tuple[int, str, RawRecord]] = {}
    for some in batches(row_ids):
        for row in connection.execute(select(RAW).where(RAW.c.id.in_(some))).mappings():
            record = RawRecord(
                row["key"], unpack(row["payload"]), row["media"], row["origin"], row["published"]
            )
            found[row["id"]] = (row["id"], row["hash"], record)
    return [found[id_] for id_ in row_ids if id_ in found]
