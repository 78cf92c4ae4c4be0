"""What the daemon schedules, from what connectors suggest and operators decide. No server here."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from toy_hub import Toy, plugin

from flows.plan import Planned, planned
from flows.serve import announcement
from flows.server import ServerUnavailable, prefect_api
from hub.app import Hub, open_hub
from hub.settings import load_settings

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def toy(id_: str, kind: str, schedule: str | None) -> Toy:
    made: Toy = type(f"Toy{id_}", (Toy,), {"info": replace(Toy.info, id=id_, kind=kind, schedule=schedule)})()
    return made


@contextmanager
def hub_with(home: Path, toml: str = "", **environ: str) -> Iterator[Hub]:
    (home / "hub.toml").write_text(toml)
    settings = load_settings({"HUB_HOME": str(home), **environ}, home)
    toys = [
        toy("boa", "notices", "15 7 * * *"),
        toy("emp", "employers", "0 5 * * 1"),
        toy("byhand", "notices", None),
    ]
    hub = open_hub(settings, plugins=[plugin(*toys)])
    try:
        yield hub
    finally:
        hub.close()


def lines(plans: list[Planned]) -> list[tuple[str, str]]:
    return [(plan.name, plan.cron) for plan in plans]


def test_one_deployment_a_connector_that_suggests_a_schedule(tmp_path: Path) -> None:
    with hub_with(tmp_path) as hub:
        assert lines(planned(hub)) == [("scout/boa", "15 7 * * *"), ("sync_registries/emp", "0 5 * * 1")]


def test_the_operator_decides(tmp_path: Path) -> None:
    toml = '[schedules]\nboa = "30 6 * * 1-5"\nemp = "off"\nbyhand = "0 4 1 * *"\n'
    with hub_with(tmp_path, toml) as hub:
        assert lines(planned(hub)) == [("scout/boa", "30 6 * * 1-5"), ("scout/byhand", "0 4 1 * *")]


def test_a_schedule_that_means_nothing_leaves_out_only_itself(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with hub_with(tmp_path, '[schedules]\nboa = "61 7 * * *"\n') as hub:
        assert lines(planned(hub)) == [("sync_registries/emp", "0 5 * * 1")]
    assert "boa n’est pas planifié" in caplog.text
    assert "hub.toml" in caplog.text


def test_times_are_those_of_paris_on_both_sides_of_the_change_of_hour() -> None:
    plan = Planned("scout", "boa", "BOA", "15 7 * * *")
    assert plan.next_run(datetime(2026, 10, 24, 12, tzinfo=UTC)).astimezone(UTC).hour == 6  # winter time
    assert plan.next_run(datetime(2026, 10, 23, 12, tzinfo=UTC)).astimezone(UTC).hour == 5  # summer time


def test_the_announcement_says_where_the_screen_is_and_what_runs_next() -> None:
    plans = [
        Planned("sync_registries", "emp", "Emplois", "0 5 * * 1"),
        Planned("scout", "boa", "BOAMP", "15 7 * * *"),
    ]
    said = announcement(plans, "http://127.0.0.1:4200/api", NOW).splitlines()
    assert "http://127.0.0.1:4200 (" in said[0]
    assert "boa\u00a0: prochain passage mercredi 25/11/2026 à 07:15 (BOAMP)" in said[1]
    assert "emp\u00a0: prochain passage lundi 30/11/2026 à 05:00" in said[2]


def test_a_server_that_is_named_is_used_and_none_is_started() -> None:
    with prefect_api({"PREFECT_API_URL": "http://prefect.example/api"}) as api:
        assert api == "http://prefect.example/api"


def test_a_taken_port_is_said_with_what_to_type() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with (
            pytest.raises(ServerUnavailable, match=str(port)) as raised,
            prefect_api({"PREFECT_SERVER_API_PORT": str(port), "PREFECT_HOME": "/nonexistent"}),
        ):
            pass
    assert raised.value.code == "port-taken"
    assert raised.value.next_step.endswith("hub serve")


@pytest.mark.prefect
def test_a_deployment_runs_one_at_a_time_and_late_runs_do_not_pile_up() -> None:
    from flows.deployments import deployment

    made: Any = deployment(Planned("scout", "boa", "BOAMP", "15 7 * * *"))
    (schedule,) = made.schedules
    assert (schedule.schedule.cron, schedule.schedule.timezone) == ("15 7 * * *", "Europe/Paris")
    assert made.parameters == {"connectors": ["boa"]}
    assert made.entrypoint == "flows.scout.scout"
    assert (made.concurrency_limit, made.concurrency_options.collision_strategy.value) == (1, "CANCEL_NEW")


@pytest.mark.prefect
@pytest.mark.usefixtures("prefect_server")
def test_a_connector_switched_off_loses_its_deployment_and_only_it() -> None:
    """It stayed, nobody ran what it scheduled, and the screen filled with late runs."""
    from prefect.client.orchestration import get_client

    from flows.deployments import deployment, forget_others

    kept, gone = (Planned("scout", name, name, "15 7 * * *") for name in ("kept", "gone"))
    for plan in (kept, gone):
        deployment(plan).apply()
    foreign = deployment(gone)
    foreign.name, foreign.tags = "foreign", ["someone-else"]
    foreign.apply()
    forget_others([kept])
    with get_client(sync_client=True) as client:
        assert sorted(found.name for found in client.read_deployments()) == ["foreign", "kept"]
