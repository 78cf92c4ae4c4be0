"""Who opened which marché, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from hub.store.bulk import upsert
from hub.store.queue.conditions import ENTRIES, READING
from hub.store.tables import ReadingRow


def mark_read(connection: Connection, person: str, marche: str, now: datetime) -> None:
    """Note that this person opened this marché. Needs a writing transaction."""
    row = {"person": person, "marche": marche, "seen_at": now}
    upsert(connection, ReadingRow, [row], key=["person", "marche"])


def unread(connection: Connection, person: str, marches: Sequence[str]) -> set[str]:
    """Those of a page of ``marches`` that this person did not open since they last changed."""
    opened = READING.join(ENTRIES, ENTRIES.c.marche == READING.c.marche)
    query = (
        select(READING.c.marche)
        .select_from(opened)
        .where(
            READING.c.person == person,
            READING.c.marche.in_(marches),
            READING.c.seen_at >= ENTRIES.c.changed,
        )
    )
    return set(marches) - set(connection.execute(query).scalars())
