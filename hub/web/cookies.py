"""The cookies: the session's, the visitor's whose sign-in form must be protected too, and the one of a
sign-in that goes by an OpenID Connect provider."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from hub.access.opaque import new_token
from hub.access.sessions import LONGEST, csrf_of

SESSION, VISITOR, ATTEMPT = "passerelle", "passerelle_visite", "passerelle_openid"
_HOST = "__Host-"
"""A browser takes a cookie of such a name only over https, for one host and no neighbour of it."""

_VISIT_S = 2 * 3600
_ATTEMPT_S = 10 * 60


def session_cookie(request: Request) -> str | None:
    """The session's cookie that the browser sent."""
    return request.cookies.get(_name(request, SESSION))


def visitor_cookie(request: Request) -> str | None:
    """The cookie of a browser that is not signed in."""
    return request.cookies.get(_name(request, VISITOR))


def set_session(request: Request, response: Response, cookie: str) -> None:
    """Sign the browser in. ``lax``: a link in a mail must open for whoever is signed in, which
    ``strict`` would not allow; no form of another site is sent with it all the same."""
    _set(request, response, SESSION, cookie, int(LONGEST.total_seconds()))
    _drop(request, response, VISITOR)


def drop_session(request: Request, response: Response) -> None:
    """Sign the browser out."""
    _drop(request, response, SESSION)


def begin_visit(request: Request) -> str | None:
    """A visitor's secret for a browser that has none; the forms of this page are bound to it."""
    if request.state.csrf:
        return None
    secret = new_token()
    request.state.csrf = csrf_of(secret)
    return secret


def set_visitor(request: Request, response: Response, secret: str | None) -> None:
    """Give the browser the secret of :func:`begin_visit`, if there is one."""
    if secret is not None:
        _set(request, response, VISITOR, secret, _VISIT_S)


def set_attempt(request: Request, response: Response, value: str) -> None:
    """Remember a sign-in begun at the provider; ``lax``, since the way back is a link of another site."""
    _set(request, response, ATTEMPT, value, _ATTEMPT_S)


def attempt_cookie(request: Request) -> str:
    """What :func:`set_attempt` gave."""
    return request.cookies.get(_name(request, ATTEMPT), "")


def drop_attempt(request: Request, response: Response) -> None:
    """It serves once."""
    _drop(request, response, ATTEMPT)


def is_secure(request: Request) -> bool:
    """Whether the browser came by https: seen here, or ended at the proxy of ``HUB_PUBLIC_URL``."""
    if request.url.scheme == "https":
        return True
    public = urlsplit(request.app.state.hub.settings.public_url or "")
    return public.scheme == "https" and request.headers.get("host", "").lower() == public.netloc


def _name(request: Request, name: str) -> str:
    return _HOST + name if is_secure(request) else name


def _set(request: Request, response: Response, name: str, value: str, max_age: int) -> None:
    secure = is_secure(request)
    response.set_cookie(
        _name(request, name), value, max_age=max_age, path="/", httponly=True, samesite="lax", secure=secure
    )


def _drop(request: Request, response: Response, name: str) -> None:
    secure = is_secure(request)
    response.delete_cookie(_name(request, name), path="/", httponly=True, samesite="lax", secure=secure)
