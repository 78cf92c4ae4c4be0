"""Pages from templates, and the way back to one after a form."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hub.clauses import glossary
from hub.review import labels, printed

if TYPE_CHECKING:
    from hub.app import Hub

NOTICE = "passerelle_avis"
_LONGEST = 300


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """``template`` as an answer. Templates escape everything that they are given."""
    text = _templates().get_template(template).render(**_common(request), **values)
    # A record that was refused may hold half a character, which no encoding has.
    answer = HTMLResponse(text.encode("utf-8", "replace"), status_code=status)
    if NOTICE in request.cookies:
        answer.delete_cookie(NOTICE, path="/")
    return answer


def back(to: str, notice: str = "") -> RedirectResponse:
    """303 to ``to``, a path of ours; ``notice`` is shown once on top of the page that follows."""
    answer = RedirectResponse(local(to), status_code=303)
    if notice:
        text = quote(notice[:_LONGEST])
        answer.set_cookie(NOTICE, text, max_age=60, httponly=True, samesite="strict", path="/")
    return answer


def local(path: str) -> str:
    """``path`` when it leads to a page of ours, else the queue: ``//elsewhere`` would lead away."""
    try:
        parts = urlsplit(path) if path.isprintable() and "\\" not in path else None
    except ValueError:  # « //[ »
        return "/"
    if parts is None or parts.scheme or parts.netloc or not path.startswith("/") or path.startswith("//"):
        return "/"
    return path


def _common(request: Request) -> dict[str, Any]:
    hub: Hub = request.app.state.hub
    person = getattr(request.state, "person", None)
    known = hub.territory_labels()
    mine = person.territories if person else ()
    return {
        "path": request.url.path,
        "person": person,
        "csrf": getattr(request.state, "csrf", ""),
        "notice": unquote(request.cookies.get(NOTICE, "")),
        "territories": {id_: name for id_, name in known.items() if not mine or id_ in mine},
        "sources": hub.credits() if person else [],
    }


@lru_cache(maxsize=1)
def _templates() -> Environment:
    folder = Path(__file__).parent / "templates"
    found = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)
    found.globals.update(labels=labels, label=labels.label, printed=printed, glossary=glossary)
    found.filters.update(day=printed.day, moment=printed.moment, clean=printed.clean, web=_web_address)
    return found


def _web_address(url: str | None) -> str | None:
    """The address when it is one that may be followed: a notice could say ``javascript:``."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None
