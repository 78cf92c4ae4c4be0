"""``/marches/{id}/detacher`` and ``/rattacher``: a notice that is not of this marché, or is after all."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from hub.web.forms import Posted
from hub.web.people import Facilitator, TheHub
from hub.web.regroup import member, name_of, present_id, regroup
from hub.web.render import back, page
from hub.web.scope import seen_by

router = APIRouter(include_in_schema=False)
_LATER = " ; un autre traitement est en cours, la page suivra dans quelques minutes"


@router.get("/marches/{id_}/detacher")
def ask_detach(request: Request, hub: TheHub, person: Facilitator, id_: str, document: str = "") -> Response:
    """Ask before: the marché is consolidated again, and its answers with it."""
    item = seen_by(hub, person, id_)
    return page(request, "detacher.html", item=item, document=member(item, document), action="detacher")


@router.get("/marches/{id_}/rattacher")
def ask_reattach(
    request: Request, hub: TheHub, person: Facilitator, id_: str, document: str = ""
) -> Response:
    """Ask before undoing it."""
    item = seen_by(hub, person, id_)
    return page(request, "detacher.html", item=item, document=member(item, document), action="rattacher")


@router.post("/marches/{id_}/detacher")
def detach(hub: TheHub, person: Facilitator, form: Posted, id_: str) -> Response:
    """Take a document out of a marché; it stays out whatever comes."""
    item = seen_by(hub, person, id_)
    document = member(item, form.text("document"))
    name = name_of(document)
    hub.audit(person, "avis.detachement", item["id"], {"document": name})
    rest = next((each for each in item["documents"] if each != document), document)
    later = "" if regroup(hub, lambda: hub.take_apart(item["id"], name, person.login)) else _LATER
    return back(f"/marches/{present_id(hub, rest, item)}", f"{name} est détaché de ce marché{later}.")


@router.post("/marches/{id_}/rattacher")
def reattach(hub: TheHub, person: Facilitator, form: Posted, id_: str) -> Response:
    """Undo it: the document goes back where its names lead."""
    item = seen_by(hub, person, id_)
    document = member(item, form.text("document"))
    name = name_of(document)
    hub.audit(person, "avis.rattachement", item["id"], {"document": name})
    later = "" if regroup(hub, lambda: hub.put_back(item["id"], name)) else _LATER
    return back(f"/marches/{present_id(hub, document, item)}", f"{name} est rattaché{later}.")
