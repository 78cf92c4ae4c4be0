"""``/api/accounts`` and ``/api/audit``: what administrators see and do."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from pydantic import Field

from hub.access.accounts import Profile
from hub.access.person import ROLES
from hub.web.api.answers import Body, Code, Json, Listing, Paging, listing, whole
from hub.web.api.route import OUTRUN, room
from hub.web.people import Administrator, TheHub
from hub.web.scope import unlimited

router = room("comptes")
Role = Annotated[str, Field(max_length=20, description=f"One of {', '.join(ROLES)}.")]
Name = Annotated[str, Field(max_length=100)]
Email = Annotated[str, Field(max_length=200)]
Territories = Annotated[tuple[Code, ...], Field(max_length=100)]


class NewAccount(Body):
    """An account without a password: ``invite`` gives the link to choose one. No territories means all."""

    login: str = Field(min_length=1, max_length=64)
    role: Role
    name: Name = ""
    email: Email | None = None
    territories: Territories = ()


class Change(Body):
    """What changes; what is left out stays."""

    role: Role | None = None
    name: Name | None = None
    email: Email | None = None
    territories: Territories | None = None


@router.get("/accounts", response_model=Listing)
def accounts(hub: TheHub, person: Administrator) -> Json:
    """By login, disabled ones too."""
    return whole(hub.accounts(by=person))


@router.post("/accounts", status_code=201)
def add(hub: TheHub, person: Administrator, body: NewAccount) -> Json:
    """A new account."""
    found: Json = hub.add_account(Profile(**body.model_dump()), by=person)
    return found


@router.get("/accounts/{login}")
def account(hub: TheHub, person: Administrator, login: str) -> Json:
    """One account."""
    found: Json = hub.account(login, by=person)
    return found


@router.patch("/accounts/{login}")
def change(hub: TheHub, person: Administrator, login: str, body: Change) -> Json:
    """Change an account; a new role or new territories close its sessions."""
    asked = body.model_dump(exclude_unset=True)
    values = {name: value for name, value in asked.items() if value is not None or name == "email"}
    found: Json = hub.change_account(login, values, by=person)
    return found


@router.post("/accounts/{login}/disable")
def disable(hub: TheHub, person: Administrator, login: str) -> Json:
    """Close an account, its sessions and its tokens."""
    found: Json = hub.disable_account(login, by=person)
    return found


@router.post("/accounts/{login}/enable")
def enable(hub: TheHub, person: Administrator, login: str) -> Json:
    """Open a disabled account again."""
    found: Json = hub.enable_account(login, by=person)
    return found


@router.post("/accounts/{login}/invite", responses=OUTRUN)
def invite(hub: TheHub, person: Administrator, login: str) -> Json:
    """``path``: the address on this site, good once, where this person chooses a password."""
    return {"path": f"/connexion?jeton={hub.invite(login, by=person)}"}


@router.get("/audit", response_model=Listing)
def audit(hub: TheHub, person: Administrator, page: Annotated[Paging, Query()]) -> Json:
    """Who did what, the newest first."""
    unlimited(person)
    return listing(hub.audit_log(limit=page.limit, offset=page.start), hub.count_audit(), page.start)
