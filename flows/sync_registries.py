"""``sync_registries``: read the registries of inclusive employers side by side."""

from __future__ import annotations

from typing import Any

from prefect import State, flow
from prefect.task_runners import ThreadPoolTaskRunner

from flows.artifacts import publish_sources
from flows.outcomes import verdict
from flows.stages import Stop, consolidate_employers, match, opened, sync_all

KINDS = ("employers",)


@flow(name="sync_registries", task_runner=ThreadPoolTaskRunner(max_workers=4))  # type: ignore[arg-type]
def sync_registries(connectors: list[str] | None = None) -> State[Any]:
    """Sync these registries, or those that are due; then one list of employers, and who could do what."""
    with opened() as hub, Stop() as stop:
        chosen = hub.due(kinds=KINDS) if connectors is None else connectors
        outcomes = sync_all(hub, chosen, stop)
        publish_sources(outcomes)
        consolidate_employers(hub)
        match(hub)
        return verdict(outcomes)
