"""``/api/export/{list}.{ext}``: the same files as the pages give, with the filters of the list."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path, Query, Request, Response
from pydantic import BaseModel, Field

from hub.exports import FORMATS
from hub.web.api.route import room
from hub.web.api.wanted import EmployerFilters, MarcheFilters, RenewalFilters, RunFilters
from hub.web.filters import read_filters
from hub.web.list_filters import renewal_filters
from hub.web.pages.exports import export_of
from hub.web.people import Reader, TheHub
from hub.web.scope import limited

router = room("exports")
Extension = Annotated[str, Path(max_length=10, description=f"One of {', '.join(FORMATS)}.")]
_FILES: dict[str, Any] = {each.media.partition(";")[0]: {} for each in FORMATS.values()}
_A_FILE: dict[int | str, dict[str, Any]] = {200: {"description": "The file, all of it.", "content": _FILES}}
_AS_FILE: dict[str, Any] = {"response_class": Response, "responses": _A_FILE}


class _Style(BaseModel):
    style: str | None = Field(default=None, max_length=10, description="Of a CSV: fr or plain.")


class Marches(MarcheFilters, _Style):
    """Filters and a style."""


class Renewals(RenewalFilters, _Style):
    """Filters and a style."""


class Employers(EmployerFilters, _Style):
    """Filters and a style."""


class Runs(RunFilters, _Style):
    """Filters and a style."""


@router.get("/export/marches.{ext}", **_AS_FILE)
def marches(
    request: Request, hub: TheHub, person: Reader, ext: Extension, wanted: Annotated[Marches, Query()]
) -> Response:
    """The queue."""
    filters = limited(person, read_filters(wanted.words(), person.login))
    return export_of(request, hub, person, "marches", ext, filters)


@router.get("/export/renewals.{ext}", **_AS_FILE)
def renewals(
    request: Request, hub: TheHub, person: Reader, ext: Extension, wanted: Annotated[Renewals, Query()]
) -> Response:
    """The renewals."""
    filters = renewal_filters(wanted.words(), person)
    return export_of(request, hub, person, "renewals", ext, filters)


@router.get("/export/employers.{ext}", **_AS_FILE)
def employers(
    request: Request, hub: TheHub, person: Reader, ext: Extension, wanted: Annotated[Employers, Query()]
) -> Response:
    """The registry."""
    return export_of(request, hub, person, "employers", ext, wanted.chosen(hub))


@router.get("/export/runs.{ext}", **_AS_FILE)
def runs(
    request: Request, hub: TheHub, person: Reader, ext: Extension, wanted: Annotated[Runs, Query()]
) -> Response:
    """The ledger."""
    return export_of(request, hub, person, "runs", ext, wanted.chosen())
