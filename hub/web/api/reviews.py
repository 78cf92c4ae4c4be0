"""``/api/marches/{id}/…``: what people write on a marché."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from hub.review.decide import REASONS, STATES, Decision
from hub.review.sizing import Correction, read_inputs
from hub.web.api.answers import Body, Count, Json
from hub.web.api.documents import Marche, shows
from hub.web.api.route import OUTRUN, room
from hub.web.people import Facilitator, TheHub
from hub.web.scope import seen_by

if TYPE_CHECKING:
    from hub.access.person import Person
    from hub.app import Hub

router = room("suivi")
_AFTER = shows(Marche, OUTRUN)


class NewDecision(Body):
    """A decision. ``version`` is ``review.version`` as read: with it, nobody's decision is written over."""

    state: str = Field(max_length=40, description=f"One of {', '.join(STATES)}.")
    because: str | None = Field(
        default=None, max_length=40, description=f"Why it is « ecartee »: one of {', '.join(REASONS)}."
    )
    note: str | None = Field(default=None, max_length=20_000, description="Of the marché, never of a person.")
    assignee: str | None = Field(default=None, max_length=100, description="A login; left out, it stays.")
    version: Count | None = None


class NewNote(Body):
    """A note, without any person's data."""

    note: str = Field(min_length=1, max_length=20_000)


class NewAssignee(Body):
    """A login of ``/api/colleagues``, or an empty text for nobody."""

    assignee: str = Field(max_length=100)
    version: Count | None = None


class Version(Body):
    """``review.version`` as read."""

    version: Count | None = None


class NewHours(Body):
    """The four inputs as a person types them: euros HT, per cent, per cent, euros an hour."""

    lot: str = Field(default="", max_length=60, description="The key of a lot, or nothing for the whole.")
    amount: str = Field(max_length=40)
    labour_share: str = Field(max_length=40)
    insertion_rate: str = Field(max_length=40)
    hourly_cost: str = Field(max_length=40)
    why: str = Field(default="", max_length=2000)


@router.post("/marches/{id_}/decisions", response_model=None, responses=_AFTER)
def decide(hub: TheHub, person: Facilitator, id_: str, body: NewDecision) -> Json:
    """Decide; answers the marché after it."""
    found = seen_by(hub, person, id_)["id"]
    hub.decide(found, Decision(author=person.login, **body.model_dump()))
    hub.audit(person, "decision", found, {"state": body.state, "because": body.because})
    return seen_by(hub, person, found)


@router.post("/marches/{id_}/decisions/undo", response_model=None, responses=_AFTER)
def undo(hub: TheHub, person: Facilitator, id_: str, body: Version) -> Json:
    """Restore what stood before the last line of the history, which keeps both."""
    found = hub.undo(_id(hub, person, id_), person.login, body.version)
    hub.audit(person, "decision.annulation", found)
    return seen_by(hub, person, found)


@router.post("/marches/{id_}/notes", response_model=None, responses=_AFTER)
def note(hub: TheHub, person: Facilitator, id_: str, body: NewNote) -> Json:
    """Add a note; the state stays."""
    found = hub.note(_id(hub, person, id_), body.note, person.login)
    hub.audit(person, "note", found)
    return seen_by(hub, person, found)


@router.post("/marches/{id_}/assignee", response_model=None, responses=_AFTER)
def assign(hub: TheHub, person: Facilitator, id_: str, body: NewAssignee) -> Json:
    """Give it to somebody; the state stays."""
    found = hub.assign(_id(hub, person, id_), body.assignee, person.login, body.version)
    hub.audit(person, "attribution", found, {"assignee": body.assignee})
    return seen_by(hub, person, found)


@router.post("/marches/{id_}/hours", response_model=None, responses=_AFTER)
def hours(hub: TheHub, person: Facilitator, id_: str, body: NewHours) -> Json:
    """Keep corrected hours of a lot, or of the whole, beside the estimate."""
    correction = Correction(body.lot, read_inputs(body.model_dump()), body.why, person.login)
    found = hub.correct_hours(_id(hub, person, id_), correction)
    hub.audit(person, "heures", found, {"lot": body.lot, "hours": correction.inputs.hours})
    return seen_by(hub, person, found)


def _id(hub: Hub, person: Person, id_: str) -> str:
    found: str = seen_by(hub, person, id_)["id"]
    return found
