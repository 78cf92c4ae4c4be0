"""Who asks, as what a route's function takes: ``person: Facilitator``, ``hub: TheHub``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request

from hub.access.errors import NotSignedIn, RoleTooLow
from hub.access.person import ADMINISTER, DECIDE, READ, Person
from hub.web.errors import is_api
from hub.web.forms import read_form

if TYPE_CHECKING:
    from hub.app import Hub

SAFE = ("GET", "HEAD", "OPTIONS")


def the_hub(request: Request) -> Hub:
    """The open hub."""
    hub: Hub = request.app.state.hub
    return hub


def _at_least(role: str) -> Callable[[Request], Awaitable[Person]]:
    async def person(request: Request) -> Person:
        found: Person | None = getattr(request.state, "person", None)
        if found is None:
            raise NotSignedIn("Cette adresse demande une connexion.")
        if not found.may(role):
            raise RoleTooLow("Votre rôle ne permet pas cette action.")
        if request.method not in SAFE and not is_api(request):
            # Verified here too: a route that forgets its form is still not open to a forged one.
            await read_form(request)
        return found

    return person


Reader = Annotated[Person, Depends(_at_least(READ))]
Facilitator = Annotated[Person, Depends(_at_least(DECIDE))]
Administrator = Annotated[Person, Depends(_at_least(ADMINISTER))]
TheHub = Annotated[Any, Depends(the_hub)]
"""``hub: TheHub`` is a :class:`hub.app.Hub`; FastAPI reads annotations at run time, where it is not known."""
