"""Where a run begins and ends, and the cursor that it promises.

The cursor is a day of publication; when resources are read too, the versions that were read follow it as
a JSON object: ``2026-09-01 {"https://…": "etag"}``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from hub.plugin_api import Checkpoint, FetchContext, SourceChanged
from hub_procurement_feed.decp.settings import DecpSettings

DAY: Final = timedelta(days=1)
HISTORY: Final = timedelta(days=365)
_OLDEST: Final = date(2018, 1, 1)
_BY_DAY_UP_TO: Final = 31
_MONTH: Final = timedelta(days=31)

Context = FetchContext[DecpSettings]


@dataclass(frozen=True, slots=True)
class Cursor:
    """What was read: all publications up to ``day``, and these versions of the resources."""

    day: date | None = None
    seen: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str | None, today: date) -> Cursor:
        """The stored cursor. Raises ``SourceChanged`` when it is none, or from the future."""
        if not text:
            return cls()
        printed, _, versions = text.partition(" ")
        try:
            day, seen = date.fromisoformat(printed), json.loads(versions or "{}")
        except ValueError:
            raise _bad("cursor-unreadable", f"the cursor {text[:40]!r} is not a day", today) from None
        if day > today:
            raise _bad("cursor-from-future", f"the cursor {day} is after today, {today}", today)
        return cls(day, {str(name): str(version) for name, version in seen.items()})

    def checkpoint(self) -> Checkpoint:
        """The promise."""
        versions = f" {json.dumps(dict(self.seen), sort_keys=True)}" if self.seen else ""
        return Checkpoint(f"{self.day}{versions}")

    def reaching(self, day: date) -> Cursor:
        """The cursor once ``day`` is complete; it never goes back."""
        return replace(self, day=max(day, self.day or day))

    def having(self, name: str, version: str) -> Cursor:
        """The cursor once ``version`` of a resource is read."""
        return replace(self, seen={**self.seen, name: version})


def _bad(code: str, cause: str, today: date) -> SourceChanged:
    return SourceChanged(cause, code=code, next_step=f"hub sync decp --since {today - 7 * DAY}")


@dataclass(frozen=True, slots=True)
class Window:
    """The days of publication to read, both included. ``gap``: days before it were not read."""

    first: date
    last: date
    gap: bool = False

    def spans(self) -> Iterator[tuple[date, date]]:
        """The questions to ask: single days, or months when the window is long."""
        step = DAY if (self.last - self.first).days < _BY_DAY_UP_TO else _MONTH
        first = self.first
        while first <= self.last:
            last = min(first + step - DAY, self.last)
            yield first, last
            first = last + DAY


def window(ctx: Context, cursor: Cursor) -> Window:
    """The days asked for, else from the cursor less the lag, else the recent history."""
    last = min(ctx.until or ctx.today, ctx.today)
    begin = ctx.settings.first_day
    if ctx.since:
        return Window(ctx.since, last, gap=cursor.day is not None and ctx.since > cursor.day + DAY)
    if ctx.full:
        return Window(begin or _OLDEST, last)
    if cursor.day:
        return Window(cursor.day - timedelta(days=ctx.settings.lag_days), last)
    return Window(begin or ctx.today - HISTORY, last)
