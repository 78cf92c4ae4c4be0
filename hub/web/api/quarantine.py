"""``/api/quarantine``: the refused records. Nobody knows of which territory they are: their bytes are for
the administration of all."""

from __future__ import annotations

import base64
from typing import Annotated

from fastapi import Query
from pydantic import Field

from hub.web.addresses import LARGEST_NUMBER, Number
from hub.web.api.answers import Body, Code, Json, Listing, Paging, listing, whole
from hub.web.api.route import room
from hub.web.people import Administrator, Reader, TheHub
from hub.web.scope import unlimited

router = room("quarantaine")


class Wanted(Paging):
    """Which records; ``state`` is ``open`` unless told."""

    connector: Code | None = None
    state: str = Field(default="open", pattern="^(open|resolved|discarded)$")


class Chosen(Body):
    """The numbers of some records."""

    ids: list[Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]] = Field(min_length=1, max_length=1000)


@router.get("/quarantine", response_model=Listing)
def quarantine(hub: TheHub, person: Reader, wanted: Annotated[Wanted, Query()]) -> Json:
    """The oldest first, without their bytes."""
    found = hub.quarantine(connector=wanted.connector or None, state=wanted.state)
    return listing(found[wanted.start : wanted.start + wanted.limit], len(found), wanted.start)


@router.get("/quarantine/{id_}")
def quarantined(hub: TheHub, person: Administrator, id_: Number) -> Json:
    """One record; ``payload`` is its bytes in base64."""
    unlimited(person, "La quarantaine")
    entry, payload = hub.quarantined(id_)
    return {**entry, "payload": base64.b64encode(payload).decode()}


@router.post("/quarantine/retry", response_model=Listing)
def retry(hub: TheHub, person: Administrator, body: Chosen) -> Json:
    """Parse them again; answers the runs."""
    entries = [hub.quarantined(id_)[0] for id_ in dict.fromkeys(body.ids)]
    reports = hub.retry_quarantine(entries)
    hub.audit(person, "quarantaine.relance", ",".join(map(str, body.ids[:20])))
    return whole([hub.run(report.id) for report in reports])


@router.post("/quarantine/discard")
def discard(hub: TheHub, person: Administrator, body: Chosen) -> Json:
    """Say that they need no more work; their bytes stay."""
    discarded = hub.discard(body.ids)
    hub.audit(person, "quarantaine.classement", ",".join(map(str, body.ids[:20])))
    return {"discarded": discarded}
