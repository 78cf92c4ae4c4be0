"""``/employeurs/{id}``: all that is known of one employer, who says it, and what people correct."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response

from hub.access.person import Person
from hub.pipeline.employers import Correction
from hub.pipeline.employers.corrections import InvalidCorrection
from hub.pipeline.matching.activities import sector_label
from hub.plugin_api.errors import HubError
from hub.review.decide import check_note
from hub.store.leases import Busy
from hub.web.employer_view import CORRECTABLE, facts
from hub.web.errors import status_of
from hub.web.forms import Form, Posted
from hub.web.people import Facilitator, Reader, TheHub
from hub.web.places import near
from hub.web.render import back, page

if TYPE_CHECKING:
    from hub.app import Hub

Json = dict[str, Any]
router = APIRouter(include_in_schema=False)
_REASON = 500


@router.get("/employeurs/{id_}")
def employer(request: Request, hub: TheHub, person: Reader, id_: str) -> Response:
    """One employer, by id, former id, SIRET or ``connector:key``; ``?corriger=`` opens a line's form."""
    return _shown(request, hub, person, hub.employer(id_), fact=request.query_params.get("corriger", ""))


@router.post("/employeurs/{id_}/corriger")
def correct(request: Request, hub: TheHub, person: Facilitator, form: Posted, id_: str) -> Response:
    """A correction of the line ``fact``, with its reason: it stands whatever the registries say."""
    document = hub.employer(id_)
    fact, why = form.text("fact", longest=40), form.text("why", longest=_REASON)
    try:
        check_note(why)
        values = _values(form, fact)
        wanted = [Correction(field, value, person.login, why) for field, value in values.items()]
        later = _apply(lambda: [hub.correct_employer(document["id"], each) for each in wanted])
    except HubError as error:
        return _shown(request, hub, person, document, error=error, fact=fact, typed=form.typed())
    hub.audit(person, "employeur.correction", document["id"], {"fields": list(values)})
    return back(f"/employeurs/{document['id']}#{fact}", f"Correction enregistrée{later}.")


@router.post("/employeurs/{id_}/retablir")
def restore(request: Request, hub: TheHub, person: Facilitator, form: Posted, id_: str) -> Response:
    """Give the word on the line ``fact`` back to the registries."""
    document = hub.employer(id_)
    fact, why = form.text("fact", longest=40), form.text("why", longest=_REASON)
    try:
        check_note(why)
        fields = _fields(fact)
        later = _apply(lambda: hub.undo_employer_correction(document["id"], fields, person.login, why))
    except HubError as error:
        return _shown(request, hub, person, document, error=error, fact=fact, typed=form.typed())
    hub.audit(person, "employeur.correction.annulation", document["id"], {"fields": list(fields)})
    return back(f"/employeurs/{document['id']}#{fact}", f"Les registres ont de nouveau la parole{later}.")


def _apply(change: Callable[[], Any]) -> str:
    try:
        change()
    except Busy:
        # The correction itself is written: whoever consolidates now, or next, applies it.
        return " ; un autre traitement est en cours, la fiche suivra dans quelques minutes"
    return ""


def _fields(fact: str) -> tuple[str, ...]:
    if fact not in CORRECTABLE:
        raise InvalidCorrection(f"« {fact} » ne se corrige pas.", next_step="Revenir à la fiche.")
    return CORRECTABLE[fact]


def _values(form: Form, fact: str) -> Json:
    """What the form sets, by field; raises :class:`InvalidCorrection`."""
    fields = _fields(fact)
    if fact == "activities":
        return {"activities": list(form.many("activities"))}
    if fact == "commune":
        return {"commune": _insee(form.text("commune", longest=100))}
    if fact == "coordinates":
        return {name: form.text(name, longest=40).replace(",", ".") for name in fields}
    return {name: form.text(name, longest=_REASON) for name in fields}


def _insee(text: str) -> str:
    place = near(text)
    if place.chosen is not None:
        return place.chosen.insee
    told = ", ".join(f"{each.name} ({each.insee})" for each in place.others)
    several = f"Plusieurs communes s’appellent ainsi : {told}."
    raise InvalidCorrection(
        several if told else f"Aucune commune ne s’appelle « {text} ».",
        next_step="Donner le code INSEE de la commune.",
    )


def _shown(
    request: Request,
    hub: Hub,
    person: Person,
    document: Json,
    *,
    error: HubError | None = None,
    fact: str = "",
    typed: Json | None = None,
) -> Response:
    entries = hub.employer_entries(document)
    return page(
        request,
        "employeur.html",
        status=status_of(error.code) if error else 200,
        item=document,
        facts=facts(document, entries),
        entries=entries,
        titles={state.id: state.connector.info.title for state in hub.host.all_connectors()},
        map=hub.map_of_employer(document),
        marches=hub.marches_of_employer(document["id"], within=person.territories),
        known=hub.known_activities() if fact == "activities" else [],
        sector=sector_label,
        error=error,
        fact=fact,
        correctable=CORRECTABLE,
        typed=typed or {},
    )
