"""The filters of the queue, in the names of the command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

UNDECIDED = "a_etudier"
LONGEST_NAME = 200
SORTS = ("priority", "deadline", "amount", "published")


@dataclass(frozen=True)
class QueueFilter:
    """``None`` does not filter.

    ``trade`` is the beginning of a CPV code, ``buyer`` a SIREN or words of a name, ``query`` words of the
    title, the buyer, the lots or the references. Amounts are euros, days are in Paris and inclusive;
    ``changed_since`` is aware. ``unread`` is a person: what changed since they last opened it. What is
    unknown (an amount, a deadline) is outside any bounds, and last in any order. ``within`` are the
    territories that may be seen, none for all; another ``territory`` than these holds nothing.
    """

    territory: str | None = None
    stage: str | None = None
    status: str | None = None
    obligation: str | None = None
    level: str | None = None
    moment: str | None = None
    review: str | None = None
    since: date | None = None
    query: str | None = None
    certainty: tuple[str, ...] = ()
    trade: str | None = None
    buyer: str | None = None
    amount_min: Decimal | None = None
    amount_max: Decimal | None = None
    deadline_from: date | None = None
    deadline_to: date | None = None
    nature: str | None = None
    assignee: str | None = None
    unread: str | None = None
    changed_since: datetime | None = None
    sort: str = "priority"
    within: tuple[str, ...] = ()
