"""``hub run --due`` for cron, ``hub serve`` for the daemon."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

import typer

from hub.cli import digest, out, report
from hub.cli.options import AsJson, opened
from hub.cli.sync import each
from hub.cli.usage import Wrong

if TYPE_CHECKING:
    from hub.app import Hub
    from hub.app.telling import Digested

QUIET_PREFECT = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "DO_NOT_TRACK": "1",
}
"""Prefect would otherwise call its makers at start-up: a hub speaks only to its sources."""


def run(
    due: Annotated[bool, typer.Option("--due", help="Lire ce dont l’heure est venue.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="N’écrire que les échecs.")] = False,
    as_json: AsJson = False,
) -> None:
    """Fait une fois ce qui est dû, pour cron : avis, registres, alertes. Muet si rien ne l’est."""
    if not due:
        raise Wrong("--due", "écrire hub run --due.")
    from hub.pipeline.sync import SyncRequest

    with opened() as hub:
        connectors = hub.due()
        runs, errors = each(hub, connectors, SyncRequest(trigger="cron"), silent=True)
        if connectors:
            hub.conclude((), errors)
        sent = _digest(hub)
    if as_json:
        document = {"runs": runs, "errors": [report.named(*each) for each in errors]}
        out.document({**document, "digest": digest.as_dict(sent)})
    else:
        report.tell([each for each in runs if not quiet or each["status"] in report.FAILED], errors)
        if sent.errors or (not quiet and (sent.composed or sent.sent or sent.waiting or sent.failed)):
            digest.tell(sent)
    report.leave(runs, errors)
    digest.leave(sent)


def _digest(hub: Hub) -> Digested:
    from hub.app.telling import Digested
    from hub.store.leases import Busy

    try:
        return hub.digest(due=True)
    except Busy:  # another process does it now
        return Digested()


def serve() -> None:
    """Lance le service : les flux Prefect et leurs horaires, jusqu’à l’interruption."""
    from hub.plugin_api.errors import NotConfigured
    from hub.settings import load_settings

    for package in ("prefect", "flows"):
        if find_spec(package) is None:
            raise NotConfigured(
                f"Le service a besoin du paquet {package}, qui n’est pas installé.",
                code="prefect-missing",
                next_step="pip install 'prefect>=3.9.1,<4', ou hub run --due dans cron.",
            )
    home = load_settings().home
    environment = {**QUIET_PREFECT, "PREFECT_HOME": str(home.resolve() / "prefect"), **os.environ}
    out.settle()
    os.execve(sys.executable, [sys.executable, "-m", "flows.serve"], environment)  # noqa: S606
