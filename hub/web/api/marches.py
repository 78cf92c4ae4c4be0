"""``/api/marches``: the queue and one marché."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request, Response

from hub.web.api.answers import Json, Paging, listing
from hub.web.api.documents import Marche, Marches, shows
from hub.web.api.route import room
from hub.web.api.wanted import MarcheFilters
from hub.web.filters import read_filters
from hub.web.pages import exports
from hub.web.people import Reader, TheHub
from hub.web.scope import limited, seen_by

router = room("marchés")


class Filters(MarcheFilters, Paging):
    """Filters and a page."""


Wanted = Annotated[Filters, Query()]


@router.get("/marches", response_model=None, responses=shows(Marches))
def marches(hub: TheHub, person: Reader, wanted: Wanted) -> Json:
    """The queue, best first unless ``sort`` says otherwise."""
    filters = limited(person, read_filters(wanted.words(), person.login))
    shown = hub.queue_page(filters, person.login, limit=wanted.limit, offset=wanted.start)
    return listing(shown.items, shown.total, wanted.start)


@router.get("/moments")
def moments(hub: TheHub, person: Reader, wanted: Annotated[MarcheFilters, Query()]) -> dict[str, int]:
    """How many marchés each ``moment`` would leave, the other filters applied."""
    filters = limited(person, read_filters(wanted.words(), person.login))
    found: dict[str, int] = hub.moments(filters)
    return found


@router.get("/marches/{id_}.ics", response_class=Response)
def agenda(request: Request, hub: TheHub, person: Reader, id_: str) -> Response:
    """The dates of one marché, as a calendar."""
    return exports.agenda(request, hub, person, id_)


@router.get("/marches/{id_}", response_model=None, responses=shows(Marche))
def marche(hub: TheHub, person: Reader, id_: str) -> Json:
    """One marché with everything known about it, by id, former id or ``connector:key`` of a notice."""
    return seen_by(hub, person, id_)


@router.post("/marches/{id_}/read")
def read(hub: TheHub, person: Reader, id_: str) -> Json:
    """Note that you have read it."""
    found = seen_by(hub, person, id_)["id"]
    hub.mark_read(found, person.login)
    return {"id": found}
