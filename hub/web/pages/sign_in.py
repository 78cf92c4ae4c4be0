"""``/connexion`` and ``/deconnexion``: in by a password or a one-time link, and out."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from hub.access.errors import AccountInvalid, LinkSpent, SignInRefused, TooManyAttempts
from hub.access.invitations import PASSWORD, SIGN_IN
from hub.access.passwords import LONGEST, SHORTEST, chosen_twice
from hub.web import cookies
from hub.web.errors import status_of
from hub.web.forms import Posted
from hub.web.people import TheHub
from hub.web.render import back, local, page

router = APIRouter(include_in_schema=False)
_NO_MORE = LinkSpent("Ce lien a déjà servi, a expiré, ou n’est pas le bon : il ne s’ouvre qu’une fois.")


@router.get("/connexion")
def ask(request: Request, hub: TheHub, jeton: str = "", suite: str = "/") -> Response:
    """The form; with a one-time link, the way in or the choice of a password."""
    if not jeton:
        return form_page(request, hub, suite)
    purpose, account = hub.link_for(jeton) or ("", {})
    if purpose == SIGN_IN:
        return signed_in(request, hub, hub.enter(jeton, agent_of(request)), suite)
    if purpose == PASSWORD:
        # Shown and not spent: programs that read mail open links before people do.
        return _choice(request, account, jeton)
    return form_page(request, hub, suite, _NO_MORE)


@router.post("/connexion")
def sign_in(request: Request, hub: TheHub, form: Posted) -> Response:
    """By login and password."""
    suite, login = form.text("suite"), form.text("login", longest=200)
    try:
        cookie = hub.sign_in(login, form.secret("password"), address_of(request), agent_of(request))
    except (SignInRefused, TooManyAttempts) as error:
        return form_page(request, hub, suite, error, login)
    return signed_in(request, hub, cookie, suite)


@router.post("/connexion/mot-de-passe")
def choose(request: Request, hub: TheHub, form: Posted) -> Response:
    """A password, by a one-time link."""
    token = form.text("jeton", longest=200)
    purpose, account = hub.link_for(token) or ("", {})
    if purpose != PASSWORD:
        return form_page(request, hub, "/", _NO_MORE)
    try:
        chosen = chosen_twice(form.secret("password"), form.secret("again"))
        cookie = hub.choose_password(token, chosen, agent_of(request))
    except AccountInvalid as error:
        return _choice(request, account, token, error)
    return signed_in(request, hub, cookie, "/")


@router.post("/deconnexion")
def sign_out(request: Request, hub: TheHub, form: Posted) -> Response:
    """The session ends here and in the store: its cookie, copied before, opens nothing."""
    session = request.state.session
    if session is not None:
        hub.close_session(session.person, session.id)
        hub.audit(session.person, "deconnexion", session.person.login)
    response = back("/connexion", "Vous êtes déconnecté.")
    cookies.drop_session(request, response)
    return response


def signed_in(request: Request, hub: Any, cookie: str, suite: str) -> Response:
    """A new session, whatever the browser had: a cookie planted before is worth nothing after."""
    if (old := request.state.session) is not None:
        hub.close_session(old.person, old.id)
    response = RedirectResponse(local(suite or "/"), status_code=303)
    cookies.set_session(request, response, cookie)
    return response


def form_page(request: Request, hub: Any, suite: str, error: Any = None, login: str = "") -> Response:
    """The sign-in form, with what went wrong."""
    visit = cookies.begin_visit(request)
    provider = hub.settings.oidc_label if request.app.state.openid else None
    target = local(suite or "/")
    response = page(
        request,
        "connexion.html",
        status=status_of(error.code) if error else 200,
        error=error and error.as_dict(),
        login=login,
        suite=target,
        team=hub.has_team(),
        provider=provider,
        openid=f"/connexion/openid?suite={quote(target)}",
    )
    if isinstance(error, TooManyAttempts):
        response.headers["Retry-After"] = str(error.retry_after)
    cookies.set_visitor(request, response, visit)
    return response


def _choice(request: Request, account: Any, token: str, error: Any = None) -> Response:
    visit = cookies.begin_visit(request)
    response = page(
        request,
        "mot_de_passe.html",
        status=400 if error else 200,
        error=error and error.as_dict(),
        account=account,
        token=token,
        shortest=SHORTEST,
        longest=LONGEST,
    )
    cookies.set_visitor(request, response, visit)
    return response


def address_of(request: Request) -> str:
    """Where the caller is; behind a proxy, what it says (uvicorn believes the one on this machine)."""
    return request.client.host if request.client else ""


def agent_of(request: Request) -> str:
    """What the browser calls itself."""
    return request.headers.get("user-agent", "")
