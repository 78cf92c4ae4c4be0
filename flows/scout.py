"""``scout``: read the sources of notices side by side, then consolidate, assess, match, and show what to
look at."""

from __future__ import annotations

from typing import Any

from prefect import State, flow
from prefect.task_runners import ThreadPoolTaskRunner

from flows.artifacts import SHOWN, publish_marches, publish_sources
from flows.outcomes import verdict
from flows.stages import Stop, assess, consolidate, match, opened, renew, sync_all

KINDS = ("notices", "contracts")


@flow(name="scout", task_runner=ThreadPoolTaskRunner(max_workers=4))  # type: ignore[arg-type]
def scout(connectors: list[str] | None = None) -> State[Any]:
    """Scout with these connectors, or with those that are due.

    What was read is consolidated, assessed and matched even when a connector failed.
    """
    with opened() as hub, Stop() as stop:
        chosen = hub.due(kinds=KINDS) if connectors is None else connectors
        outcomes = sync_all(hub, chosen, stop)
        publish_sources(outcomes)
        consolidate(hub)
        assess(hub)
        renew(hub)
        match(hub)
        publish_marches(hub.marches(limit=SHOWN))
        return verdict(outcomes)
