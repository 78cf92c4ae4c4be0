"""``/comptes`` and ``/journal``: who may sign in, and what was done. For the administration."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from hub.access.accounts import Profile
from hub.access.audit import ACTIONS, FIELDS
from hub.access.errors import AccountInvalid
from hub.access.person import ROLE_WORDS
from hub.plugin_api.errors import HubError
from hub.web.errors import status_of
from hub.web.filters import read_number
from hub.web.forms import Form, Posted
from hub.web.people import Administrator, TheHub
from hub.web.render import back, page
from hub.web.scope import unlimited

router = APIRouter(include_in_schema=False)
LINES = 100


@router.get("/comptes")
def show(request: Request, hub: TheHub, person: Administrator) -> Response:
    """The accounts, and the form of a new one."""
    return _page(request, hub, person)


@router.post("/comptes")
def add(request: Request, hub: TheHub, person: Administrator, form: Posted) -> Response:
    """A new account; the page that answers holds its one-time link."""
    try:
        account = hub.add_account(_profile(form), by=person)
    except HubError as error:
        return _page(request, hub, person, error=error, typed=form.typed())
    return _with_link(request, hub, person, account["login"])


@router.get("/comptes/{login}")
def edit(request: Request, hub: TheHub, person: Administrator, login: str) -> Response:
    """One account."""
    return _page(request, hub, person, account=hub.account(login, by=person))


@router.post("/comptes/{login}")
def change(request: Request, hub: TheHub, person: Administrator, login: str, form: Posted) -> Response:
    """Its name, address, role and territories."""
    try:
        asked = _profile(form)
        values = {name: getattr(asked, name) for name in ("name", "email", "role", "territories")}
        hub.change_account(login, values, by=person)
    except AccountInvalid as error:
        return _page(request, hub, person, error=error, account=hub.account(login, by=person))
    return back(f"/comptes/{quote(login)}", "Compte modifié.")


@router.post("/comptes/{login}/lien")
def invite(request: Request, hub: TheHub, person: Administrator, login: str, form: Posted) -> Response:
    """A new one-time link, shown on this page and never again."""
    return _with_link(request, hub, person, login)


@router.post("/comptes/{login}/desactiver")
def disable(hub: TheHub, person: Administrator, login: str, form: Posted) -> Response:
    """Close the account."""
    hub.disable_account(login, by=person)
    return back("/comptes", f"Compte {login} désactivé, ses sessions sont fermées.")


@router.post("/comptes/{login}/reactiver")
def enable(hub: TheHub, person: Administrator, login: str, form: Posted) -> Response:
    """Open the account again."""
    hub.enable_account(login, by=person)
    return back("/comptes", f"Compte {login} réactivé.")


@router.get("/journal")
def log(request: Request, hub: TheHub, person: Administrator) -> Response:
    """The audit log, the newest first. It speaks of every territory."""
    unlimited(person)
    start = read_number(request.query_params, "cursor", 0, 10**9)
    lines = hub.audit_log(limit=LINES, offset=start)
    return page(
        request,
        "journal.html",
        lines=lines,
        total=hub.count_audit(),
        start=start,
        size=LINES,
        actions=ACTIONS,
        fields=FIELDS,
    )


def _profile(form: Form) -> Profile:
    return Profile(
        form.text("login", longest=200),
        form.text("role"),
        name=form.text("name", longest=200),
        email=form.text("email", longest=300) or None,
        territories=_territories(form),
    )


def _territories(form: Form) -> tuple[str, ...]:
    """None means everywhere: a form whose boxes were all left empty must not mean it by accident."""
    chosen = form.many("territories")
    if form.text("everywhere"):
        return ()
    if not chosen:
        raise AccountInvalid("Choisir des territoires, ou « tous les territoires ».")
    return chosen


def _with_link(request: Request, hub: Any, person: Any, login: str) -> Response:
    token = hub.invite(login, by=person)
    root = hub.settings.public_url or str(request.base_url).rstrip("/")
    account = hub.account(login, by=person)
    return _page(request, hub, person, account=account, link=f"{root}/connexion?jeton={token}")


def _page(request: Request, hub: Any, person: Any, **values: Any) -> Response:
    error = values.pop("error", None)
    shown = {"account": None, "link": "", "typed": {}} | values
    return page(
        request,
        "comptes.html",
        status=status_of(error.code) if error else 200,
        error=error and error.as_dict(),
        accounts=hub.accounts(by=person),
        roles=ROLE_WORDS,
        **shown,
    )
