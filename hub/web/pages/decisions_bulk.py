"""``/decisions``: one decision on several marchés, from the queue. Each is written on its own: what
somebody else decided meanwhile stays, and is shown with the form as it was left."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response

from hub.access.person import Person
from hub.plugin_api.errors import HubError
from hub.review.decide import InvalidDecision, Outrun, check
from hub.web.forms import Form, FormInvalid, Posted
from hub.web.pages.decisions import decision_of, told
from hub.web.people import Facilitator, TheHub
from hub.web.render import back, page
from hub.web.scope import seen_if_any

if TYPE_CHECKING:
    from hub.app import Hub

Json = dict[str, Any]
router = APIRouter(include_in_schema=False)
MOST = 200


@dataclass
class _Round:
    """``left`` are the marchés that were not decided, with somebody else's line or ``None``."""

    done: int = 0
    left: list[tuple[Json, Json | None]] = field(default_factory=list)


@router.post("/decisions")
def decide_all(request: Request, hub: TheHub, person: Facilitator, form: Posted) -> Response:
    """Fields: ``marche`` (``id:version``, many), ``state``, ``because``, ``note``, ``retour``."""
    chosen = [_choice(text) for text in form.many("marche")[:MOST]]
    if not chosen:
        return back(form.text("retour"), "Aucun marché n’était choisi : rien n’a changé.")
    try:
        check(decision_of(form, person, None))
    except InvalidDecision as error:
        waiting = _Round()
        for id_, _ in chosen:
            if (document := seen_if_any(hub, person, id_)) is not None:
                waiting.left.append((document, None))
        return _again(request, form, waiting, error, 400)
    done = _decide(hub, person, form, chosen)
    if done.left:
        outrun = Outrun("Quelqu’un d’autre a écrit sur ces marchés depuis qu’ils vous ont été montrés.")
        return _again(request, form, done, outrun, 409)
    many = f"{done.done} marchés. " if done.done > 1 else ""
    return back(form.text("retour"), many + told(decision_of(form, person, None)))


def _choice(text: str) -> tuple[str, int]:
    id_, _, version = text.rpartition(":")
    if not id_ or not (version.isascii() and version.isdigit()) or len(version) > 18:
        raise FormInvalid(f"marche : « {text[:40]} » n’est pas un marché suivi de sa version.")
    return id_, int(version)


def _decide(hub: Hub, person: Person, form: Form, chosen: list[tuple[str, int]]) -> _Round:
    found = _Round()
    for id_, version in chosen:
        document = seen_if_any(hub, person, id_)
        if document is None:
            continue
        decision = decision_of(form, person, version)
        try:
            hub.decide(document["id"], decision)
        except Outrun:
            document = hub.marche(document["id"])
            found.left.append((document, document["history"][-1]))
            continue
        found.done += 1
        hub.audit(person, "decision", document["id"], {"state": decision.state, "because": decision.because})
    return found


def _again(request: Request, form: Form, found: _Round, error: HubError, status: int) -> Response:
    return page(
        request,
        "decisions.html",
        status=status,
        found=found,
        error=error,
        typed={name: form.text(name) for name in ("state", "because", "note", "retour")},
    )
