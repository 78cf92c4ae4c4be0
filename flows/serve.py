"""``python -m flows.serve`` (``hub serve``): the daemon. It serves one deployment a scheduled connector.

Ends cleanly on SIGTERM and Ctrl-C: runs in progress are cancelled at their last committed batch, and
the next ones start from there.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from datetime import datetime
from types import FrameType
from typing import TYPE_CHECKING

from flows.environment import prepare
from flows.plan import Planned, planned
from flows.server import prefect_api
from hub.app import open_hub
from hub.clauses.wording import typeset
from hub.cli import out
from hub.pipeline.clock import utc_now
from hub.plugin_api.errors import HubError, NotConfigured
from hub.settings import load_settings, safe_url

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def main() -> int:
    """Serve until told to stop. Exit status 0, or 1 when it could not begin."""
    out.prepare()
    signal.signal(signal.SIGTERM, _end)
    try:
        prepare(load_settings())
        plans = _plans()
        with prefect_api(os.environ) as api:
            os.environ["PREFECT_API_URL"] = api
            out.show(announcement(plans, api, utc_now()))
            serve(plans)
    except HubError as error:
        out.error(error.as_dict(), as_json=False)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


def serve(plans: Sequence[Planned]) -> None:
    """Create the deployments, remove those of before that are no longer planned, and run what is due."""
    from prefect import serve as prefect_serve

    from flows.deployments import deployment, forget_others

    forget_others(plans)
    served: list[RunnerDeployment] = [deployment(plan) for plan in plans]
    # Paused deployments would stay paused after a restart of the machine.
    prefect_serve(*served, pause_on_shutdown=False, print_starting_message=False)


def announcement(plans: Sequence[Planned], api: str, now: datetime) -> str:
    """Where the screen is, and what runs next, soonest first, in French."""
    lines = [f"Passerelle en service. Écran : {safe_url(api).removesuffix('/api')} (arrêt : Ctrl-C)"]
    for plan in sorted(plans, key=lambda plan: plan.next_run(now)):
        moment = plan.next_run(now)
        day = _DAYS[moment.weekday()]
        lines.append(f"  {plan.connector} : prochain passage {day} {moment:%d/%m/%Y à %H:%M} ({plan.title})")
    return "\n".join(typeset(line) for line in lines)


def _plans() -> list[Planned]:
    hub = open_hub()
    try:
        plans = planned(hub)
    finally:
        hub.close()
    if not plans:
        raise NotConfigured(
            "Aucun connecteur utilisable n’a d’horaire.", code="nothing-scheduled", next_step="hub plugins"
        )
    return plans


def _end(_number: int, _frame: FrameType | None) -> None:
    # Until Prefect's runner takes over: leave through the context managers, which stop the server.
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
