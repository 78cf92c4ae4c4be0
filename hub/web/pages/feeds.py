"""``/flux/{what}.atom`` and ``/agenda/{what}.ics``: a search or a territory for readers and agendas.

``what`` is a territory, or ``recherche-12``. By a token in the address, which opens this one alone, or by
the session of whoever is signed in.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response

from hub.access.person import Person
from hub.plugin_api.errors import HubError
from hub.store.queue import QueueFilter
from hub.web.filters import read_filters
from hub.web.people import Reader, TheHub
from hub.web.scope import limited

if TYPE_CHECKING:
    from hub.app import Hub

router = APIRouter(include_in_schema=False)
_RECENT = {"atom": timedelta(days=90), "ics": timedelta(days=365)}
_MEDIA = {"atom": "application/atom+xml; charset=utf-8", "ics": "text/calendar; charset=utf-8"}


@router.get("/flux/{what}.atom")
def feed(request: Request, hub: TheHub, person: Reader, what: str) -> Response:
    """What changed in the last three months, as Atom."""
    return _answer(request, hub, person, what, "atom")


@router.get("/agenda/{what}.ics")
def agenda(request: Request, hub: TheHub, person: Reader, what: str) -> Response:
    """Until when to act and when offers are due, as an agenda that follows."""
    return _answer(request, hub, person, what, "ics")


def _answer(request: Request, hub: Hub, person: Person, what: str, format_: str) -> Response:
    filters = replace(
        limited(person, _filters(hub, person, what)),
        changed_since=hub.clock.now() - _RECENT[format_],
        sort="published",
        # Who opened a marché here is not of the feed: it would go from it when it is read.
        unread=None,
    )
    tag, changed = _state(hub, filters, format_)
    headers = {
        "ETag": tag,
        "Last-Modified": format_datetime(changed, usegmt=True),
        # Kept by the reader alone, and asked again each time.
        "Cache-Control": "private, no-cache",
    }
    if _is_same(request, tag, changed):
        return Response(status_code=304, headers=headers)
    body = _body(request, hub, filters, format_)
    return Response(body, media_type=_MEDIA[format_], headers=headers)


def _filters(hub: Hub, person: Person, what: str) -> QueueFilter:
    """Of a territory of the person's, or of one of the person's searches; any other does not exist."""
    kind, _, number = what.partition("-")
    if kind == "recherche" and number.isascii() and number.isdigit() and len(number) < 18:
        return read_filters(hub.saved_search(person, int(number))["filters"], person.login)
    if what not in hub.territories or not person.sees([what]):
        raise HubError("Ce flux n’existe pas.", code="unknown-feed", next_step="Voir /alertes.")
    return QueueFilter(territory=what)


def _state(hub: Hub, filters: QueueFilter, format_: str) -> tuple[str, datetime]:
    """(ETag, last change) of a feed, without making it."""
    state, changed = hub.feed_state(replace(filters, changed_since=None))
    told = (changed or hub.clock.now()).astimezone(UTC).replace(microsecond=0)
    return f'W/"{state}-{format_}"', told


def _is_same(request: Request, tag: str, changed: datetime) -> bool:
    known = request.headers.get("if-none-match")
    if known is not None:
        return tag in [each.strip() for each in known.split(",")]
    since = request.headers.get("if-modified-since")
    try:
        return since is not None and parsedate_to_datetime(since) >= changed
    except (ValueError, TypeError):
        return False


def _body(request: Request, hub: Hub, filters: QueueFilter, format_: str) -> bytes:
    root = hub.settings.public_url or str(request.base_url).rstrip("/")
    out = BytesIO()
    # Without its query: a token must not travel in what the reader may pass on.
    asked: dict[str, Any] = {"base_url": root, "address": f"{root}{request.url.path}"}
    hub.export_to(out, "marches", filters, format_, **asked)
    return out.getvalue()
