"""``/desabonnement``: the end of an alert by the link of its letters, without signing in (RFC 8058)."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from hub.web.people import TheHub
from hub.web.render import page

router = APIRouter(include_in_schema=False)


@router.get("/desabonnement")
def ask(request: Request, hub: TheHub, alerte: int = 0, signature: str = "") -> Response:
    """Ask before: programs that read mail open its links."""
    name = hub.leave_alert(alerte, signature, end=False)
    return _page(request, name, done=False)


@router.post("/desabonnement")
def leave(request: Request, hub: TheHub, alerte: int = 0, signature: str = "") -> Response:
    """End it. The signature is the whole right: mail programs send this without cookie or form of ours."""
    name = hub.leave_alert(alerte, signature, end=True)
    return _page(request, name, done=True)


def _page(request: Request, name: str, *, done: bool) -> HTMLResponse:
    return page(
        request, "desabonnement.html", name=name, done=done, here=f"/desabonnement?{request.url.query}"
    )
