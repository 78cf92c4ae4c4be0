"""``/api/runs``: the ledger, and the held runs to accept."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from hub.web.api.answers import Json, Listing, Paging, listing, whole
from hub.web.api.documents import Run, Runs, shows
from hub.web.api.route import OUTRUN, room
from hub.web.api.wanted import RunFilters
from hub.web.people import Administrator, Reader, TheHub

router = room("exécutions")


class Wanted(RunFilters, Paging):
    """Whose runs, and a page."""


@router.get("/runs", response_model=None, responses=shows(Runs))
def runs(hub: TheHub, person: Reader, wanted: Annotated[Wanted, Query()]) -> Json:
    """The newest first."""
    items = hub.runs(**wanted.chosen(), limit=wanted.limit, offset=wanted.start)
    return listing(items, hub.count_runs(**wanted.chosen()), wanted.start)


@router.get("/runs/{id_}", response_model=None, responses=shows(Run))
def run(hub: TheHub, person: Reader, id_: str) -> Json:
    """One run with its notes."""
    found: Json = hub.run(id_)
    return found


@router.get("/runs/{id_}/changes", response_model=Listing)
def changes(hub: TheHub, person: Reader, id_: str) -> Json:
    """What a held run would change: ``{key, event, employer, name}``."""
    return whole(hub.held_changes(id_))


@router.post("/runs/{id_}/accept", response_model=None, responses=shows(Run, OUTRUN))
def accept(hub: TheHub, person: Administrator, id_: str) -> Json:
    """Apply what a held run asked for: a person looked, and it is true. Answers the run that did it."""
    report = hub.accept_held(id_)
    hub.audit(person, "execution.acceptation", report.id)
    hub.consolidate_employers()
    found: Json = hub.run(report.id)
    return found
