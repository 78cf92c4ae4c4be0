"""What lies outside a person's territories does not exist for that person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hub.access.errors import RoleTooLow
from hub.access.person import Person
from hub.plugin_api.errors import HubError
from hub.review.queue import unknown_marche
from hub.store.queue import QueueFilter

if TYPE_CHECKING:
    from hub.app import Hub

Json = dict[str, Any]


def limited(person: Person, filters: QueueFilter) -> QueueFilter:
    """The filters, within the person's territories."""
    return replace(filters, within=person.territories)


def seen_by(hub: Hub, person: Person, id_: str) -> Json:
    """The marché, with the comparable ones that the person may open; one outside the person's territories
    is ``unknown-marche``."""
    document = hub.marche(id_)
    if not person.sees(each["id"] for each in document["territories"]):
        raise unknown_marche(id_)
    return {**document, "comparables": _opened(hub, person, document["comparables"])}


def seen_if_any(hub: Hub, person: Person, id_: str) -> Json | None:
    """The marché, ``None`` when it is gone or not the person's."""
    try:
        return seen_by(hub, person, id_)
    except HubError as error:
        if error.code != "unknown-marche":
            raise
        return None


def territory_of(hub: Hub, person: Person, id_: str) -> str:
    """The id of a territory that the person sees; raises ``unknown-territory``."""
    mine = [each for each in hub.territory_labels() if person.sees([each])]
    if id_ not in mine:
        raise HubError(
            f"Aucun territoire ne s’appelle « {id_[:80]} ».",
            code="unknown-territory",
            next_step=f"Choisir parmi {', '.join(mine)}.",
        )
    return id_


def unlimited(person: Person, what: str = "Le journal") -> None:
    """Raise unless the person sees every territory, of which ``what`` speaks."""
    if person.territories:
        raise RoleTooLow(f"{what} parle de tous les territoires : votre compte est limité à certains.")


def _opened(hub: Hub, person: Person, found: Sequence[Json]) -> list[Json]:
    if not person.territories or not found:
        return list(found)
    others = hub.marches_named([each["id"] for each in found])
    mine = {each["id"] for each in others if person.sees(place["id"] for place in each["territories"])}
    return [each for each in found if each["id"] in mine]
