"""From which day on a marché must be looked at again although nothing about it changed."""

from __future__ import annotations

from datetime import date, timedelta

from hub.clauses.case import Case
from hub.clauses.comparables import compares
from hub.clauses.renewal import renewal

_DAY = timedelta(days=1)


def again(case: Case, today: date) -> date | None:
    """The first day after ``today`` on which :func:`hub.clauses.assess.assess` may answer otherwise.

    Tomorrow for a call that is open or to come: its days are counted. Once it is closed, when the window
    of its renewal opens and when it shuts. What is compared with past contracts is compared anew each
    year, when the oldest fall out. ``None``: never.
    """
    if case.stage in ("amont", "ouvert"):
        return today + _DAY
    if case.stage == "annule":
        return None
    coming = renewal(case)
    turns = [coming.opens, coming.closes + _DAY] if coming else []
    if compares(case, today):
        turns.append(date(today.year + 1, 1, 1))
    return min((turn for turn in turns if turn > today), default=None)
