"""Whether what a feed shows is still what it was."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from hub.store.bulk import table
from hub.store.queue import QueueFilter
from hub.store.queue.conditions import conditions, source
from hub.store.tables import AssessmentRow, DecisionRow

ASSESSMENTS = table(AssessmentRow)
DECISIONS = table(DecisionRow)


def state(connection: Connection, filters: QueueFilter) -> tuple[tuple[Any, ...], datetime | None]:
    """(what changes when the feed does, when it last did).

    It also changes for other marchés' answers and decisions: a feed made once too often costs less than
    finding out whose they were.
    """
    rows = source(filters)
    wanted = conditions(connection, filters, rows, in_order=False)
    counted = select(func.count(), func.max(rows.c.changed), func.max(rows.c.rank)).where(*wanted)
    many, changed, rank = connection.execute(counted).one()
    assessed = connection.execute(select(func.max(ASSESSMENTS.c.updated))).scalar()
    decided = connection.execute(select(func.max(DECISIONS.c.id), func.max(DECISIONS.c.at))).one()
    moments = [each for each in (changed, assessed, decided[1]) if each is not None]
    return (many, rank, changed, assessed, decided[0]), max(moments, default=None)
