"""One Prefect server for the tests of the flows (8 to 10 s to start), its files in a temporary folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from toy_hub import plugin

from flows.environment import prepare
from hub.app import Hub, open_hub
from hub.pipeline.clock import Clock
from hub.settings import load_settings


def toy_settings(home: Path) -> Any:
    return load_settings({"HUB_HOME": str(home), "HUB_TODAY": "2026-09-10"}, home)


@pytest.fixture(scope="session", autouse=True)
def _variables(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Prefect's variables, before any test imports it: nothing may be sent anywhere."""
    prepare(toy_settings(tmp_path_factory.mktemp("prefect")), os.environ)


@pytest.fixture(scope="session")
def prefect_server(_variables: None) -> Iterator[None]:
    """Prefect's own harness: a server in a process of its own, with a database that goes away."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=90):
        yield


@pytest.fixture
def opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AbstractContextManager[Hub]]:
    """``opens(*connectors)``: the flows open a hub with these; entering it opens the same to look."""
    from flows import stages

    def hub_with(*connectors: Any) -> AbstractContextManager[Hub]:
        settings = toy_settings(tmp_path)

        def fresh() -> Hub:
            clock = Clock(today_setting=settings.today)
            return open_hub(settings, plugins=[plugin(*connectors)], clock=clock)

        monkeypatch.setattr(stages, "open_hub", fresh)
        return looking(fresh)

    return hub_with


@contextmanager
def looking(fresh: Callable[[], Hub]) -> Iterator[Hub]:
    hub = fresh()
    try:
        yield hub
    finally:
        hub.close()
