"""A document that leaves its marché or comes back, and the marchés that this makes, with their answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hub.plugin_api.errors import HubError
from hub.store.leases import Busy

if TYPE_CHECKING:
    from hub.app import Hub

Json = dict[str, Any]


def member(item: Json, name: str) -> Json:
    """The document ``connector:key`` of a marché; raises ``unknown-document``."""
    for document in item["documents"]:
        if name_of(document) == name:
            return dict(document)
    raise HubError(
        f"« {name[:80]} » n’est pas un document de ce marché.",
        code="unknown-document",
        next_step=f"Revenir au marché : /marches/{item['id']}",
    )


def name_of(document: Json) -> str:
    """``connector:key``."""
    return f"{document['connector']}:{document['key']}"


def regroup(hub: Hub, change: Callable[[], Any]) -> bool:
    """Write the change, consolidate, and give what is new its answers: without them it has no page.
    Whether it shows already; the change itself is written either way, and whoever consolidates now, or
    next, takes it into account."""
    try:
        change()
        hub.assess()
        hub.match()
    except Busy:
        return False
    return True


def present_id(hub: Hub, document: Json, before: Json) -> str:
    """The id of the marché that holds this document now."""
    try:
        return str(hub.marche(name_of(document))["id"])
    except HubError:
        return str(before["id"])
