"""Which entries of a registry are listed, gone, active: what snapshots read and write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, select

from hub.store.bulk import Row, batches, insert, table, upsert
from hub.store.tables import (
    EmployerEntryRow,
    HeldChangeRow,
    RawRecordRow,
    SightingEventRow,
    SightingRow,
    SnapshotRow,
)

ENTRIES = table(EmployerEntryRow)
RAW = table(RawRecordRow)
SIGHTINGS = table(SightingRow)
EVENTS = table(SightingEventRow)
SNAPSHOTS = table(SnapshotRow)
HELD = table(HeldChangeRow)

Event = Literal["gone", "back", "inactive", "active", "moved"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """An entry with what the hub believes of it. ``content_hash`` is the entry's present state,
    ``judged`` the one that ``inactive_since`` follows from, ``raw_key`` the key its record landed under."""

    connector: str
    key: str
    raw_key: str
    kind: str | None
    content_hash: str
    scope: str | None
    first_seen: date
    last_seen: date
    gone_since: date | None
    inactive_since: date | None
    judged: str

    def row(self) -> Row:
        """The row of ``sighting`` that says so."""
        return {name: getattr(self, name) for name in _STORED} | {"content_hash": self.judged}


_STORED = ("connector", "key", "scope", "first_seen", "last_seen", "gone_since", "inactive_since")


def unmet(connection: Connection, connector: str | None = None) -> list[tuple[str, str, str]]:
    """(connector, key, content hash) of the entries that have no sighting yet."""
    query = (
        select(ENTRIES.c.connector, ENTRIES.c.key, ENTRIES.c.content_hash)
        .select_from(ENTRIES.outerjoin(SIGHTINGS, _same_entry()))
        .where(SIGHTINGS.c.key.is_(None))
        .order_by(ENTRIES.c.connector, ENTRIES.c.key)
    )
    if connector is not None:
        query = query.where(ENTRIES.c.connector == connector)
    return [tuple(row) for row in connection.execute(query)]


def of(connection: Connection, connector: str) -> Iterator[Sighting]:
    """Every met entry of a connector, by key."""
    query = _sightings().where(ENTRIES.c.connector == connector).order_by(ENTRIES.c.key)
    for row in connection.execute(query):
        yield Sighting(*row)


def named(connection: Connection, connector: str, keys: Sequence[str]) -> dict[str, Sighting]:
    """The met entries among these keys."""
    found: dict[str, Sighting] = {}
    for some in batches(keys):
        query = _sightings().where(ENTRIES.c.connector == connector, ENTRIES.c.key.in_(some))
        found.update((row.key, Sighting(*row)) for row in connection.execute(query))
    return found


def _same_entry() -> ColumnElement[bool]:
    return and_(SIGHTINGS.c.connector == ENTRIES.c.connector, SIGHTINGS.c.key == ENTRIES.c.key)


def _sightings() -> Select[Any]:
    joined = ENTRIES.join(RAW, RAW.c.id == ENTRIES.c.raw).join(SIGHTINGS, _same_entry())
    return select(
        ENTRIES.c.connector,
        ENTRIES.c.key,
        RAW.c.key.label("raw_key"),
        ENTRIES.c.kind,
        ENTRIES.c.content_hash,
        SIGHTINGS.c.scope,
        SIGHTINGS.c.first_seen,
        SIGHTINGS.c.last_seen,
        SIGHTINGS.c.gone_since,
        SIGHTINGS.c.inactive_since,
        SIGHTINGS.c.content_hash.label("judged"),
    ).select_from(joined)


def put(connection: Connection, rows: Sequence[Row]) -> None:
    """Write rows of ``sighting``, new or changed."""
    upsert(connection, SightingRow, rows, key=["connector", "key"], keep={"first_seen"})


def record(connection: Connection, rows: Sequence[Row]) -> None:
    """Append what happened: ``connector, key, event, day, run, detail``."""
    insert(connection, SightingEventRow, rows)


def events(connection: Connection, connector: str, key: str) -> list[Row]:
    """What happened to one entry, oldest first."""
    query = (
        select(EVENTS.c.event, EVENTS.c.day, EVENTS.c.run, EVENTS.c.detail)
        .where(EVENTS.c.connector == connector, EVENTS.c.key == key)
        .order_by(EVENTS.c.id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def read_on(connection: Connection) -> dict[tuple[str, str], date]:
    """The day of the last whole snapshot of each (connector, scope)."""
    query = select(SNAPSHOTS.c.connector, SNAPSHOTS.c.scope, SNAPSHOTS.c.read_on)
    return {(row.connector, row.scope): row.read_on for row in connection.execute(query)}


def put_snapshots(connection: Connection, rows: Sequence[Row]) -> None:
    """Note whole readings: ``connector, scope, read_on, run, listed``."""
    upsert(connection, SnapshotRow, rows, key=["connector", "scope"])


def held(
    connection: Connection, *, run: str | None = None, connector: str | None = None
) -> list[tuple[str, str, str, date]]:
    """(key, event, run, day) of the changes that wait for a person."""
    query = select(HELD.c.key, HELD.c.event, HELD.c.run, HELD.c.day).order_by(HELD.c.event, HELD.c.key)
    if run is not None:
        query = query.where(HELD.c.run == run)
    if connector is not None:
        query = query.where(HELD.c.connector == connector)
    return [tuple(row) for row in connection.execute(query)]


def hold(connection: Connection, rows: Sequence[Row]) -> None:
    """Keep changes for a person to accept: ``connector, key, event, run, day``."""
    insert(connection, HeldChangeRow, rows)


def let_go(connection: Connection, connector: str, changes: Iterable[tuple[str, str]]) -> None:
    """Forget held changes, given as (key, event): they were judged again, or accepted."""
    listed = list(changes)
    for event in sorted({event for _, event in listed}):
        for some in batches([key for key, of in listed if of == event]):
            here = and_(HELD.c.connector == connector, HELD.c.event == event, HELD.c.key.in_(some))
            connection.execute(delete(HELD).where(here))
