"""The environment that Prefect reads when it is imported."""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping

from hub.settings import HubSettings

_NO_OUTGOING_CALLS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
}
_RUNS = {
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "hub",
}
_EPHEMERAL = {
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
    # A cold disk takes longer than Prefect's 20 s to import the server.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "60",
}


def prepare(settings: HubSettings, environ: MutableMapping[str, str] | None = None) -> None:
    """Set Prefect's variables in ``environ`` (this process); what the operator set stands.

    Prefect's own files go under ``HUB_HOME/prefect``. Raises ``RuntimeError`` when Prefect is
    already imported: it would not hear of them, and might call home.
    """
    if environ is None:
        if "prefect" in sys.modules:
            raise RuntimeError("prepare() comes before Prefect is imported")
        environ = os.environ
    for name, value in _variables(settings, environ).items():
        environ.setdefault(name, value)


def quiet(environ: MutableMapping[str, str]) -> None:
    """For a person on a terminal: Prefect speaks only of what went wrong. What was set stands."""
    environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
    environ.setdefault("PREFECT_SERVER_LOGGING_LEVEL", "ERROR")
    environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "ERROR")


def _variables(settings: HubSettings, environ: MutableMapping[str, str]) -> dict[str, str]:
    home = {"PREFECT_HOME": str(settings.home.absolute() / "prefect")}
    ephemeral = {} if environ.get("PREFECT_API_URL") else _EPHEMERAL
    return {**_NO_OUTGOING_CALLS, **_RUNS, **home, **ephemeral}
