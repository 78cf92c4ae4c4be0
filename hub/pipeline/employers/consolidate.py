"""Bring the employers up to date with the entries of the registries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from hub.pipeline.clock import Clock
from hub.pipeline.employers.build import employer_row, member_rows
from hub.pipeline.employers.grouping import counterparts, group
from hub.pipeline.employers.listed import load
from hub.pipeline.snapshot.introduce import introduce
from hub.pipeline.turn import turn
from hub.store import employers, leases
from hub.store.bulk import Row, batches
from hub.store.employers import EntryName
from hub.store.engine import Store

_CHUNK = 300
_LEASE = "employers"


@dataclass
class Employers:
    """What a consolidation did: employers created, changed, and ids retired into another."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)


def consolidate_employers(store: Store, clock: Clock, *, everything: bool = False) -> Employers:
    """Rebuild the employers whose entries changed, appeared, left or came back; ``everything`` all.

    The result depends on what the entries say, not on the order in which they came; only the id
    remembers which entry was known first.
    """
    done = Employers()
    with turn(store, _LEASE, clock) as run:
        with store.write() as connection:
            introduce(connection, clock.today)  # entries that a retried quarantine or a killed run left
            if everything:
                employers.touch_all(connection)
        while waiting := _pending(store):
            _settle_all(store, clock, run, waiting, done)
    return done


def _pending(store: Store) -> list[EntryName]:
    with store.read() as connection:
        return employers.pending(connection)


def _settle_all(store: Store, clock: Clock, run: str, waiting: Sequence[EntryName], done: Employers) -> None:
    settled: set[EntryName] = set()
    for some in batches(waiting, _CHUNK):
        left = [name for name in some if name not in settled]
        if not left:
            continue
        with store.write() as connection:
            leases.beat(connection, _LEASE, run, clock.now())
            reached = _reach(connection, left)
            _settle(connection, clock, reached, done)
        settled |= reached


def _reach(connection: Connection, names: Sequence[EntryName]) -> set[EntryName]:
    """These entries and all that may be of the same employer, before and now."""
    reached: set[EntryName] = set()
    frontier = set(names)
    while frontier:
        reached |= frontier
        ordered = sorted(frontier)
        elsewhere = [other for name in ordered for other in counterparts(name)]
        found = employers.relatives(connection, ordered) | employers.existing(connection, elsewhere)
        frontier = found - reached
    return reached


def _settle(connection: Connection, clock: Clock, names: set[EntryName], done: Employers) -> None:
    entries = load(connection, sorted(names))
    before = employers.memberships(connection, names)
    corrected = employers.corrections(connection, sorted(names))
    rows: list[Row] = []
    members: list[Row] = []
    for found in group(entries):
        row = employer_row(found, corrected, clock.now())
        rows.append(row)
        members += member_rows(found, row["id"])
    employers.put_members(connection, members)
    _write(connection, rows, done)
    now = {EntryName(member["connector"], member["key"]): member["employer"] for member in members}
    _retire(connection, before, now, done)


def _write(connection: Connection, rows: Sequence[Row], done: Employers) -> None:
    known = employers.hashes(connection, [row["id"] for row in rows])
    news = [row for row in rows if known.get(row["id"]) != row["state_hash"]]
    employers.put(connection, news)
    for row in news:
        (done.changed if row["id"] in known else done.created).append(row["id"])


def _retire(
    connection: Connection, before: dict[EntryName, str], now: dict[EntryName, str], done: Employers
) -> None:
    moved = {old: now[name] for name, old in sorted(before.items()) if name in now and now[name] != old}
    for old in employers.emptied(connection, sorted(moved)):
        employers.retire(connection, old, moved[old])
        done.retired.append(old)
