"""``/api/alerts``: what one is told of, when and where."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hub.alerts.wishes import CADENCES, WEEKDAYS, Wish
from hub.plugin_api.errors import HubError
from hub.review.digest import WHAT, Entry
from hub.web.addresses import LARGEST_NUMBER, Number
from hub.web.api.answers import Body, Code, Json, Listing, whole
from hub.web.api.route import room
from hub.web.people import Reader, TheHub

router = room("alertes")


class NewAlert(Body):
    """Of one of your searches, of a territory, or (neither) of all that you see."""

    search: int | None = Field(default=None, ge=1, le=LARGEST_NUMBER)
    territory: Code | None = None
    cadence: str = Field(default="daily", max_length=20, description=f"One of {', '.join(CADENCES)}.")
    weekday: int | None = Field(default=None, ge=0, lt=len(WEEKDAYS), description="0 is Monday; if weekly.")
    channel: str = Field(default="courriel", max_length=60)
    what: tuple[Annotated[str, Field(max_length=20)], ...] = Field(
        default=tuple(WHAT), max_length=20, description=f"Some of {', '.join(WHAT)}."
    )


class Paused(Body):
    """Whether it keeps quiet."""

    paused: bool


@router.get("/alerts", response_model=Listing)
def alerts(hub: TheHub, person: Reader) -> Json:
    """Your alerts, the oldest first."""
    return whole(hub.alerts_of(person))


@router.post("/alerts", status_code=201)
def create(hub: TheHub, person: Reader, body: NewAlert) -> Json:
    """A new alert."""
    return {"id": hub.add_alert(person, Wish(**body.model_dump()))}


@router.put("/alerts/{id_}")
def change(hub: TheHub, person: Reader, id_: Number, body: NewAlert) -> Json:
    """Have it told otherwise; what it told stays told."""
    hub.change_alert(person, id_, Wish(**body.model_dump()))
    return {"id": id_}


@router.post("/alerts/{id_}/pause")
def pause(hub: TheHub, person: Reader, id_: Number, body: Paused) -> Json:
    """Keep quiet, or no longer; what happens meanwhile is told at the end of it."""
    hub.pause_alert(person, id_, body.paused)
    return {"id": id_, "paused": body.paused}


@router.delete("/alerts/{id_}")
def drop(hub: TheHub, person: Reader, id_: Number) -> Json:
    """Forget an alert, and its letters that wait."""
    hub.drop_alert(person, id_)
    return {"id": id_}


@router.get("/alerts/{id_}/preview")
def preview(hub: TheHub, person: Reader, id_: Number) -> Json:
    """What the next digest would say, by section; nothing is told by looking."""
    digest = hub.preview_alert(person, id_)
    sections = [
        {
            "what": section.what,
            "more": section.more,
            "items": [_entry(each) for each in section.entries],
        }
        for section in digest.sections
    ]
    return {"total": digest.total, "sections": sections}


@router.post("/alerts/{id_}/test")
def test(hub: TheHub, person: Reader, id_: Number) -> Json:
    """Send it now, marked as a trial."""
    return _sent(hub.test_alert(person, id_))


@router.get("/letters", response_model=Listing)
def letters(hub: TheHub, person: Reader) -> Json:
    """The letters that could not leave; those of all for an administrator of all territories."""
    return whole(hub.undelivered(person))


@router.post("/letters/{id_}/retry")
def retry(hub: TheHub, person: Reader, id_: Number) -> Json:
    """Send one again now."""
    return _sent(hub.retry_letter(person, id_))


def _entry(entry: Entry) -> Json:
    return {"id": entry.id, "title": entry.document["title"], "sentences": list(entry.sentences)}


def _sent(error: HubError | None) -> Json:
    """``error`` is why it did not leave."""
    return {"sent": error is None, "error": error.as_dict() if error else None}
