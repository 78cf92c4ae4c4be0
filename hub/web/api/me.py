"""``/api/me``: who asks, and one's own tokens."""

from __future__ import annotations

from fastapi import Request
from pydantic import Field

from hub.access.errors import RoleTooLow
from hub.access.tokens import Wanted
from hub.web.addresses import LARGEST_NUMBER, Number
from hub.web.api.answers import Body, Code, Json, Listing, whole
from hub.web.api.route import room
from hub.web.people import Reader, TheHub

router = room("moi")


class NewToken(Body):
    """A token for a program (``scope`` is ``lecture``, ``decision`` or ``administration``), or for the
    feeds of one search or one territory (``flux``). ``days`` ``null`` never expires."""

    name: str = Field(min_length=1, max_length=80)
    scope: str = Field(max_length=20)
    search: int | None = Field(default=None, ge=1, le=LARGEST_NUMBER)
    territory: Code | None = None
    days: int | None = Field(default=365, ge=1, le=3650)


@router.get("/me")
def me(person: Reader) -> Json:
    """Who you are here, with the role that your token leaves you. No territories means all."""
    return {
        "login": person.login,
        "name": person.name,
        "role": person.role,
        "territories": list(person.territories),
    }


@router.get("/me/tokens", response_model=Listing)
def tokens(hub: TheHub, person: Reader) -> Json:
    """Your tokens, without their secret."""
    return whole(hub.tokens_of(person))


@router.post("/me/tokens", status_code=201)
def create(request: Request, hub: TheHub, person: Reader, body: NewToken) -> Json:
    """A new token; ``token`` is shown this once. A token makes no other: a stolen one would outlive its
    end."""
    if request.state.bearer is not None:
        raise RoleTooLow("Un jeton n’en fait pas d’autre.", next_step="Créer le jeton dans la page /compte.")
    token, kept = hub.create_token(person, Wanted(**body.model_dump()))
    return {**kept, "token": token}


@router.delete("/me/tokens/{id_}")
def revoke(hub: TheHub, person: Reader, id_: Number) -> Json:
    """End one of your tokens."""
    hub.revoke_token(person, id_)
    return {"id": id_}
