"""``/api/renewals``: running contracts that end, with the window to act."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from hub.web.api.answers import Json, Paging, listing
from hub.web.api.documents import Renewals, shows
from hub.web.api.route import room
from hub.web.api.wanted import RenewalFilters
from hub.web.list_filters import renewal_filters
from hub.web.people import Reader, TheHub

router = room("renouvellements")


class Wanted(RenewalFilters, Paging):
    """Filters and a page."""


@router.get("/renewals", response_model=None, responses=shows(Renewals))
def renewals(hub: TheHub, person: Reader, wanted: Annotated[Wanted, Query()]) -> Json:
    """The nearest first."""
    asked = renewal_filters(wanted.words(), person)
    items = hub.renewals(**asked, limit=wanted.limit, offset=wanted.start)
    return listing(items, hub.count_renewals(**asked), wanted.start)
