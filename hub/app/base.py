"""What every part of the hub stands on: settings, store, plugins, clock, territories."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from hub.host import ConnectorState, PluginHost
from hub.pipeline.clock import Clock
from hub.plugin_api.connector import FetchContext, HttpSettings
from hub.plugin_api.errors import NotConfigured
from hub.settings import HubSettings
from hub.store.engine import Store

if TYPE_CHECKING:
    from hub.geo import Territory
    from hub.http.absent import NoSession
    from hub.http.session import PoliteSession
    from hub.pipeline.sync import SyncRequest

Json = dict[str, Any]
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Wired:
    """The hub's parts, wired together; connectors get their context from here."""

    def __init__(
        self,
        settings: HubSettings,
        store: Store,
        host: PluginHost,
        clock: Clock,
        territories: Mapping[str, Territory],
    ) -> None:
        self.settings = settings
        self.store = store
        self.host = host
        self.clock = clock
        self.territories = territories

    def close(self) -> None:
        """Give back connections."""
        self.store.close()

    @contextmanager
    def _context(self, state: ConnectorState, request: SyncRequest) -> Iterator[FetchContext[Any]]:
        value = state.value
        if not request.paths:
            self._ask_for_contact(str(getattr(value, "base_url", "")))
        with self._session(state) as session:
            yield FetchContext(
                settings=value,
                http=session,
                log=logging.getLogger(f"hub.connectors.{state.id}"),
                today=self.clock.today,
                since=request.since,
                until=request.until,
                full=request.full,
            )

    def _session(self, state: ConnectorState) -> PoliteSession | NoSession:
        from hub.http.absent import NoSession
        from hub.http.session import PoliteSession

        if not isinstance(state.value, HttpSettings) or state.state != "loaded":
            return NoSession(state.id)
        return PoliteSession(
            state.id,
            base_url=state.value.base_url,
            timeout_s=state.value.timeout_s,
            rate_per_s=state.value.rate_per_s,
            contact=self.settings.contact,
        )

    def _ask_for_contact(self, base_url: str) -> None:
        if not base_url or self.settings.contact or urlsplit(base_url).hostname in _LOOPBACK:
            return
        raise NotConfigured(
            "Les sources publiques demandent qui les interroge : aucune adresse de contact n’est réglée.",
            code="contact-missing",
            next_step='Régler HUB_CONTACT sur une adresse de votre service, ou dans hub.toml : contact = "…"',
        )
