"""``/employeurs``: the registry of inclusive employers, and what a territory asks of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response

from hub.access.person import Person
from hub.pipeline.matching.activities import sector_label
from hub.plugin_api.errors import HubError
from hub.web.errors import status_of
from hub.web.list_filters import employer_filters
from hub.web.listing import Listing, listing
from hub.web.people import Reader, TheHub
from hub.web.places import near
from hub.web.render import page

if TYPE_CHECKING:
    from hub.app import Hub

Json = dict[str, Any]
router = APIRouter(include_in_schema=False)
_PAGE = 60


@router.get("/employeurs")
def employers(request: Request, hub: TheHub, person: Reader) -> Response:
    """The employers that the filters select: registries are public, all of them may be seen."""
    here = listing("/employeurs", request.query_params, _PAGE)
    try:
        shown, error = _found(hub, here), None
    except HubError as refused:
        shown, error = _nothing(here), refused
    return page(
        request,
        "employeurs.html",
        status=status_of(error.code) if error else 200,
        **shown,
        error=error,
        sector=sector_label,
        load=_load_link(person, here.chosen.get("territory")),
    )


@router.get("/employeurs/charge")
def load(request: Request, hub: TheHub, person: Reader, territory: str = "") -> Response:
    """Hours asked of a territory by trade and quarter, beside what its employers could carry."""
    if not person.sees([territory]):
        raise HubError(
            f"Aucun territoire ne s’appelle « {territory[:80]} ».",
            code="unknown-territory",
            next_step="Choisir un territoire de la liste : /employeurs",
        )
    return page(request, "charge.html", load=hub.territory_load(territory))


def _found(hub: Hub, here: Listing) -> Json:
    filters, place = employer_filters(hub, here.chosen)
    tally = hub.tally_employers(filters)
    items = hub.employers(filters, limit=here.size, offset=here.start)
    drawn = hub.map_of_employers(
        items, near=filters.near, radius_km=filters.radius_km, territory=filters.territory
    )
    return {
        "here": replace(here, total=tally.total),
        "place": place,
        "tally": tally,
        "items": items,
        "map": drawn if items else None,
    }


def _nothing(here: Listing) -> Json:
    place = near(here.chosen.get("near", ""))
    return {"here": here, "place": place, "tally": None, "items": [], "map": None}


def _load_link(person: Person, territory: str | None) -> str | None:
    """The territory whose hours this person may see."""
    return territory if territory and person.sees([territory]) else None
