"""``/``: the queue, best first, with its filters and the saved searches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response

from hub.access.person import Person
from hub.web.filters import CHOICES, read_filters
from hub.web.listing import listing
from hub.web.pages.searches import address
from hub.web.people import Reader, TheHub
from hub.web.render import page
from hub.web.scope import limited

if TYPE_CHECKING:
    from hub.app import Hub

router = APIRouter(include_in_schema=False)
PAGE = 25
SORTS = {"deadline": "date des offres", "amount": "montant", "published": "publication"}
# Filters that stand in the folded part of the form.
_FURTHER = {"level", "stage", "nature", "trade", "buyer", "amount_min", "amount_max"}
_FURTHER |= {"deadline_from", "deadline_to", "since", "assignee"}


@router.get("/")
def queue(request: Request, hub: TheHub, person: Reader) -> Response:
    """The queue."""
    filters = limited(person, read_filters(request.query_params, person.login))
    at = listing("/", request.query_params, PAGE)
    shown = hub.queue_page(filters, person.login, limit=PAGE, offset=at.start)
    return page(
        request,
        "queue.html",
        items=shown.items,
        moments=shown.moments,
        at=replace(at, total=shown.total),
        active=sum(name != "sort" for name in at.chosen),
        further=not _FURTHER.isdisjoint(at.chosen),
        choices=CHOICES,
        sorts=SORTS,
        searches=_searches(hub, person, at.chosen),
    )


def _searches(hub: Hub, person: Person, chosen: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "name": each["name"],
            "address": address(each),
            "chosen": each["filters"] == chosen,
        }
        for each in hub.saved_searches(person)
    ]
