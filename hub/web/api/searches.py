"""``/api/searches``: one's own saved searches."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hub.plugin_api.errors import HubError
from hub.web.addresses import Number
from hub.web.api.answers import Body, Json, Listing, whole
from hub.web.api.route import room
from hub.web.filters import FilterInvalid, read_filters
from hub.web.pages.searches import KEPT, MOST
from hub.web.people import Reader, TheHub

router = room("recherches")
Filters = dict[Annotated[str, Field(max_length=20)], Annotated[str, Field(max_length=200)]]


class NewSearch(Body):
    """A name, and filters in the names of ``/api/marches``."""

    name: str = Field(min_length=1, max_length=80)
    filters: Filters = Field(min_length=1, max_length=30)


class NewName(Body):
    """Another name."""

    name: str = Field(min_length=1, max_length=80)


@router.get("/searches", response_model=Listing)
def searches(hub: TheHub, person: Reader) -> Json:
    """By name."""
    return whole(hub.saved_searches(person))


@router.post("/searches", status_code=201)
def save(hub: TheHub, person: Reader, body: NewSearch) -> Json:
    """Keep filters under a name."""
    unknown = sorted(body.filters.keys() - KEPT)
    if unknown:
        raise FilterInvalid(f"« {unknown[0]} » n’est pas un filtre : {', '.join(sorted(KEPT))}.")
    read_filters(body.filters, person.login)
    if len(hub.saved_searches(person)) >= MOST:
        raise HubError(
            f"Un compte a au plus {MOST} recherches.", code="search-invalid", next_step="En supprimer une."
        )
    found: Json = hub.save_search(person, body.name, body.filters)
    return found


@router.patch("/searches/{id_}")
def rename(hub: TheHub, person: Reader, id_: Number, body: NewName) -> Json:
    """Give it another name; its feeds and alerts go on."""
    hub.rename_search(person, id_, body.name)
    found: Json = hub.saved_search(person, id_)
    return found


@router.delete("/searches/{id_}")
def forget(hub: TheHub, person: Reader, id_: Number) -> Json:
    """Forget one, with its feeds and alerts."""
    hub.forget_search(person, id_)
    return {"id": id_}
