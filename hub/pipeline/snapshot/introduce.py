"""Entries met for the first time."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from hub.plugin_api.records import Employer
from hub.store import canonical, sightings
from hub.store.bulk import batches


def introduce(connection: Connection, today: date, connector: str | None = None) -> int:
    """Meet the entries that no run has met yet; returns how many.

    One that its registry calls inactive from the start is so without any guard: nobody believed otherwise.
    """
    met = sightings.unmet(connection, connector)
    for some in batches(met):
        active = activity(connection, [(owner, key) for owner, key, _ in some])
        sightings.put(
            connection,
            [
                {
                    "connector": owner,
                    "key": key,
                    "scope": None,
                    "first_seen": today,
                    "last_seen": today,
                    "gone_since": None,
                    "inactive_since": today if active[owner, key] is False else None,
                    "content_hash": content,
                }
                for owner, key, content in some
            ],
        )
    return len(met)


def activity(connection: Connection, names: list[tuple[str, str]]) -> dict[tuple[str, str], bool | None]:
    """What the registries say now of each entry's convention."""
    records = canonical.load(connection, "employer", names)
    return {name: record.active for name, record in records.items() if isinstance(record, Employer)}
