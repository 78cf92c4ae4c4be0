"""Days and months, in France."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo


def paris_day(value: datetime) -> date:
    """The French day of a moment. A naive one is taken as French already."""
    return value.astimezone(ZoneInfo("Europe/Paris")).date() if value.tzinfo else value.date()


def add_months(day: date, months: Decimal | int) -> date:
    """``day`` moved by whole months (rounded), kept inside the month: 31 January + 1 is 28 February.

    Absurd durations stop at the years that a date can hold.
    """
    count = day.year * 12 + day.month - 1 + round(months)
    year, month = divmod(min(max(count, 12), 9999 * 12 + 11), 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
