"""Reading TED day by day through its search API: the numbers from the API, the notices one by one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from hub.plugin_api import Checkpoint, Fetched, RawRecord, SourceChanged, SourceUnavailable
from hub_procurement_feed import numbers
from hub_procurement_feed.ted import cursor, landing
from hub_procurement_feed.ted.cursor import DAY, Context
from hub_procurement_feed.ted.issues import Issue

_SEARCH: Final = "/v3/notices/search"
_FIELDS: Final = ("publication-number", "publication-date")
_SETTLED: Final = 2
"""Days after which a notice that the API names and the site does not give was withdrawn."""


def fetch(ctx: Context, since: str | None) -> Iterator[Fetched]:
    """The notices of each day of publication, with a checkpoint after each complete day."""
    reached = cursor.read(since, ctx.today)
    first, last = cursor.first_day(ctx, reached), min(ctx.until or ctx.today, ctx.today)
    day = first
    while day <= last:
        for number in _numbers(ctx, day):
            yield from _notice(ctx, number, day)
        yield _checkpoint(ctx, reached, first, day)
        day += DAY


def count(ctx: Context, day: date) -> int:
    """How many notices the API knows for a day."""
    return _page(ctx, day, None, limit=1)[0]


def _numbers(ctx: Context, day: date) -> list[str]:
    """The publication numbers of a day, each once, whatever the pages repeat."""
    found: dict[str, None] = {}
    token: str | None = None
    while True:
        total, notices, token = _page(ctx, day, token, limit=ctx.settings.page_size)
        before = len(found)
        found.update(dict.fromkeys(map(_number, notices)))
        if not notices or not token:
            break
        if len(found) == before:
            raise SourceChanged(f"the search API gives the same page again for {day}", code="ted-same-page")
    if len(found) < total:
        raise SourceUnavailable(f"the search API gave {len(found)} notices of {total} for {day}")
    return list(found)


def _page(ctx: Context, day: date, token: str | None, *, limit: int) -> tuple[int, list[Any], str | None]:
    body = {
        "query": query(ctx.settings.countries, day),
        "fields": list(_FIELDS),
        "limit": limit,
        "scope": "ALL",
        "checkQuerySyntax": False,
        "paginationMode": "ITERATION",
        "iterationNextToken": token,
    }
    answer = ctx.http.post(ctx.settings.api_url.rstrip("/") + _SEARCH, json=body)
    if answer.status_code >= 400:
        raise SourceChanged(f"HTTP {answer.status_code} from {answer.url}: {answer.content[:200]!r}")
    return _checked(answer.json(), answer.url)


def _checked(body: Any, url: str) -> tuple[int, list[Any], str | None]:
    if isinstance(body, dict) and body.get("timedOut") is True:
        raise SourceUnavailable(f"the search timed out: {url}")
    notices = body.get("notices") if isinstance(body, dict) else None
    total = body.get("totalNoticeCount") if isinstance(body, dict) else None
    if not isinstance(notices, list) or type(total) is not int:
        raise SourceChanged(f"{{notices, totalNoticeCount}} was due from {url}", code="ted-not-a-page")
    token = body.get("iterationNextToken")
    return total, notices, token if isinstance(token, str) and token else None


def query(countries: tuple[str, ...], day: date) -> str:
    """The expert query of a day."""
    return (
        f"(buyer-country IN ({' '.join(countries)})) AND (publication-date={day:%Y%m%d})"
        " SORT BY publication-date ASC"
    )


def _number(notice: Any) -> str:
    printed = notice.get("publication-number") or notice.get("ND") if isinstance(notice, dict) else None
    number = numbers.publication_number(printed) if isinstance(printed, str) else ""
    if not number:
        raise SourceChanged(f"a notice without publication number: {str(notice)[:200]}", code="ted-no-number")
    return number


def _notice(ctx: Context, number: str, day: date) -> Iterator[RawRecord]:
    path = f"/en/notice/{number}/xml"
    answer = cursor.found(ctx, path)
    if answer is None:
        if (ctx.today - day).days < _SETTLED:
            raise SourceUnavailable(f"{number} is announced but not there yet")
        ctx.log.warning("ted: %s was withdrawn: the API names it, the site has it no more", number)
        return
    item = landing.landed(answer.content, ctx.settings.base_url.rstrip("/") + path)
    if not isinstance(item, RawRecord):
        raise SourceChanged(f"the XML of {number} was due from {answer.url}: {item.reason}")
    yield item


def _checkpoint(ctx: Context, reached: Issue | date | None, first: date, done: date) -> Checkpoint:
    """The cursor once ``done`` is read: the day of today is not over, so it is never promised."""
    closed = min(done, ctx.today - DAY)
    if not isinstance(reached, date):
        return Checkpoint(closed.isoformat())
    if first > reached + DAY:
        return Checkpoint(reached.isoformat())
    return Checkpoint(max(closed, reached).isoformat())
