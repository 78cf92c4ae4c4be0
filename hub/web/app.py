"""The review pages and the JSON API over an open hub: ``create_app(hub)``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles

from hub.access.oidc import openid_of
from hub.web.api import ROUTERS, describe
from hub.web.errors import handlers
from hub.web.guard import Guard
from hub.web.headers import Headers
from hub.web.pages import (
    account,
    accounts,
    alerts,
    apart,
    decisions,
    decisions_bulk,
    employer,
    employers,
    exports,
    feeds,
    glossary,
    marche,
    openid,
    quarantine,
    queue,
    renewals,
    searches,
    sign_in,
    sources,
    unsubscribe,
)

if TYPE_CHECKING:
    from hub.app import Hub

HERE = Path(__file__).parent


def create_app(hub: Hub, *, hosts: Sequence[str] = ("127.0.0.1", "localhost", "[::1]")) -> FastAPI:
    """The application.

    ``hosts`` are the names by which a browser may call it, beside the one of ``HUB_PUBLIC_URL``; any other
    is refused, so that a page elsewhere cannot reach it under a name of its own.
    """
    app = FastAPI(
        title="Passerelle",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        middleware=_middleware(hub, hosts),
        exception_handlers=handlers(),
    )
    app.state.hub = hub
    app.state.openid = openid_of(hub.settings)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    # First: « /marches/{id} » would take « /marches/x.ics » for an id.
    app.include_router(exports.router)
    for room in (renewals, employers, employer, sources, quarantine, glossary):
        app.include_router(room.router)
    for room in (queue, marche, decisions, decisions_bulk, apart, sign_in, openid, account, accounts):
        app.include_router(room.router)
    for room in (searches, alerts, feeds, unsubscribe):
        app.include_router(room.router)
    for router in ROUTERS:
        app.include_router(router)
    describe(app)
    return app


def _middleware(hub: Hub, hosts: Sequence[str]) -> list[Middleware]:
    """From the outside in."""
    public = urlsplit(hub.settings.public_url or "").hostname
    allowed = [*hosts, *([public] if public else [])]
    return [
        Middleware(Headers),
        Middleware(TrustedHostMiddleware, allowed_hosts=allowed, www_redirect=False),
        Middleware(Guard),
    ]
