"""Reading TED issue by issue, each whole before it is promised.

A daily package is one request where the API costs one for each notice, and TED bans those who ask much.
Issues are numbered without a gap, so the next number is asked for until there is none: an issue that
is not out yet is a 404. A published notice never changes: nothing is read twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final

from hub.plugin_api import Checkpoint, Fetched, HttpResponse, RawRecord, SourceChanged, SourceUnavailable
from hub_procurement_feed.streams import opened
from hub_procurement_feed.ted import cursor, package
from hub_procurement_feed.ted.cursor import Context
from hub_procurement_feed.ted.issues import Issue

_PACKAGES: Final = "/packages/daily/"


def fetch(ctx: Context, since: str | None) -> Iterator[Fetched]:
    """The notices of each issue from the cursor on, with a checkpoint after each issue."""
    reached = cursor.read(since, ctx.today)
    if isinstance(reached, Issue) and not (ctx.since or ctx.full):
        first, day = reached.following(), date.min
    else:
        day = cursor.first_day(ctx, reached)
        first = cursor.issue_of(ctx, day)
    for issue, answer in _answers(ctx, first):
        late = False
        for record in _records(ctx, issue, answer):
            late = bool(ctx.until and record.published and record.published > ctx.until)
            if late:
                break
            if not record.published or record.published >= day:
                yield record
        if late:
            return
        yield _checkpoint(reached, first, issue)


def _answers(ctx: Context, issue: Issue) -> Iterator[tuple[Issue, HttpResponse]]:
    while True:
        answer = _package(ctx, issue)
        if answer is None:
            issue, answer = _beyond(ctx, issue)
            if answer is None:
                return
        yield issue, answer
        issue = issue.following()


def _package(ctx: Context, issue: Issue) -> HttpResponse | None:
    return cursor.found(ctx, f"{_PACKAGES}{issue.package}", stream=True)


def _beyond(ctx: Context, missing: Issue) -> tuple[Issue, HttpResponse | None]:
    """What comes where there is no package: nothing yet, or the first issue of the next year."""
    if _package(ctx, missing.following()) is not None:
        raise SourceUnavailable(
            f"the package of issue {missing} is missing, though the next one is there",
            code="ted-package-missing",
            next_step="HUB_TED__MODE=search hub sync ted",
        )
    january = Issue(missing.year + 1, 1)
    return january, _package(ctx, january) if january.year <= ctx.today.year else None


def _records(ctx: Context, issue: Issue, answer: HttpResponse) -> Iterator[RawRecord]:
    origin = f"{ctx.settings.base_url.rstrip('/')}{_PACKAGES}{issue.package}"
    kind, stream = opened(answer.iter_bytes())
    if kind == "empty":
        raise SourceUnavailable(f"an empty answer from {origin}", code="ted-package-cut")
    if kind not in {"gzip", "tar"}:
        cause = f"a package (tar.gz) was due from {origin}, not {kind}"
        raise SourceChanged(cause, code="ted-not-a-package")
    foreign: Counter[str] = Counter()
    for item in package.records(stream, origin, ctx.settings.countries, foreign):
        if isinstance(item, RawRecord):
            yield item
        else:
            ctx.log.info("ted: %s: %s", item.origin, item.reason)
    ctx.log.info("ted: issue %s: %d notices of other countries", issue, foreign.total())


def _checkpoint(reached: Issue | date | None, first: Issue, done: Issue) -> Checkpoint:
    """The cursor once ``done`` is read. It never goes back, and never jumps over issues that were not read
    because a person asked for later days."""
    if not isinstance(reached, Issue):
        return Checkpoint(str(done))
    if first > reached.following():
        return Checkpoint(str(reached))
    return Checkpoint(str(max(done, reached)))
