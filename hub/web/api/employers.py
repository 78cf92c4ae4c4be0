"""``/api/employers``: the registry of inclusive employers, and what people correct in it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from pydantic import Field

from hub.pipeline.employers import Correction
from hub.pipeline.employers.corrections import FIELDS
from hub.review.decide import check_note
from hub.web.api.answers import Body, Json, Listing, Paging, listing, whole
from hub.web.api.documents import Employer, Employers, shows
from hub.web.api.route import OUTRUN, room
from hub.web.api.wanted import EmployerFilters
from hub.web.people import Facilitator, Reader, TheHub

router = room("employeurs")


class Wanted(EmployerFilters, Paging):
    """Filters and a page."""


class NewCorrection(Body):
    """``value`` is a text, a list or a number as the field has it; ``null`` gives the word back to the
    registries."""

    field: str = Field(max_length=40, description=f"One of {', '.join(FIELDS)}.")
    value: Any = None
    reason: str = Field(max_length=500, description="Where you know it from.")


class Reason(Body):
    """Why."""

    reason: str = Field(max_length=500)


@router.get("/employers", response_model=None, responses=shows(Employers))
def employers(hub: TheHub, person: Reader, wanted: Annotated[Wanted, Query()]) -> Json:
    """Nearest first when ``near`` is given, else by name."""
    filters = wanted.chosen(hub)
    items = hub.employers(filters, limit=wanted.limit, offset=wanted.start)
    return listing(items, hub.count_employers(filters), wanted.start)


@router.get("/employers/{id_}", response_model=None, responses=shows(Employer))
def employer(hub: TheHub, person: Reader, id_: str) -> Json:
    """One employer with everything known about it, by id, former id, SIRET or ``connector:key``.
    ``sources[].values`` are what each registry says."""
    found = hub.employer(id_)
    return {**found, "sources": hub.employer_entries(found)}


@router.get("/employers/{id_}/marches", response_model=Listing)
def marches(hub: TheHub, person: Reader, id_: str) -> Json:
    """The marchés for which it was proposed, in your territories."""
    return whole(hub.marches_of_employer(hub.employer(id_)["id"], within=person.territories))


@router.get("/activities", response_model=Listing)
def activities(hub: TheHub, person: Reader) -> Json:
    """The activities as the registries name them: ``{id}``."""
    return whole([{"id": each} for each in hub.known_activities()])


@router.post("/employers/{id_}/corrections", response_model=None, responses=shows(Employer))
def correct(hub: TheHub, person: Facilitator, id_: str, body: NewCorrection) -> Json:
    """Correct a fact; it stands whatever the registries say later. Answers the employer after it."""
    check_note(body.reason)
    id_ = hub.employer(id_)["id"]
    after: Json = hub.correct_employer(id_, Correction(author=person.login, **body.model_dump()))
    hub.audit(person, "employeur.correction", id_, {"fields": [body.field]})
    return after


@router.post(
    "/employers/{id_}/corrections/{field}/undo", response_model=None, responses=shows(Employer, OUTRUN)
)
def restore(hub: TheHub, person: Facilitator, id_: str, field: str, body: Reason) -> Json:
    """Give the word on a field back to the registries."""
    check_note(body.reason)
    id_ = hub.employer(id_)["id"]
    after: Json = hub.undo_employer_correction(id_, [field], person.login, body.reason)
    hub.audit(person, "employeur.correction.annulation", id_, {"fields": [field[:40]]})
    return after
