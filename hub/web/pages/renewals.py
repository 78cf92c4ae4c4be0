"""``/renouvellements``: running contracts that end, as a list and as a calendar (``?vue=calendrier``)."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from hub.review import renewal_words
from hub.review.labels import WINDOWS
from hub.review.renewal_calendar import calendar_of
from hub.web.list_filters import renewal_filters
from hub.web.listing import listing
from hub.web.people import Reader, TheHub
from hub.web.render import page

router = APIRouter(include_in_schema=False)
_WITHIN = {str(months): f"{months} mois" for months in (6, 12, 18, 24, 36, 48)}
_CARDS, _BARS = 25, 60


@router.get("/renouvellements")
def renewals(request: Request, hub: TheHub, person: Reader) -> Response:
    """The renewals that this person may see, the window that closes first at the top."""
    params = request.query_params
    asked = renewal_filters(params, person)
    as_calendar = params.get("vue") == "calendrier"
    here = listing("/renouvellements", params, _BARS if as_calendar else _CARDS)
    here = replace(here, total=hub.count_renewals(**asked))
    items = hub.renewals(**asked, limit=here.size, offset=here.start)
    return page(
        request,
        "renouvellements.html",
        items=items,
        here=here,
        calendar=calendar_of(items, hub.clock.today) if as_calendar else None,
        words=renewal_words,
        windows=WINDOWS,
        within=_WITHIN,
        today=hub.clock.today,
    )
