"""What people write on one marché: decisions, notes, assignments, undoing, corrected hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from hub.access.person import Person
from hub.plugin_api.errors import HubError
from hub.review.decide import Decision, InvalidDecision, Outrun
from hub.review.labels import REASONS, REVIEWS, label
from hub.review.sizing import Correction, SizingInvalid, read_inputs
from hub.web.forms import Form, Posted
from hub.web.marche_view import marche_page
from hub.web.people import Facilitator, Reader, TheHub
from hub.web.render import back, page
from hub.web.scope import seen_by

if TYPE_CHECKING:
    from hub.app import Hub

Json = dict[str, Any]
router = APIRouter(include_in_schema=False)
_INPUTS = ("amount", "labour_share", "insertion_rate", "hourly_cost")


@router.post("/marches/{id_}/decision")
def decide(request: Request, hub: TheHub, person: Facilitator, form: Posted, id_: str) -> Response:
    """A decision. Somebody else's that came first is shown beside what was typed (409)."""
    document = seen_by(hub, person, id_)
    decision = decision_of(form, person, form.number("version"))
    try:
        hub.decide(document["id"], decision)
    except Outrun as error:
        return _outrun(request, hub, person, form, document["id"], error)
    except InvalidDecision as error:
        return _refused(request, hub, person, form, document, error)
    hub.audit(person, "decision", document["id"], {"state": decision.state, "because": decision.because})
    return back(form.text("retour") or _address(document), told(decision))


def decision_of(form: Form, person: Person, version: int | None) -> Decision:
    """The fields ``state``, ``because``, ``note`` and ``assignee``, which a short form may leave out."""
    state = form.text("state")
    return Decision(
        state=state,
        author=person.login,
        # A reason left in the form of somebody who changed to another state means nothing.
        because=form.text("because") or None if state == "ecartee" else None,
        note=form.text("note") or None,
        assignee=form.text("assignee", longest=100) if form.has("assignee") else None,
        version=version,
    )


def told(decision: Decision) -> str:
    """The notice after a decision."""
    reason = f" ({label(REASONS, decision.because)})" if decision.because else ""
    return f"Enregistré : {label(REVIEWS, decision.state)}{reason}."


@router.post("/marches/{id_}/note")
def note(request: Request, hub: TheHub, person: Facilitator, form: Posted, id_: str) -> Response:
    """A note; the state stays."""
    document = seen_by(hub, person, id_)
    try:
        hub.note(document["id"], form.text("note"), person.login)
    except InvalidDecision as error:
        return _refused(request, hub, person, form, document, error)
    hub.audit(person, "note", document["id"])
    return back(_address(document, "decisions"), "Note ajoutée.")


@router.post("/marches/{id_}/confier")
def assign(request: Request, hub: TheHub, person: Facilitator, form: Posted, id_: str) -> Response:
    """Give a marché to somebody."""
    document = seen_by(hub, person, id_)
    assignee = form.text("assignee", longest=100)
    try:
        hub.assign(document["id"], assignee, person.login, form.number("version"))
    except Outrun as error:
        return _outrun(request, hub, person, form, document["id"], error)
    hub.audit(person, "attribution", document["id"], {"assignee": assignee})
    return back(_address(document), f"Confié à {assignee}." if assignee else "Confié à personne.")


@router.post("/marches/{id_}/annuler")
def undo(request: Request, hub: TheHub, person: Facilitator, form: Posted, id_: str) -> Response:
    """Restore what stood before the last line."""
    document = seen_by(hub, person, id_)
    try:
        hub.undo(document["id"], person.login, form.number("version"))
    except Outrun as error:
        return _outrun(request, hub, person, form, document["id"], error)
    hub.audit(person, "decision.annulation", document["id"])
    state = label(REVIEWS, hub.marche(document["id"])["review"]["state"])
    return back(_address(document), f"Annulé : de nouveau {state}. L’historique garde les deux lignes.")


@router.post("/marches/{id_}/heures")
def hours(request: Request, hub: TheHub, person: Reader, form: Posted, id_: str) -> Response:
    """Compute the hours again (anybody), or keep the correction (``faire=enregistrer``)."""
    document = seen_by(hub, person, id_)
    typed = {name: form.text(name, longest=40) for name in ("lot", *_INPUTS)}
    if form.text("faire") != "enregistrer" or not person.may("facilitation"):
        return back(f"/marches/{document['id']}?{urlencode(typed)}#heures")
    try:
        correction = Correction(typed["lot"], read_inputs(typed), form.text("why"), person.login)
        hub.correct_hours(document["id"], correction)
    except (SizingInvalid, InvalidDecision) as error:
        asked = {**typed, "why": form.text("why")}
        return marche_page(request, hub, person, document, asked=asked, error=error, status=400)
    hub.audit(person, "heures", document["id"], {"lot": typed["lot"], "hours": correction.inputs.hours})
    return back(_address(document, "heures"), "Correction enregistrée, à côté de l’estimation.")


def _refused(
    request: Request, hub: Hub, person: Person, form: Form, document: Json, error: HubError
) -> Response:
    """The page again, with the reason and all that was typed."""
    typed = _left(form, document)
    return marche_page(request, hub, person, document, typed=typed, error=error, status=400)


def _outrun(request: Request, hub: Hub, person: Person, form: Form, id_: str, error: Outrun) -> Response:
    document, colleagues = seen_by(hub, person, id_), hub.colleagues()
    return page(
        request,
        "conflit.html",
        status=409,
        item=document,
        other=document["history"][-1] if document["history"] else None,
        typed=_left(form, document),
        colleagues=colleagues,
        names={each["login"]: each["name"] for each in colleagues},
        error=error,
    )


def _left(form: Form, document: Json) -> dict[str, str]:
    """The fields of the decision as the person left them; those that the form had not, as they stand."""
    review = document["review"]
    kept = {"state": review["state"], "assignee": review["assignee"] or ""}
    kept |= {"because": "", "note": "", "retour": ""}
    return {name: form.text(name) if form.has(name) else value for name, value in kept.items()}


def _address(document: Json, section: str = "") -> str:
    return f"/marches/{document['id']}" + (f"#{section}" if section else "")
