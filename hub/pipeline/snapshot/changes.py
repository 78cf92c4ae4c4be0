"""Sightings as a run changes them, and what happened to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from hub.store import sightings
from hub.store.sightings import Event, Sighting


@dataclass(frozen=True)
class Author:
    """Who judges: the connector, its run, and the day."""

    connector: str
    run: str
    today: date


class Changes:
    """The entries of one connector, changed in memory and then written at once."""

    def __init__(self, author: Author, known: Iterable[Sighting]) -> None:
        self.author = author
        self.known = {entry.key: entry for entry in known}
        self._changed: set[str] = set()
        self._events: list[tuple[str, Event, str]] = []

    def set(self, key: str, event: Event | None = None, detail: str = "", **values: Any) -> None:
        """Give an entry these values, because of ``event``."""
        self.known[key] = replace(self.known[key], **values)
        self._changed.add(key)
        if event is not None:
            self._events.append((key, event, detail))

    def close(self, event: Event, keys: Iterable[str], last_days: dict[str, date]) -> None:
        """Mark entries as gone or inactive since today. ``last_days`` is the day on which each part was
        last read whole before."""
        for key in keys:
            entry = self.known[key]
            if event == "gone":
                last = max(entry.last_seen, last_days.get(entry.scope or "", entry.last_seen))
                self.set(key, "gone", gone_since=self.author.today, last_seen=last)
            else:
                self.set(key, "inactive", inactive_since=self.author.today, judged=entry.content_hash)

    def write(self, connection: Connection) -> Counter[str]:
        """Write what changed; returns how many of each event."""
        sightings.put(connection, [self.known[key].row() for key in sorted(self._changed)])
        common = {"connector": self.author.connector, "day": self.author.today, "run": self.author.run}
        sightings.record(
            connection,
            [{**common, "key": key, "event": event, "detail": detail} for key, event, detail in self._events],
        )
        return Counter(event for _, event, _ in self._events)
