"""What Prefect is told before it is imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.environment import prepare
from hub.settings import load_settings


def prepared(home: Path, **given: str) -> dict[str, str]:
    environ = dict(given)
    prepare(load_settings({"HUB_HOME": str(home)}, home), environ)
    return environ


def test_nothing_is_sent_out_and_the_files_stay_under_hub_home(tmp_path: Path) -> None:
    found = prepared(tmp_path)
    assert found["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert found["PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY"] == "false"
    assert found["PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS"] == "false"
    assert found["DO_NOT_TRACK"] == "1"
    assert found["PREFECT_HOME"] == str(tmp_path / "prefect")
    assert found["PREFECT_SERVER_EPHEMERAL_ENABLED"] == "true"


def test_what_the_operator_set_stands(tmp_path: Path) -> None:
    url = "http://prefect.example:4200/api"
    found = prepared(tmp_path, PREFECT_API_URL=url, PREFECT_HOME="/srv/prefect", DO_NOT_TRACK="0")
    assert (found["PREFECT_API_URL"], found["PREFECT_HOME"]) == (url, "/srv/prefect")
    assert found["DO_NOT_TRACK"] == "0"
    # With a server named, a flow that cannot reach it must fail, not run somewhere else.
    assert "PREFECT_SERVER_EPHEMERAL_ENABLED" not in found


def test_prefect_hears_of_them(tmp_path: Path) -> None:
    """The names are Prefect's own: one that a release renames would be ignored in silence."""
    program = (
        "import os; from pathlib import Path\n"
        "from flows.environment import prepare; from hub.settings import load_settings\n"
        "prepare(load_settings()); import prefect\n"
        "s = prefect.settings.get_current_settings()\n"
        "print(s.server.analytics_enabled, s.server.ephemeral.enabled, s.home, s.logging.extra_loggers,"
        " s.results.persist_by_default, s.logging.to_api.when_missing_flow,"
        " s.server.ephemeral.startup_timeout_seconds, s.cloud.enable_orchestration_telemetry)\n"
    )
    printed = _python(program, HUB_HOME=str(tmp_path))
    assert printed.split() == [
        "False", "True", str(tmp_path / "prefect"), "['hub']", "False", "ignore", "60", "False",
    ]  # fmt: skip


def test_the_hub_never_imports_prefect() -> None:
    program = (
        "import importlib, pkgutil, sys, hub\n"
        "for module in pkgutil.walk_packages(hub.__path__, 'hub.'):\n"
        "    if not module.name.endswith('__main__') and 'migrations' not in module.name:\n"
        "        importlib.import_module(module.name)\n"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in ('prefect', 'flows')))\n"
    )
    assert _python(program).strip() == "[]"


def test_it_refuses_to_come_too_late(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "prefect", sys)
    with pytest.raises(RuntimeError, match="before Prefect"):
        prepare(load_settings({"HUB_HOME": str(tmp_path)}, tmp_path))


def _python(program: str, **environ: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    done = subprocess.run(
        [sys.executable, "-c", program], env={**clean, **environ}, capture_output=True, text=True, check=True
    )
    return done.stdout
