"""``/marches/{id}``: one marché with everything known about it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from starlette.background import BackgroundTask

from hub.plugin_api.errors import HubError
from hub.web.marche_view import marche_page
from hub.web.people import Reader, TheHub
from hub.web.scope import seen_by

if TYPE_CHECKING:
    from hub.app import Hub

router = APIRouter(include_in_schema=False)
_INPUTS = ("lot", "amount", "labour_share", "insertion_rate", "hourly_cost")


@router.get("/marches/{id_}")
def marche(request: Request, hub: TheHub, person: Reader, id_: str) -> Response:
    """One marché. ``?amount=…&labour_share=…`` computes the hours of ``lot`` again, and keeps nothing."""
    document = seen_by(hub, person, id_)
    asked = {name: request.query_params[name][:40] for name in _INPUTS if name in request.query_params}
    answer = marche_page(request, hub, person, document, asked=asked)
    # Afterwards: a page must not wait for whoever is writing the store.
    answer.background = BackgroundTask(_mark_read, hub, document["id"], person.login)
    return answer


def _mark_read(hub: Hub, id_: str, login: str) -> None:
    with suppress(HubError):
        hub.mark_read(id_, login)
