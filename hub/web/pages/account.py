"""``/compte``: one's own password, sessions and tokens."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from hub.access.errors import AccountInvalid, SignInRefused, TooManyAttempts
from hub.access.passwords import LONGEST, SHORTEST, chosen_twice
from hub.access.tokens import FEED, SCOPES, Wanted
from hub.plugin_api.errors import HubError
from hub.web.errors import status_of
from hub.web.forms import Form, Posted
from hub.web.pages.sign_in import address_of
from hub.web.people import Reader, TheHub
from hub.web.render import back, page

router = APIRouter(include_in_schema=False)
LASTING = {"30": "un mois", "365": "un an", "": "sans fin"}


@router.get("/compte")
def show(request: Request, hub: TheHub, person: Reader) -> Response:
    """Who one is, where one is signed in, and one's keys."""
    return _page(request, hub, person)


@router.post("/compte/mot-de-passe")
def change_password(request: Request, hub: TheHub, person: Reader, form: Posted) -> Response:
    """A new password; the other sessions end."""
    try:
        chosen = chosen_twice(form.secret("password"), form.secret("again"))
        hub.change_password(request.state.session, form.secret("old"), chosen, address_of(request))
    except (AccountInvalid, SignInRefused, TooManyAttempts) as error:
        return _page(request, hub, person, error=error)
    return back("/compte", "Mot de passe changé. Les autres sessions sont fermées.")


@router.post("/compte/sessions")
def close_sessions(request: Request, hub: TheHub, person: Reader, form: Posted) -> Response:
    """End one session, or all but this one."""
    if id_ := form.text("id"):
        hub.close_session(person, id_)
        return back("/compte", "Session fermée.")
    hub.close_other_sessions(request.state.session)
    return back("/compte", "Les autres sessions sont fermées.")


@router.post("/compte/jetons")
def create_token(request: Request, hub: TheHub, person: Reader, form: Posted) -> Response:
    """A new token, shown on this page and never again."""
    try:
        token, kept = hub.create_token(person, _wanted(form))
    except HubError as error:
        return _page(request, hub, person, error=error)
    return _page(request, hub, person, token=token, kept=kept)


@router.post("/compte/jetons/revoquer")
def revoke_token(hub: TheHub, person: Reader, form: Posted) -> Response:
    """End a token."""
    hub.revoke_token(person, form.number("id") or 0)
    return back("/compte", "Jeton révoqué.")


def _wanted(form: Form) -> Wanted:
    """``scope`` is a scope, or ``territoire:oisans``, ``recherche:12`` for a feed."""
    kind, _, which = form.text("scope").partition(":")
    days = form.number("days")
    name = form.text("name", longest=200)
    if kind == "territoire":
        return Wanted(name, FEED, territory=which, days=days)
    if kind == "recherche" and which.isdecimal():
        return Wanted(name, FEED, search=int(which[:18]), days=days)
    return Wanted(name, kind, days=days)


def _page(
    request: Request, hub: Any, person: Any, *, error: Any = None, token: str = "", kept: Any = None
) -> Response:
    return page(
        request,
        "compte.html",
        status=status_of(error.code) if error else 200,
        error=error and error.as_dict(),
        token=token,
        kept=kept,
        account=hub.account(person.login),
        sessions=hub.sessions_of(person),
        here=request.state.session.id,
        tokens=hub.tokens_of(person),
        scopes=[scope for scope, role in SCOPES.items() if person.may(role)],
        searches=hub.saved_searches(person),
        lasting=LASTING,
        shortest=SHORTEST,
        longest=LONGEST,
        public=hub.settings.public_url or str(request.base_url).rstrip("/"),
    )
