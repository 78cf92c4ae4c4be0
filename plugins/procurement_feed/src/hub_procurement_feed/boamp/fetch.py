"""Reading the API: day by day, each day whole before it is promised.

BOAMP has no update timestamp: the cursor is a day of publication, and the last days are read again
because they can still grow. A :class:`Checkpoint` is given for a day once all its records are out.

A long window (more than a month) is read by exports, one a month, in one stream each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, BinaryIO, Final

from hub.plugin_api import (
    Checkpoint,
    Fetched,
    HttpResponse,
    RawRecord,
    SourceChanged,
    SourceUnavailable,
    documents,
)
from hub_procurement_feed.boamp import query
from hub_procurement_feed.boamp.query import Context
from hub_procurement_feed.boamp.records import damaged, is_boamp, raw_record, record_of
from hub_procurement_feed.streams import opened

DAY: Final = timedelta(days=1)
HISTORY: Final = timedelta(days=60)
_OLDEST: Final = date(2006, 1, 1)
_BY_DAY_UP_TO: Final = 31
_READINGS: Final = 3


@dataclass(frozen=True, slots=True)
class Window:
    """The days to read, and the cursor to promise after each of them.

    ``reached`` is the stored cursor. A person may ask for other days (``--since``): a checkpoint never
    goes back, and never jumps over days that were not read.
    """

    first: date
    last: date
    reached: date | None

    def checkpoint(self, done: date) -> Checkpoint:
        """The cursor once ``done`` is complete."""
        if self.reached is None:
            return Checkpoint(done.isoformat())
        if self.first > self.reached + DAY:
            return Checkpoint(self.reached.isoformat())
        return Checkpoint(max(done, self.reached).isoformat())

    def spans(self) -> Iterator[tuple[date, date]]:
        """The questions to ask: single days, or months when the window is long."""
        step = DAY if (self.last - self.first).days < _BY_DAY_UP_TO else timedelta(days=31)
        first = self.first
        while first <= self.last:
            last = min(first + step - DAY, self.last)
            yield first, last
            first = last + DAY


def window(ctx: Context, since: str | None) -> Window:
    """What to read: the days asked for, else from the cursor less the lag, else the recent history."""
    reached = _cursor(since, ctx.today) if since else None
    last = min(ctx.until or ctx.today, ctx.today)
    begin = ctx.settings.first_day
    if ctx.since:
        first = ctx.since
    elif ctx.full:
        first = begin or _OLDEST
    elif reached:
        first = reached - timedelta(days=ctx.settings.lag_days)
    else:
        first = begin or ctx.today - HISTORY
    return Window(first, last, reached)


def _cursor(since: str, today: date) -> date:
    try:
        day = date.fromisoformat(since)
    except ValueError:
        raise _bad_cursor("cursor-unreadable", f"the cursor {since[:40]!r} is not a day", today) from None
    if day > today:
        raise _bad_cursor("cursor-from-future", f"the cursor {day} is after today, {today}", today)
    return day


def _bad_cursor(code: str, cause: str, today: date) -> SourceChanged:
    return SourceChanged(cause, code=code, next_step=f"hub sync boamp --since {today - timedelta(days=7)}")


def fetch(ctx: Context, since: str | None) -> Iterator[Fetched]:
    """The records of the window in order of publication, with a checkpoint after each complete day."""
    wanted = window(ctx, since)
    for first, last in wanted.spans():
        if first == last:
            yield from _day(ctx, first)
            yield wanted.checkpoint(first)
        else:
            yield from _months(ctx, wanted, first, last)


def _day(ctx: Context, day: date) -> Iterator[RawRecord]:
    clause = query.where(ctx.settings, day, day)
    total, first_page = query.page(ctx, clause, offset=0, limit=ctx.settings.page_size)
    if total > query.WINDOW - ctx.settings.page_size:
        yield from _exported(ctx, clause, total)
        return
    for number, item in enumerate(_settled(ctx, clause, total, first_page)):
        yield _raw(item, f"{query.path(ctx, 'records')}?{clause}", number)


def _settled(ctx: Context, clause: str, total: int, first_page: list[Any]) -> list[Any]:
    """All records of a day, read until the list holds still.

    Between two pages the list may grow or shrink, and a record slip through: then the totals differ, or
    an ``idweb`` comes twice. A second reading with the same outcome is the truth.
    """
    before: list[str] | None = None
    for _ in range(_READINGS):
        items, steady = _pages(ctx, clause, total, first_page)
        keys = [str(item.get("idweb")) if isinstance(item, dict) else "" for item in items]
        if steady and (len(set(keys)) == len(keys) or keys == before):
            return items
        ctx.log.info("boamp: the list changed while it was read, reading it again: %s", clause)
        before = keys
        total, first_page = query.page(ctx, clause, offset=0, limit=ctx.settings.page_size)
    raise SourceUnavailable(f"the list kept changing during {_READINGS} readings: {clause}")


def _pages(ctx: Context, clause: str, total: int, items: list[Any]) -> tuple[list[Any], bool]:
    items = list(items)
    while len(items) < total:
        now, more = query.page(ctx, clause, offset=len(items), limit=ctx.settings.page_size)
        if now != total or not more:
            return items, False
        items += more
    return items, len(items) == total


def _raw(item: Any, origin: str, number: int) -> RawRecord:
    if is_boamp(item):
        return raw_record(item, origin)
    return damaged(json.dumps(item).encode(), origin, number)


def _months(ctx: Context, wanted: Window, first: date, last: date) -> Iterator[Fetched]:
    clause = query.where(ctx.settings, first, last)
    total, _ = query.page(ctx, clause, offset=0, limit=1)
    current = first
    for record in _exported(ctx, clause, total):
        day = record.published or current
        if day < current:
            raise SourceChanged(f"the export is not in order of publication: {day} after {current}")
        if day > current:
            yield wanted.checkpoint(day - DAY)
            current = day
        yield record
    yield wanted.checkpoint(last)


def _exported(ctx: Context, clause: str, total: int) -> Iterator[RawRecord]:
    answer = query.export(ctx, clause)
    origin, found = f"{query.path(ctx, 'exports/json')}?{clause}", 0
    for number, item in enumerate(documents.iter_json_items(_stream(answer))):
        found += 1
        record = record_of(item)
        yield damaged(item.payload, origin, number) if record is None else raw_record(record, origin)
    if found < total:
        raise SourceUnavailable(f"the export gave {found} records of {total}: {clause}")


def _stream(answer: HttpResponse) -> BinaryIO:
    found, stream = opened(answer.iter_bytes())
    if found != "json":
        raise SourceChanged(f"JSON was due from {answer.url}, not {found}")
    return stream
