"""``/connexion/openid``: to the provider, and back from it."""

from __future__ import annotations

import hmac
from urllib.parse import quote, unquote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from hub.access.errors import SignInRefused
from hub.access.oidc import Attempt, OpenId
from hub.access.opaque import new_token
from hub.plugin_api.errors import HubError
from hub.web import cookies
from hub.web.pages.sign_in import agent_of, form_page, signed_in
from hub.web.people import TheHub
from hub.web.render import local

router = APIRouter(include_in_schema=False)
_BACK = "/connexion/openid/retour"


@router.get("/connexion/openid")
def leave(request: Request, hub: TheHub, suite: str = "/") -> Response:
    """To the provider, with a secret that only this browser has."""
    attempt = Attempt(new_token())
    try:
        address = _provider(request).address(attempt, _redirect_uri(request, hub))
    except HubError as error:
        return form_page(request, hub, suite, error)
    response = RedirectResponse(address, status_code=303)
    cookies.set_attempt(request, response, f"{attempt.secret}.{quote(local(suite), safe='')}")
    return response


@router.get(_BACK)
def come_back(request: Request, hub: TheHub, code: str = "", state: str = "") -> Response:
    """From the provider, with a code for whoever asked."""
    secret, _, suite = cookies.attempt_cookie(request).partition(".")
    suite = local(unquote(suite))
    try:
        cookie = _cookie(request, hub, Attempt(secret), code, state)
        response = signed_in(request, hub, cookie, suite)
    except HubError as error:
        response = form_page(request, hub, suite, error)
    cookies.drop_attempt(request, response)
    return response


def _cookie(request: Request, hub: TheHub, attempt: Attempt, code: str, state: str) -> str:
    ours = bool(attempt.secret) and hmac.compare_digest(
        attempt.state, state.encode("ascii", "replace").decode()
    )
    if not ours or not code:
        raise SignInRefused(
            "Le retour du fournisseur d’identité ne répond à aucune demande de ce navigateur.",
            next_step="Recommencer depuis la page de connexion.",
        )
    identity = _provider(request).identity(code, attempt, _redirect_uri(request, hub), hub.clock.now())
    cookie: str = hub.sign_in_vouched(identity, agent_of(request))
    return cookie


def _provider(request: Request) -> OpenId:
    found: OpenId | None = request.app.state.openid
    if found is None:
        raise HubError(
            "Aucun fournisseur d’identité n’est réglé ici.",
            code="unknown-provider",
            next_step="Se connecter par mot de passe.",
        )
    return found


def _redirect_uri(request: Request, hub: TheHub) -> str:
    return (hub.settings.public_url or str(request.base_url).rstrip("/")) + _BACK
