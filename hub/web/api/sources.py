"""``/api/sources``: where the facts come from, under which licence, and where each feed stands."""

from __future__ import annotations

from hub.web.api.answers import Json, Listing, whole
from hub.web.api.route import room
from hub.web.people import Reader, TheHub

router = room("sources")


@router.get("/sources", response_model=Listing)
def sources(hub: TheHub, person: Reader) -> Json:
    """The sources that were read: ``{connector, title, publisher, licence, read}``."""
    return whole(hub.credits())


@router.get("/feeds", response_model=Listing)
def feeds(hub: TheHub, person: Reader) -> Json:
    """The connectors: state, schedule, cursor, last run and what waits in quarantine."""
    return whole(hub.feeds())
