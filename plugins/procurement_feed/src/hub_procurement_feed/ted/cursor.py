"""Where to begin, and what may be promised.

The cursor is the last issue read whole (``2026-00123``) when packages are read, the last day read whole
(``2026-09-10``) when the search API is. Each mode understands the other's.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from hub.plugin_api import FetchContext, HttpResponse, SourceChanged, SourceUnavailable, documents
from hub_procurement_feed.ted import issues
from hub_procurement_feed.ted.issues import Issue
from hub_procurement_feed.ted.settings import TedSettings

Context = FetchContext[TedSettings]

DAY: Final = timedelta(days=1)
HISTORY: Final = timedelta(days=60)
_OLDEST: Final = date(2014, 1, 1)
_CALENDAR: Final = "/en/release-calendar/-/download/file/CSV/"


def read(since: str | None, today: date) -> Issue | date | None:
    """The stored cursor."""
    if since is None:
        return None
    if issue := issues.parse(since):
        if issue.year > today.year:
            raise _bad("cursor-from-future", f"the cursor {since} is of a year to come", today)
        return issue
    try:
        day = date.fromisoformat(since)
    except ValueError:
        cause = f"the cursor {since[:40]!r} is neither an issue nor a day"
        raise _bad("cursor-unreadable", cause, today) from None
    if day > today:
        raise _bad("cursor-from-future", f"the cursor {day} is after today, {today}", today)
    return day


def _bad(code: str, cause: str, today: date) -> SourceChanged:
    return SourceChanged(cause, code=code, next_step=f"hub sync ted --since {today - timedelta(days=7)}")


def first_day(ctx: Context, reached: Issue | date | None) -> date:
    """The first day wanted: the one asked for, else from the cursor, else the recent history."""
    begin = ctx.settings.first_day
    if ctx.since:
        return ctx.since
    if ctx.full:
        return begin or _OLDEST
    if isinstance(reached, Issue):
        return day_of(ctx, reached)
    return reached + DAY if reached else begin or ctx.today - HISTORY


def day_of(ctx: Context, issue: Issue) -> date:
    """The day of an issue by the release calendar, else the first on which it can have been published."""
    return _calendar(ctx, issue.year).get(issue) or issue.earliest()


def issue_of(ctx: Context, day: date) -> Issue:
    """The first issue of ``day`` or later by the release calendar, else one that is surely not later."""
    known = _calendar(ctx, day.year)
    later = [issue for issue, published in known.items() if published >= day]
    if later:
        return min(later)
    return Issue(day.year + 1, 1) if known else issues.at_latest(day)


def _calendar(ctx: Context, year: int) -> dict[Issue, date]:
    try:
        answer = found(ctx, f"{_CALENDAR}{year}")
        text = documents.decode_text(answer.content)[0] if answer else ""
    except (SourceChanged, SourceUnavailable) as error:
        ctx.log.info("ted: no release calendar of %s: %s", year, error)
        return {}
    return {} if documents.sniff(text[:4096].encode()) == "html" else issues.calendar(text, year)


def found(ctx: Context, path: str, *, stream: bool = False) -> HttpResponse | None:
    """The answer at ``path``; ``None`` when there is nothing there (404)."""
    try:
        answer = ctx.http.get(path, stream=stream)
    except SourceChanged as error:
        if error.code == "not-found":
            return None
        raise
    if answer.status_code in {404, 410}:
        return None
    if answer.status_code >= 400:
        raise SourceChanged(f"HTTP {answer.status_code} from {answer.url}", code="request-refused")
    return answer
