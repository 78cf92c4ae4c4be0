"""What a run over a registry says of the entries that the hub knows, read or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from hub.pipeline.snapshot.changes import Author, Changes
from hub.pipeline.snapshot.guard import Suspicious, suspicion
from hub.pipeline.snapshot.introduce import activity, introduce
from hub.pipeline.snapshot.reading import Reading
from hub.store import sightings
from hub.store.sightings import Event, Sighting

Closing = Mapping[Event, Sequence[Sighting]]


@dataclass
class Conclusion:
    """The doubt that holds the run, if there is one, and notes for the ledger."""

    doubt: Suspicious | None = None
    notes: list[dict[str, Any]] = field(default_factory=list)


def conclude(connection: Connection, author: Author, reading: Reading) -> Conclusion:
    """Write what the run says of each entry. A suspicious drop is kept aside and returned.

    What a run saw always counts: entries that are new or back, conventions in force again. What closes
    (absence, the end of a convention) counts only when all of it is credible: else all of it waits in
    ``held_change`` for a person and the sightings stay as they were. Records that say that a convention
    ended are in the store all the same; employers follow the sightings, so they stay active meanwhile.
    """
    introduce(connection, author.today, author.connector)
    known = list(sightings.of(connection, author.connector))
    changes = Changes(author, known)
    closing: Closing = {
        "gone": [entry for entry in known if entry.gone_since is None and reading.lacks(entry)],
        "inactive": _restate(connection, changes, known),
    }
    _welcome(changes, known, reading)
    doubt = suspicion(author.connector, author.run, known, closing, _empty(reading))
    _forget_held(connection, author.connector, known, reading)
    if doubt is None:
        last_days = _last_days(connection, author.connector)
        for event, entries in closing.items():
            changes.close(event, [entry.key for entry in entries], last_days)
        _note_parts(connection, author, reading)
    else:
        _hold(connection, author, closing)
    return Conclusion(doubt, [*reading.notes, *_notes(reading, changes.write(connection))])


def _restate(connection: Connection, changes: Changes, known: Sequence[Sighting]) -> list[Sighting]:
    """Follow what changed records say of conventions; returns those that would become inactive."""
    restated = [entry for entry in known if entry.judged != entry.content_hash]
    active = activity(connection, [(entry.connector, entry.key) for entry in restated])
    ended: list[Sighting] = []
    for entry in restated:
        if active[entry.connector, entry.key] is not False and entry.inactive_since:
            since = entry.inactive_since.isoformat()
            changes.set(entry.key, "active", since, inactive_since=None, judged=entry.content_hash)
        elif active[entry.connector, entry.key] is False and not entry.inactive_since:
            ended.append(entry)
        else:
            changes.set(entry.key, judged=entry.content_hash, last_seen=changes.author.today)
    return ended


def _welcome(changes: Changes, known: Sequence[Sighting], reading: Reading) -> None:
    for entry in known:
        if reading.scope_of(entry.raw_key) is None:
            continue
        scope = reading.scope_after(entry)
        if entry.gone_since is not None:
            since = entry.gone_since.isoformat()
            changes.set(entry.key, "back", since, gone_since=None, last_seen=changes.author.today)
        if scope != entry.scope:
            moved: Event | None = None if entry.scope is None else "moved"
            changes.set(entry.key, moved, f"{entry.scope} → {scope}" if moved else "", scope=scope)


def _empty(reading: Reading) -> list[str]:
    return [scope for scope, keys in reading.parts.items() if not len(keys)]


def _last_days(connection: Connection, connector: str) -> dict[str, Any]:
    days = sightings.read_on(connection)
    return {scope: day for (owner, scope), day in days.items() if owner == connector}


def _forget_held(connection: Connection, connector: str, known: Sequence[Sighting], reading: Reading) -> None:
    """Changes held by earlier runs that this one has judged again."""
    judged = {entry.key for entry in known if _judges(reading, entry)}
    waiting = sightings.held(connection, connector=connector)
    again = [(key, event) for key, event, _, _ in waiting if event == "inactive" or key in judged]
    sightings.let_go(connection, connector, again)


def _judges(reading: Reading, entry: Sighting) -> bool:
    seen = entry.raw_key in reading.loose or reading.scope_of(entry.raw_key) is not None
    return seen or reading.lacks(entry)


def _hold(connection: Connection, author: Author, closing: Closing) -> None:
    common = {"connector": author.connector, "run": author.run, "day": author.today}
    sightings.hold(
        connection,
        [{**common, "key": entry.key, "event": event} for event, some in closing.items() for entry in some],
    )


def _note_parts(connection: Connection, author: Author, reading: Reading) -> None:
    common = {"connector": author.connector, "read_on": author.today, "run": author.run}
    sightings.put_snapshots(
        connection,
        [{**common, "scope": scope, "listed": len(keys)} for scope, keys in reading.parts.items()],
    )


def _notes(reading: Reading, events: Counter[str]) -> list[dict[str, Any]]:
    if not reading.parts and not events:
        return []
    return [{"parts": {scope: len(keys) for scope, keys in reading.parts.items()}, "entries": dict(events)}]
