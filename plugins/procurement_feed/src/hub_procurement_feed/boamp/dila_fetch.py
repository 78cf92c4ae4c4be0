"""Reading the flux of DILA: a directory a day, a file a notice.

The directory of a day fills all day long and is closed after midnight, so the days that are over are
promised, and yesterday and today are read again at each run. Nobody says whether a file can be rewritten
later: reading one again costs a request and changes nothing.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from typing import Final
from urllib.parse import unquote

from hub.plugin_api import Fetched, HttpResponse, RawRecord, SourceChanged, documents, identifiers
from hub_procurement_feed.boamp import dila, fetch
from hub_procurement_feed.boamp.fetch import DAY, Window
from hub_procurement_feed.boamp.query import Context

_ROOT: Final = "/OPENDATA/BOAMP/"
_LINK: Final = re.compile(r"""href\s*=\s*["']([^"'?#]+)["']""", re.IGNORECASE)
_NAME: Final = re.compile(r"[\w.-]+/?")
_ARCHIVES: Final = (".taz", ".z", ".tgz", ".tar.gz", ".tar", ".zip")
_OPEN_DAYS: Final = 2


def read_days(ctx: Context, since: str | None) -> Iterator[Fetched]:
    """The records of each day in order, with a checkpoint after each; never for a day that is not over."""
    wanted = _window(ctx, since)
    day = wanted.first
    while day <= wanted.last:
        yield from _day(ctx, day)
        yield wanted.checkpoint(min(day, ctx.today - DAY))
        day += DAY


def check(ctx: Context) -> str:
    """Ask for the listing of the root."""
    years = _listing(ctx, _ROOT)
    if years is None:
        raise SourceChanged(f"nothing at {ctx.settings.dila_url}{_ROOT}", code="boamp-dila-layout")
    return f"{ctx.settings.dila_url} answers: {len(years)} entries in {_ROOT}"


def _window(ctx: Context, since: str | None) -> Window:
    wanted = fetch.window(ctx, since)
    if ctx.since or ctx.full or wanted.reached is None:
        return wanted
    return Window(min(wanted.reached + DAY, ctx.today - DAY), wanted.last, wanted.reached)


def _day(ctx: Context, day: date) -> Iterator[RawRecord]:
    directory = f"{_ROOT}{day:%Y/%m/%d}/"
    names = _listing(ctx, directory)
    if names is None:
        _explain(ctx, day)
        return
    files = sorted(name for name in names if name.lower().endswith(".xml"))
    if not files:
        _refuse_archives(ctx, directory, names)
    for name in files:
        yield from _file(ctx, directory + name)


def _explain(ctx: Context, day: date) -> None:
    """Why a day has no directory: nothing was published, it is too early, or the year is an archive."""
    for directory in (f"{_ROOT}{day:%Y/%m}/", f"{_ROOT}{day:%Y}/"):
        names = _listing(ctx, directory)
        if names is not None:
            _refuse_archives(ctx, directory, names)
            return
    if (ctx.today - day).days >= _OPEN_DAYS:
        cause = f"no directory for {day:%Y} at {ctx.settings.dila_url}{_ROOT}"
        raise SourceChanged(cause, code="boamp-dila-layout")


def _refuse_archives(ctx: Context, directory: str, names: list[str]) -> None:
    archives = [name for name in names if name.lower().endswith(_ARCHIVES)]
    if archives:
        where = f"{ctx.settings.dila_url}{directory}{archives[0]}"
        raise SourceChanged(
            f"{directory} holds archives ({archives[0]} …), which are not read over the network",
            code="boamp-dila-archive",
            next_step=f"Download {where}, uncompress it (gzip -d), then: hub sync boamp --from FILE",
        )


def _listing(ctx: Context, directory: str) -> list[str] | None:
    """The names in an Apache listing; ``None`` when there is no such directory."""
    answer = _found(ctx, directory)
    if answer is None:
        return None
    text = answer.content.decode("iso-8859-1")
    links = [unquote(html.unescape(link)) for link in _LINK.findall(text)]
    if not links:  # a page of maintenance must not be taken for a day without notices
        raise SourceChanged(f"a listing was due from {answer.url}", code="boamp-dila-layout")
    return list(dict.fromkeys(link for link in links if _NAME.fullmatch(link)))


def _file(ctx: Context, path: str) -> Iterator[RawRecord]:
    answer = _found(ctx, path)
    if answer is None:
        ctx.log.warning("boamp: %s was listed and is not there any more", path)
        return
    payload = answer.content
    item = dila.landed(payload, ctx.settings.dila_url.rstrip("/") + path)
    if not isinstance(item, RawRecord):
        raise SourceChanged(f"XML was due from {answer.url}, not {documents.sniff(payload[:4096])}")
    if _wanted(ctx, item):
        yield item


def _wanted(ctx: Context, raw: RawRecord) -> bool:
    """Whether a record is of the ``departements`` of the settings; one that names none is kept."""
    codes = {identifiers.departement(code) for code in ctx.settings.departements}
    printed = dila.departements(raw) if codes else []
    return not printed or any(_padded(code) in codes for code in printed)


def _padded(printed: str) -> str:
    try:
        return identifiers.departement(printed)
    except identifiers.InvalidIdentifier:
        return printed


def _found(ctx: Context, path: str) -> HttpResponse | None:
    try:
        answer = ctx.http.get(ctx.settings.dila_url.rstrip("/") + path)
    except SourceChanged as error:
        if error.code == "not-found":
            return None
        raise
    if answer.status_code in {404, 410}:
        return None
    if answer.status_code >= 400:
        raise SourceChanged(f"HTTP {answer.status_code} from {answer.url}", code="request-refused")
    return answer
