"""``digest``: make the alerts of the day, send them, and try again what could not leave."""

from __future__ import annotations

import logging
from typing import Any

from prefect import State, flow, task
from prefect.cache_policies import NO_CACHE
from prefect.states import Completed

from flows.artifacts import publish_digests
from flows.stages import opened, stage
from hub.app import Hub
from hub.app.telling import Digested
from hub.clauses.wording import typeset
from hub.plugin_api.errors import HubError

log = logging.getLogger("hub.flows")
RETRY_DELAYS_S = (300, 900, 3600)


class StillWaiting(HubError):
    """Letters could not leave now."""

    default_code = "letters-waiting"
    default_next_step = "Rien à faire : elles repartent d’elles-mêmes. Voir la page Alertes."


@stage("digest")
def compose_and_send(hub: Hub) -> Digested:
    """What ``hub digest`` does; it waits for its turn."""
    done = hub.digest()
    log.info(typeset(f"alertes : composées {done.composed}, envoyées {done.sent}, en attente {done.waiting}"))
    for error in done.errors.values():
        log.warning("%s → %s", error, error.next_step)
    return done


@task(
    task_run_name="resend",
    cache_policy=NO_CACHE,
    retries=len(RETRY_DELAYS_S),
    retry_delay_seconds=list(RETRY_DELAYS_S),
)
def resend(hub: Hub) -> Digested:
    """Send what waits; the schedule's next run is a day away, a mail server's bad hour is not."""
    done = hub.send_waiting()
    if done.waiting:
        raise StillWaiting(f"{done.waiting} envois attendent.")
    return done


@flow(name="digest")
def digest() -> State[Any]:
    """Make and send the digests of the day. What still waits after a while is the next run's."""
    with opened() as hub:
        done = compose_and_send(hub)
        if done.waiting:
            again = resend(hub, return_state=True)
            if again.is_completed():
                done.sent, done.waiting = done.sent + done.waiting, 0
        publish_digests(done)
        told = f"composed {done.composed}, sent {done.sent}, waiting {done.waiting}, failed {done.failed}"
        return Completed(name="Partial" if done.errors else None, message=told)
