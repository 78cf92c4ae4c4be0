"""``/api/decisions``: one decision on several marchés, each written on its own."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from hub.review.decide import Decision, Outrun, check
from hub.web.api.answers import Body, Count, Json
from hub.web.api.route import room
from hub.web.people import Facilitator, TheHub
from hub.web.scope import seen_if_any

router = room("suivi")
_MOST = 200


class Chosen(Body):
    """A marché, and its ``review.version`` as read."""

    id: str = Field(max_length=200)
    version: Count


class ManyDecisions(Body):
    """One decision, as for one marché."""

    marches: Annotated[list[Chosen], Field(min_length=1, max_length=_MOST)]
    state: str = Field(max_length=40)
    because: str | None = Field(default=None, max_length=40)
    note: str | None = Field(default=None, max_length=20_000)
    assignee: str | None = Field(default=None, max_length=100)


class Round(BaseModel):
    """The ids of the marchés that were decided; of those on which somebody else wrote since; and, as they
    were sent, of those that are unknown."""

    done: list[str]
    outrun: list[str]
    unknown: list[str]


@router.post("/decisions")
def decide_all(hub: TheHub, person: Facilitator, body: ManyDecisions) -> Round:
    """Decide on each; what somebody else decided meanwhile stays, and is told as ``outrun``."""
    said = body.model_dump(exclude={"marches"})
    check(Decision(author=person.login, **said))
    found = Round(done=[], outrun=[], unknown=[])
    for chosen in body.marches:
        document = seen_if_any(hub, person, chosen.id)
        if document is None:
            found.unknown.append(chosen.id)
            continue
        try:
            hub.decide(document["id"], Decision(author=person.login, version=chosen.version, **said))
        except Outrun:
            found.outrun.append(document["id"])
            continue
        found.done.append(document["id"])
        hub.audit(person, "decision", document["id"], _told(body))
    return found


def _told(body: ManyDecisions) -> Json:
    return {"state": body.state, "because": body.because}
