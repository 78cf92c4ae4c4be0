"""One batch: land, parse and upsert in one transaction, with its counts and its checkpoint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from hub.pipeline.parsing import Parsed, parse
from hub.plugin_api.connector import Connector, RawRecord
from hub.plugin_api.records import CanonicalRecord
from hub.store import canonical, quarantine, raw
from hub.store.bulk import Row, batches
from hub.store.canonical import Effect, Source
from hub.store.packing import digest


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: the connector, the run, and the moment."""

    connector: Connector[Any]
    run: str
    now: datetime

    @property
    def id(self) -> str:
        """The connector's id."""
        return self.connector.info.id

    @property
    def parser_version(self) -> int:
        """The version of its parser."""
        return self.connector.info.parser_version


@dataclass
class Batch:
    """Raw records with distinct keys, waiting to be written together."""

    size: int = 500
    max_bytes: int = 16 << 20
    records: dict[str, RawRecord] = field(default_factory=dict)
    held: int = 0

    def add(self, record: RawRecord) -> None:
        """Keep ``record`` for the next write."""
        self.records[record.key] = record
        self.held += len(record.payload)

    def must_flush_before(self, record: RawRecord) -> bool:
        """Whether the batch is full, or already holds an earlier state of the same key: the last
        one wins, and the earlier ones become revisions only if they are written first."""
        return (
            len(self.records) >= self.size
            or self.held + len(record.payload) > self.max_bytes
            or record.key in self.records
        )

    def take(self) -> list[RawRecord]:
        """The records, leaving the batch empty."""
        taken = list(self.records.values())
        self.records, self.held = {}, 0
        return taken


@dataclass
class Written:
    """What a batch did. ``returning`` are records whose bytes an earlier state of their key had:
    either the source went back, or its feed holds both states and the newer one is yet to come."""

    counts: Counter[str]
    returning: dict[str, str] = field(default_factory=dict)


def write(connection: Connection, writer: Writer, records: Sequence[RawRecord]) -> Written:
    """Write a batch, but for the returning records, counted as unchanged until settled."""
    hashed = [(record, digest(record.payload)) for record in records]
    known = raw.heads(connection, writer.id, [record.key for record, _ in hashed])
    news = [(record, hash_) for record, hash_ in hashed if known.get(record.key) != hash_]
    seen = raw.ids(connection, writer.id, [(r.key, hash_) for r, hash_ in news if r.key in known])
    returning = dict(seen.keys())
    news = [(record, hash_) for record, hash_ in news if (record.key, hash_) not in seen]
    counts = Counter(fetched=len(hashed), unchanged=len(hashed) - len(news), landed=len(news))
    if news:
        ids = raw.land(connection, writer.id, news, writer.run, writer.now)
        landed = [(ids[record.key, hash_], hash_, record) for record, hash_ in news]
        counts += read(connection, writer, landed)
    return Written(counts, returning)


def settle(connection: Connection, writer: Writer, returning: Mapping[str, str]) -> Counter[str]:
    """Take returning records for what stands now: the feed brought no newer state of them."""
    counts: Counter[str] = Counter()
    for some in batches(sorted(returning.items())):
        ids = raw.ids(connection, writer.id, some)
        landed = raw.load(connection, list(ids.values()))
        counts.update(read(connection, writer, landed))
        counts.update(landed=len(landed), unchanged=-len(landed))
    return counts


def read(
    connection: Connection, writer: Writer, landed: Sequence[tuple[int, str, RawRecord]]
) -> Counter[str]:
    """Parse landed records given as (raw id, hash, record) and write what they say."""
    outcomes = [(id_, hash_, record, parse(writer.connector, record)) for id_, hash_, record in landed]
    _quarantine(connection, writer, outcomes)
    counts = _upsert(connection, writer, outcomes)
    raw.set_heads(connection, [_head(writer, *outcome) for outcome in outcomes])
    return counts


def _head(writer: Writer, id_: int, hash_: str, record: RawRecord, parsed: Parsed) -> Row:
    return {
        "connector": writer.id,
        "key": record.key,
        "hash": hash_,
        "raw": id_,
        "outcome": "quarantined" if parsed.rejection else "parsed",
        "parser_version": writer.parser_version,
    }


def _quarantine(
    connection: Connection, writer: Writer, outcomes: Sequence[tuple[int, str, RawRecord, Parsed]]
) -> None:
    refused: list[Row] = [
        {
            "connector": writer.id,
            "key": record.key,
            "hash": hash_,
            "raw": id_,
            "code": parsed.rejection.code,
            "detail": parsed.rejection.detail,
            "next_step": parsed.rejection.next_step,
            "state": "open",
            "tries": 0,
            "parser_version": writer.parser_version,
            "first_seen": writer.now,
            "last_tried": writer.now,
            "run": writer.run,
        }
        for id_, hash_, record, parsed in outcomes
        if parsed.rejection is not None
    ]
    quarantine.refuse(connection, refused)
    read_after_all = [record.key for _, _, record, parsed in outcomes if parsed.rejection is None]
    quarantine.settle(connection, writer.id, read_after_all, writer.now)


def _upsert(
    connection: Connection, writer: Writer, outcomes: Sequence[tuple[int, str, RawRecord, Parsed]]
) -> Counter[str]:
    """Write the canonical records. A raw record *created* if any of its records did, else *changed*."""
    counts: Counter[str] = Counter()
    items: list[tuple[CanonicalRecord, Source]] = []
    owners: list[int] = []
    seen: set[tuple[str, str]] = set()
    best: dict[int, Effect] = {}
    for id_, _, _, parsed in outcomes:
        if parsed.rejection is not None:
            counts["quarantined"] += 1
            continue
        counts["parsed"] += 1
        best[id_] = "same"
        if any((record.type, record.key) in seen for record in parsed.records):
            _apply(connection, writer, items, owners, best)
            items, owners, seen = [], [], set()
        for record in parsed.records:
            items.append((record, Source(id_, writer.run, writer.parser_version)))
            owners.append(id_)
            seen.add((record.type, record.key))
    _apply(connection, writer, items, owners, best)
    counts.update(best.values())
    return counts


_RANK: dict[Effect, int] = {"same": 0, "changed": 1, "created": 2}


def _apply(
    connection: Connection,
    writer: Writer,
    items: Sequence[tuple[CanonicalRecord, Source]],
    owners: Sequence[int],
    best: dict[int, Effect],
) -> None:
    effects = canonical.put(connection, writer.id, items, writer.now)
    for owner, effect in zip(owners, effects, strict=True):
        best[owner] = max(best[owner], effect, key=_RANK.__getitem__)
