"""Which deployments the daemon serves: one a connector that has a schedule, and the
digests. No Prefect here."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.app import Hub
from hub.pipeline.due import OFF, next_time
from hub.plugin_api.errors import HubError
from hub.settings import HubSettings

log = logging.getLogger("hub.flows")
DIGEST = "digest"
FLOW_OF_KIND = {"notices": "scout", "contracts": "scout", "employers": "sync_registries"}


@dataclass(frozen=True)
class Planned:
    """A deployment: ``flow`` runs with this connector at the times of ``cron``, in Europe/Paris. Of the
    digests ``connector`` is but a name."""

    flow: str
    connector: str
    title: str
    cron: str

    @property
    def parameters(self) -> dict[str, list[str]]:
        """What the flow is called with."""
        return {} if self.flow == DIGEST else {"connectors": [self.connector]}

    @property
    def name(self) -> str:
        """The deployment's name in Prefect: ``scout/boamp``."""
        return f"{self.flow}/{self.connector}"

    def next_run(self, now: datetime) -> datetime:
        """When it runs next, in Europe/Paris."""
        return next_time(self.cron, now)


def planned(hub: Hub) -> list[Planned]:
    """The deployments of the usable connectors: the operator's schedule, else the suggested one.

    ``off`` leaves a connector out; a schedule that means nothing leaves out that one, aloud.
    """
    found = [
        Planned(FLOW_OF_KIND[state.kind], state.id, state.connector.info.title, cron)
        for state in hub.host.connectors()
        if (cron := hub.schedule(state)) is not None and cron != OFF
    ]
    found += _digest(hub.settings)
    return _sound(found, hub.clock.now())


def _digest(settings: HubSettings) -> list[Planned]:
    """The digests, once there is a way for them to leave."""
    if settings.digest_schedule == OFF or not (settings.smtp_url or settings.channels):
        return []
    return [Planned(DIGEST, "alertes", "Alertes", settings.digest_schedule)]


def _sound(plans: Sequence[Planned], now: datetime) -> list[Planned]:
    sound = []
    for plan in plans:
        try:
            plan.next_run(now)
        except HubError as error:
            log.error("%s n’est pas planifié : %s → %s", plan.connector, error, error.next_step)  # noqa: TRY400
        else:
            sound.append(plan)
    return sound
