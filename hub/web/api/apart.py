"""``/api/marches/{id}/apart`` and ``/together``: a notice that is not of this marché, or is after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from hub.web.api.answers import Body, Json, Listing, whole
from hub.web.api.route import OUTRUN, room
from hub.web.people import Facilitator, Reader, TheHub
from hub.web.regroup import member, name_of, present_id, regroup
from hub.web.scope import seen_by

if TYPE_CHECKING:
    from hub.app import Hub

router = room("suivi")


class Document(Body):
    """A document of the marché, as ``connector:key``."""

    document: str = Field(max_length=200)


class Regrouped(BaseModel):
    """``id`` is the marché that holds the document now; ``done`` is false while another program
    consolidates: the change is written, and shows within minutes."""

    id: str
    document: str
    done: bool


@router.get("/marches/{id_}/apart", response_model=Listing)
def apart(hub: TheHub, person: Reader, id_: str) -> Json:
    """The documents of this marché that a person took out of another."""
    return whole(hub.set_apart(seen_by(hub, person, id_)))


@router.post("/marches/{id_}/apart", responses=OUTRUN)
def take_apart(hub: TheHub, person: Facilitator, id_: str, body: Document) -> Regrouped:
    """Say that a document is not of this marché; it stays so whatever comes."""
    item = seen_by(hub, person, id_)
    document = member(item, body.document)
    hub.audit(person, "avis.detachement", item["id"], {"document": name_of(document)})
    done = regroup(hub, lambda: hub.take_apart(item["id"], name_of(document), person.login))
    return _after(hub, item, document, done)


@router.post("/marches/{id_}/together", responses=OUTRUN)
def put_back(hub: TheHub, person: Facilitator, id_: str, body: Document) -> Regrouped:
    """Undo ``apart``, in the marché where the document is now."""
    item = seen_by(hub, person, id_)
    document = member(item, body.document)
    hub.audit(person, "avis.rattachement", item["id"], {"document": name_of(document)})
    done = regroup(hub, lambda: hub.put_back(item["id"], name_of(document)))
    return _after(hub, item, document, done)


def _after(hub: Hub, item: Json, document: Json, done: bool) -> Regrouped:
    return Regrouped(id=present_id(hub, document, item), document=name_of(document), done=done)
