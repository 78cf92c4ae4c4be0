"""``/recherches``: filters of the queue under a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import APIRouter, Response

from hub.plugin_api.errors import HubError
from hub.web.addresses import Number
from hub.web.filters import CHOICES, read_filters
from hub.web.forms import Posted
from hub.web.people import Reader, TheHub
from hub.web.render import back

router = APIRouter(include_in_schema=False)
MOST = 50
KEPT = frozenset(
    (
        *CHOICES,
        *("territory", "query", "buyer", "assignee", "trade", "amount_min", "amount_max"),
        *("since", "deadline_from", "deadline_to", "unread"),
    )
)
"""The filters that a search keeps; anything else in the address is not one."""


@router.post("/recherches")
def save(hub: TheHub, person: Reader, form: Posted) -> Response:
    """Keep the filters of the list that was looked at; ``filters`` is its address."""
    filters = _filters(form.text("filters", longest=4000))
    if not filters:
        raise HubError(
            "Une recherche a au moins un filtre.", code="search-invalid", next_step="Filtrer, puis garder."
        )
    if len(hub.saved_searches(person)) >= MOST:
        raise HubError(
            f"Un compte a au plus {MOST} recherches.", code="search-invalid", next_step="En supprimer une."
        )
    found = hub.save_search(person, form.text("name", longest=200), filters)
    return back(address(found), f"Recherche gardée : {found['name']}. Elle peut prévenir : page Alertes.")


@router.post("/recherches/{id_}/renommer")
def rename(hub: TheHub, person: Reader, form: Posted, id_: Number) -> Response:
    """Give it another name; its feeds and alerts go on."""
    hub.rename_search(person, id_, form.text("name", longest=200))
    return back("/alertes", "Recherche renommée.")


@router.post("/recherches/{id_}/supprimer")
def forget(hub: TheHub, person: Reader, form: Posted, id_: Number) -> Response:
    """Forget it, with its feeds and alerts."""
    hub.forget_search(person, id_)
    return back("/alertes", "Recherche supprimée, avec ses flux et ses alertes.")


def address(search: Mapping[str, Any]) -> str:
    """The list that a saved search makes."""
    return "/?" + urlencode({name: value for name, value in search["filters"].items() if value})


def _filters(address_: str) -> dict[str, str]:
    """The filters of an address of the queue; raises ``filter-invalid``."""
    asked = parse_qsl(urlsplit(address_).query, max_num_fields=60)
    kept = {name: value for name, value in asked if name in KEPT and value}
    read_filters(kept)
    return kept
