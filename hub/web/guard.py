"""Who calls: nobody gets past this without a session or a token, and no other site's form either.

Sets ``request.state.person``, ``.csrf``, ``.session`` (a browser) and ``.bearer`` (a program).
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from hub.access.errors import NotSignedIn
from hub.access.sessions import csrf_of
from hub.access.tokens import FEED
from hub.plugin_api.errors import HubError
from hub.web import cookies, errors, forms
from hub.web.addresses import check_address

if TYPE_CHECKING:
    from hub.access.tokens import Bearer
    from hub.app import Hub

_SAFE: Final = ("GET", "HEAD", "OPTIONS")
# The description of the API is that of the program: it tells nothing of what is stored.
_OPEN: Final = re.compile(r"/(connexion(/.*)?|desabonnement|sante|api/openapi\.json|static/.+)")
_FEED: Final = re.compile(r"/(?:flux|agenda)/([a-z0-9-]+)\.(?:atom|ics)")
_LOOPBACK: Final = ("127.0.0.1", "::1")
CSRF_HEADER: Final = "x-csrf-token"


class Guard:
    """The middleware. What it lets through is known by name, or is a page that anybody may see."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        refusal = await self._refusal(request)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)
        await _note_use(request)

    async def _refusal(self, request: Request) -> Response | None:
        """Why not, as an answer; ``None`` lets the request through."""
        try:
            await run_in_threadpool(recognise, request)
            _check_origin(request)
            if request.state.person is None and not is_open(request):
                return await _stranger(request)
            check_address(request)
        except HubError as error:
            return await errors.answer(request, error)
        return None


def recognise(request: Request) -> None:
    """Find out who calls; raises ``not-signed-in`` for a token that is no good."""
    state = request.state
    state.person = state.session = state.bearer = None
    state.csrf = ""
    if request.url.path.startswith("/static/"):
        return
    hub: Hub = request.app.state.hub
    if (token := _token(request)) is not None:
        state.bearer = bearer = hub.bearer(token)
        if bearer is None or not _may_use(bearer, request):
            raise NotSignedIn("Ce jeton n’ouvre pas cette adresse : révoqué, expiré, ou fait pour une autre.")
        state.person = bearer.person
    elif cookie := cookies.session_cookie(request):
        state.session = session = hub.session(cookie)
        if session is not None:
            state.person, state.csrf = session.person, session.csrf
    if state.person is None and (visitor := cookies.visitor_cookie(request)):
        state.csrf = csrf_of(visitor)


def is_open(request: Request) -> bool:
    """Whether anybody may see this address."""
    path = request.url.path
    return bool(_OPEN.fullmatch(path)) or (path == "/metrics" and _is_local(request))


def _token(request: Request) -> str | None:
    """``Authorization: Bearer psr_…`` of a program; ``?jeton=`` of a reader of feeds, which sends no
    headers."""
    if errors.is_api(request) or request.url.path == "/metrics":
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        return token.strip() if kind.lower() == "bearer" else None
    if _FEED.fullmatch(request.url.path):
        return request.query_params.get("jeton")
    return None


def _may_use(bearer: Bearer, request: Request) -> bool:
    """A token in an address is read by many eyes (logs, proxies): it opens its own feed and no more."""
    feed = _FEED.fullmatch(request.url.path)
    if feed is None or bearer.scope != FEED:
        return feed is None and bearer.scope != FEED
    return feed[1] in (bearer.territory, f"recherche-{bearer.search}")


def _check_origin(request: Request) -> None:
    """No other site may make a browser write here, whatever its form carries."""
    if request.method in _SAFE or request.state.bearer is not None:
        return
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site", "same-origin")
    host = request.headers.get("host", "").lower()
    if site not in ("same-origin", "none") or (origin is not None and _netloc(origin) != host):
        raise HubError(
            "Cette demande vient d’un autre site.",
            code="foreign-origin",
            next_step="Ouvrir la page de Passerelle et recommencer depuis elle.",
        )
    by_script = errors.is_api(request) and request.state.session is not None
    if by_script and not forms.is_ours(request, request.headers.get(CSRF_HEADER, "")):
        raise forms.CsrfInvalid({})


def _netloc(origin: str) -> str | None:
    with suppress(ValueError):
        return urlsplit(origin).netloc.lower() or None
    return None


def _is_local(request: Request) -> bool:
    """Whether the caller is on this machine, and no proxy speaks for somebody else."""
    forwarded = any(name in request.headers for name in ("x-forwarded-for", "forwarded"))
    return not forwarded and request.client is not None and request.client.host in _LOOPBACK


async def _stranger(request: Request) -> Response:
    """The sign-in page, and back to the page asked for after it."""
    if errors.is_api(request) or request.method not in _SAFE or request.url.path == "/metrics":
        return await errors.answer(request, await _unsigned(request))
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse("/connexion" if path == "/" else f"/connexion?suite={quote(path)}", 303)


async def _unsigned(request: Request) -> HubError:
    """The refusal of a form sent after the session closed shows what was typed."""
    error = NotSignedIn("Cette adresse demande une connexion.")
    if not errors.is_api(request):
        with suppress(HubError):
            await forms.read_form(request)
            return error
        form: forms.Form | None = getattr(request.state, "form", None)
        error.typed = form.typed() if form else {}
    return error


async def _note_use(request: Request) -> None:
    """After the answer: a page must not wait for the store's write lock."""
    hub: Hub = request.app.state.hub
    session, bearer = request.state.session, request.state.bearer
    with suppress(HubError):
        if session is not None and session.stale:
            await run_in_threadpool(hub.touch_session, session.id)
        if bearer is not None and bearer.stale:
            await run_in_threadpool(hub.touch_token, bearer.id)
