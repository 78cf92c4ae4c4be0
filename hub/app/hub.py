"""``open_hub(settings)``: the one place where things are wired."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from hub.app.credits import Credits
from hub.app.desk import Desk
from hub.app.exporting import Exporting
from hub.app.feeds import Feeds
from hub.app.morning import Morning
from hub.app.operate import Operations
from hub.app.people import People
from hub.app.registers import Registers
from hub.app.reports import Reports
from hub.app.reviewing import Reviewing
from hub.app.telling import Telling
from hub.host import ExplicitPlugin, discover
from hub.pipeline.clock import Clock
from hub.settings import HubSettings, load_settings
from hub.store import schema
from hub.store.engine import Store


class Hub(
    Exporting, Registers, Feeds, Desk, Operations, Reports, Reviewing, Morning, Credits, People, Telling
):
    """The hub, open: the one object that the command line, the pages and the flows use. Methods are
    the stages and what people ask; each is one or a few transactions."""


def open_hub(
    settings: HubSettings | None = None,
    plugins: Iterable[ExplicitPlugin] | None = None,
    *,
    clock: Clock | None = None,
    make_ready: bool = True,
) -> Hub:
    """Open the hub: the store (made when empty), the plugins, the territories.

    ``plugins`` replaces the installed ones. ``make_ready=False`` leaves an old or missing schema
    as it is, for ``hub init`` and ``hub doctor``.
    """
    from hub.geo import load_territories
    from hub.store import connectors

    settings = settings or load_settings()
    store = Store(settings.database_url)
    try:
        if make_ready:
            schema.ready(store)
        owners = _owners(store, connectors) if schema.version(store) == schema.head() else {}
        host = discover(settings, owners=owners, plugins=plugins)
        territories = load_territories(settings.territories)
    except BaseException:
        store.close()
        raise
    return Hub(settings, store, host, clock or Clock(today_setting=_day(settings)), territories)


def _owners(store: Store, connectors: Any) -> dict[str, str]:
    with store.read() as connection:
        found: dict[str, str] = connectors.owners(connection)
        return found


def _day(settings: HubSettings) -> date | None:
    return settings.today
