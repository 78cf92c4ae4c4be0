"""The pages: the queue, a marché, the sign-in. Templates escape everything."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hub.review import labels, printed
from hub.web.access import COOKIE
from hub.web.filters import CHOICES, read_filters, read_number

if TYPE_CHECKING:
    from hub.app import Hub

router = APIRouter(include_in_schema=False)
PAGE = 25


@router.get("/")
def queue(request: Request) -> Response:
    """The queue, best first."""
    hub: Hub = request.app.state.hub
    filters = read_filters(request.query_params)
    start = read_number(request.query_params, "cursor", 0, 10**9)
    total = hub.count_marches(filters)
    items = hub.marches(filters, limit=PAGE, offset=start)
    after = start + len(items)
    chosen = {name: value for name, value in request.query_params.items() if value and name != "cursor"}
    following = "?" + urlencode({**chosen, "cursor": after}) if items and after < total else None
    return _page(
        "queue.html",
        hub,
        items=items,
        total=total,
        start=start,
        chosen=chosen,
        following=following,
        choices=CHOICES,
    )


@router.get("/marches/{id_}")
def marche(request: Request, id_: str) -> Response:
    """One marché."""
    hub: Hub = request.app.state.hub
    return _page("marche.html", hub, item=hub.marche(id_))


@router.get("/connexion")
def sign_in(request: Request, jeton: str = "") -> Response:
    """Spend the one-time link, or say where to find one."""
    session = request.app.state.access.enter(jeton) if jeton else None
    if session is None:
        return _page("connexion.html", request.app.state.hub, status=403 if jeton else 200, spent=bool(jeton))
    response = RedirectResponse("/", status_code=303)
    response.set_cookie(COOKIE, session, httponly=True, samesite="strict", path="/")
    return response


def error_page(request: Request, error: Mapping[str, str], status: int) -> Response:
    """An error's three parts."""
    return _page("error.html", request.app.state.hub, status=status, error=error)


def _page(name: str, hub: Hub, *, status: int = 200, **values: Any) -> Response:
    text = _templates().get_template(name).render(territories=hub.territory_labels(), **values)
    return HTMLResponse(text, status_code=status)


@lru_cache(maxsize=1)
def _templates() -> Environment:
    folder = Path(__file__).parent / "templates"
    found = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)
    found.globals.update(labels=labels, label=labels.label, printed=printed)
    found.filters.update(day=printed.day, moment=printed.moment, clean=printed.clean, web=_web_address)
    return found


def _web_address(url: str | None) -> str | None:
    """The address when it is one that may be followed: a notice could say ``javascript:``."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None
