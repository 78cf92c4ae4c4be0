"""Renewals over the months to come: a bar each, and what each month opens, closes and ends.

Places are tenths of a month from the first day of the first month, so that every month is as wide.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Json = Mapping[str, Any]
MONTHS = 24
WIDTH = MONTHS * 10
_LEAST = 2.0
_NAMES = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_SHORT = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


@dataclass(frozen=True)
class Month:
    """A month of the calendar and the renewals whose window opens or closes, or whose contract ends."""

    year: int
    number: int
    opens: list[Json] = field(default_factory=list)
    closes: list[Json] = field(default_factory=list)
    ends: list[Json] = field(default_factory=list)

    @property
    def short(self) -> str:
        """``nov.``"""
        return _SHORT[self.number - 1]

    @property
    def name(self) -> str:
        """``novembre 2026``."""
        return f"{_NAMES[self.number - 1]} {self.year}"

    @property
    def busy(self) -> bool:
        """Whether anything happens."""
        return bool(self.opens or self.closes or self.ends)


@dataclass(frozen=True)
class Bar:
    """A renewal's window, as far as the calendar shows it: ``width`` is 0 outside. ``end`` is the place
    of the contract's end, ``None`` outside."""

    renewal: Json
    x: float
    width: float
    end: float | None


@dataclass(frozen=True)
class Calendar:
    """``today`` is a place like the others."""

    months: tuple[Month, ...]
    bars: tuple[Bar, ...]
    today: float
    width: int = WIDTH


def calendar_of(renewals: Sequence[Json], today: date) -> Calendar:
    """The 24 months from that of ``today``."""
    first = today.year * 12 + today.month - 1
    months = tuple(Month((first + n) // 12, (first + n) % 12 + 1) for n in range(MONTHS))
    _fill(months, renewals, first)
    bars = tuple(_bar(renewal, first) for renewal in renewals)
    return Calendar(months, bars, _place(today, first))


def _fill(months: Sequence[Month], renewals: Iterable[Json], first: int) -> None:
    for renewal in renewals:
        days = {**renewal["window"], "end": renewal["end_max"]}
        for name, printed in (("opens", days["from"]), ("closes", days["to"]), ("ends", days["end"])):
            at = _month(date.fromisoformat(printed)) - first
            if 0 <= at < MONTHS:
                getattr(months[at], name).append(renewal)


def _bar(renewal: Json, first: int) -> Bar:
    opens, closes, end = (
        _place(date.fromisoformat(printed), first)
        for printed in (renewal["window"]["from"], renewal["window"]["to"], renewal["end_max"])
    )
    start, stop = max(0.0, opens), min(float(WIDTH), closes)
    seen = closes >= 0 and opens <= WIDTH
    width = max(_LEAST, round(stop - start, 1)) if seen else 0.0
    return Bar(renewal, min(start, WIDTH - _LEAST), width, end if 0 <= end <= WIDTH else None)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _place(day: date, first: int) -> float:
    length = monthrange(day.year, day.month)[1]
    return round(10 * (_month(day) - first + (day.day - 1) / length), 1)
