"""``/``: the queue, best first, with its filters and the saved searches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from hub.access.person import Person
from hub.web.filters import CHOICES, read_filters, read_number
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
    start = read_number(request.query_params, "cursor", 0, 10**9)
    shown = hub.queue_page(filters, person.login, limit=PAGE, offset=start)
    chosen = _chosen(request.query_params)
    after = start + len(shown.items)
    return page(
        request,
        "queue.html",
        items=shown.items,
        total=shown.total,
        moments=shown.moments,
        start=start,
        earlier=max(0, start - PAGE) or None,
        following=after if shown.items and after < shown.total else None,
        chosen=chosen,
        active=sum(name != "sort" for name in chosen),
        further=not _FURTHER.isdisjoint(chosen),
        here=_link(chosen, {}),
        link=lambda **changed: _link(chosen, changed),
        choices=CHOICES,
        sorts=SORTS,
        searches=_searches(hub, person, chosen),
    )


def _searches(hub: Hub, person: Person, chosen: Mapping[str, str]) -> list[dict[str, Any]]:
    found = hub.saved_searches(person)
    return [
        {"name": each["name"], "address": _link(each["filters"], {}), "chosen": each["filters"] == chosen}
        for each in found
    ]


def _chosen(params: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in params.items() if value and name != "cursor"}


def _link(chosen: Mapping[str, str], changed: Mapping[str, Any]) -> str:
    """The queue's address with some filters changed; ``None`` takes one away."""
    kept = {name: value for name, value in {**chosen, **changed}.items() if value is not None}
    return "/?" + urlencode(kept) if kept else "/"
