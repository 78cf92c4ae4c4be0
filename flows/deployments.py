"""The plan as Prefect deployments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from flows.digest import digest
from flows.plan import DIGEST, Planned
from flows.scout import scout
from flows.sync_registries import sync_registries

FLOWS: dict[str, Any] = {"scout": scout, "sync_registries": sync_registries, DIGEST: digest}
TAG = "passerelle"
ZONE = "Europe/Paris"


def deployment(plan: Planned) -> RunnerDeployment:
    """One run at a time: after an outage one late run catches up, and the others are cancelled."""
    limit = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
    made = FLOWS[plan.flow].to_deployment(
        plan.connector,
        schedule=Cron(plan.cron, timezone=ZONE),
        parameters=plan.parameters,
        concurrency_limit=limit,
        description=plan.title,
        tags=[TAG],
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    assert isinstance(made, RunnerDeployment)
    return made


def forget_others(plans: Sequence[Planned]) -> None:
    """Delete the deployments of an earlier plan: nobody would run what they schedule.

    Their flow runs stay; a deployment that is still planned keeps its pause, if a person paused it.
    """
    kept = {plan.name for plan in plans}
    ours = DeploymentFilter(tags=DeploymentFilterTags(all_=[TAG]))
    with get_client(sync_client=True) as client:
        flows = {flow.id: flow.name for flow in client.read_flows()}
        for found in client.read_deployments(deployment_filter=ours):
            if f"{flows.get(found.flow_id)}/{found.name}" not in kept:
                client.delete_deployment(found.id)
