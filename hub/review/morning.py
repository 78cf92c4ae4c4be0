"""The queue as one person sees it: what is new to them, and how many marchés each moment has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from hub.review import queue
from hub.review.labels import MOMENTS
from hub.store import queue as rows
from hub.store.queue import QueueFilter

Json = dict[str, Any]


@dataclass(frozen=True)
class QueuePage:
    """``items`` have ``unread`` beside the names of the surface; ``moments`` are counts by moment, as if
    none had been chosen."""

    items: list[Json]
    total: int
    moments: dict[str, int]


def queue_page(
    connection: Connection, filters: QueueFilter, person: str, *, limit: int, offset: int = 0
) -> QueuePage:
    """A page for the person of this login."""
    items = queue.listed(connection, filters, limit=limit, offset=offset)
    unread = rows.unread(connection, person, [item["id"] for item in items])
    whole = filters.moment is None and offset == 0 and len(items) < limit
    moments = _counted(items) if whole else moments_of(connection, filters)
    return QueuePage(
        [{**item, "unread": item["id"] in unread} for item in items],
        moments[filters.moment] if filters.moment else sum(moments.values()),
        moments,
    )


def moments_of(connection: Connection, filters: QueueFilter) -> dict[str, int]:
    """How many marchés each moment would leave, the other filters applied."""
    return rows.tally(connection, filters, "moment", MOMENTS)


def _counted(items: list[Json]) -> dict[str, int]:
    """A page that holds all that there is tells the counts by itself."""
    found = Counter(item["moment"]["state"] for item in items)
    return {code: found[code] for code in MOMENTS}
