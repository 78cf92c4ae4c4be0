"""Issues of the OJ S: one a working day, numbered from 1 each year (``2026-00123``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_PRINTED: Final = re.compile(r"(\d{4})-(\d{5})")
_DATE: Final = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})|(\d{4})-(\d{2})-(\d{2})")
_NUMBER: Final = re.compile(r"\b(\d{1,3})(?:/\d{4})?\b")
_DAYS_OFF: Final = 16
"""More working days than the OJ S ever skips in a year (its holidays number about ten)."""


@dataclass(frozen=True, slots=True, order=True)
class Issue:
    """An issue of the OJ S."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-{self.number:05d}"

    @property
    def package(self) -> str:
        """The name of its daily package: ``202600123``."""
        return f"{self.year}{self.number:05d}"

    def following(self) -> Issue:
        """The next issue of the same year."""
        return Issue(self.year, self.number + 1)

    def earliest(self) -> date:
        """The first day on which it can have been published: the n-th working day of its year."""
        day, left = date(self.year, 1, 1), self.number
        while True:
            left -= day.weekday() < 5
            if left <= 0:
                return day
            day += timedelta(days=1)


def parse(printed: str) -> Issue | None:
    """The issue printed as ``2026-00123``; ``None`` when it is something else."""
    match = _PRINTED.fullmatch(printed)
    return Issue(int(match[1]), int(match[2])) if match else None


def at_latest(day: date) -> Issue:
    """An issue that was published on ``day`` or before: a few too early rather than one too late."""
    days = (day - date(day.year, 1, 1)).days
    working = sum((date(day.year, 1, 1) + timedelta(days=n)).weekday() < 5 for n in range(days))
    return Issue(day.year, max(1, working - _DAYS_OFF))


def calendar(text: str, year: int) -> dict[Issue, date]:
    """The issues of a year and their days, from the CSV of the release calendar, whatever its columns:
    each useful line holds one date of that year or of its edges, and one number.

    >>> calendar("OJ S;Publication date\\n1/2026;02/01/2026\\n2/2026;05/01/2026\\n", 2026)[Issue(2026, 2)]
    datetime.date(2026, 1, 5)
    """
    found: dict[Issue, date] = {}
    for line in text.splitlines():
        day = _day(line)
        number = _NUMBER.search(_DATE.sub(" ", line))
        if day and number and abs((day - date(year, 7, 1)).days) < 200:
            found[Issue(year, int(number[1]))] = day
    days = [found[issue] for issue in sorted(found)]
    return found if days == sorted(set(days)) else {}


def _day(line: str) -> date | None:
    match = _DATE.search(line)
    if not match:
        return None
    parts = (match[3], match[2], match[1]) if match[3] else (match[4], match[5], match[6])
    try:
        return date(*map(int, parts))
    except ValueError:
        return None
