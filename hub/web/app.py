"""The review pages and the JSON API over an open hub: ``create_app(hub)``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles

from hub.plugin_api.errors import HubError
from hub.web import api, pages
from hub.web.access import COOKIE, Access

if TYPE_CHECKING:
    from hub.app import Hub

HERE = Path(__file__).parent
OPEN_PATHS = ("/connexion", "/sante", "/static/")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
Next = Callable[[Request], Awaitable[Response]]


def create_app(hub: Hub, *, hosts: Sequence[str] = ("127.0.0.1", "localhost", "[::1]")) -> FastAPI:
    """The application. ``app.state.access.invite()`` gives the token of a one-time link.

    ``hosts`` are the names by which a browser may call it; any other is refused, so that a page
    elsewhere cannot reach it under a name of its own.
    """
    app = FastAPI(title="Passerelle", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    app.state.hub, app.state.access = hub, Access()
    app.middleware("http")(_guard)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    app.add_exception_handler(HubError, _told)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    app.include_router(pages.router)
    app.include_router(api.router)
    return app


async def _guard(request: Request, call_next: Next) -> Response:
    """No page without the cookie; the same headers on everything."""
    response = await (_refused(request) if _is_stranger(request) else call_next(request))
    response.headers.update(HEADERS)
    return response


def _is_stranger(request: Request) -> bool:
    if request.url.path.startswith(OPEN_PATHS):
        return False
    return not request.app.state.access.allows(request.cookies.get(COOKIE))


async def _refused(request: Request) -> Response:
    if request.url.path.startswith("/api/"):
        error = {
            "code": "not-signed-in",
            "cause": "Cette adresse demande une connexion.",
            "next_step": "hub review",
        }
        return JSONResponse(error, status_code=401)
    return RedirectResponse("/connexion", status_code=303)


async def _told(request: Request, error: Any) -> Response:
    status = 404 if error.code.startswith("unknown-") else 400 if error.code.endswith("-invalid") else 503
    if request.url.path.startswith("/api/"):
        return JSONResponse(error.as_dict(), status_code=status)
    return pages.error_page(request, error.as_dict(), status)
