"""The scout flow on toy sources, through a real Prefect server."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from toy_hub import DONE, Toy, raw

from hub.app import Hub
from hub.plugin_api import Employer, NotConfigured, SourceChanged, SourceUnavailable
from hub.store.leases import Busy

pytestmark = [pytest.mark.prefect, pytest.mark.usefixtures("prefect_server")]


def named(id_: str, script: list[Any], kind: str = "notices") -> Toy:
    """A toy source of its own name."""
    toy = type(f"Toy{id_}", (Toy,), {"info": replace(Toy.info, id=id_, kind=kind)})(script)
    assert isinstance(toy, Toy)
    return toy


def raising(error: Exception, times: int = 99) -> Any:
    """A step of a script that raises ``error`` the first ``times`` it is reached."""
    left = [error] * times

    def step() -> None:
        if left:
            raise left.pop()

    return step


def artifacts(flow_run: Any) -> dict[str, Any]:
    """The tables of a flow run by key, as the server keeps them."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId

    of_run = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[flow_run]))
    with get_client(sync_client=True) as client:
        found = client.read_artifacts(artifact_filter=of_run)
    return {artifact.key: json.loads(artifact.data) for artifact in found}


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries without their delay."""
    from flows import stages

    monkeypatch.setattr(stages, "sync", stages.sync.with_options(retry_delay_seconds=[0, 0]))


def test_the_ledger_names_the_flow_run_and_its_table_names_the_hub_run(opens: Any) -> None:
    from flows.scout import scout

    with opens(Toy([raw("1", title="Peinture du gymnase"), DONE])) as hub:
        state = scout(["toy"], return_state=True)
        (run,) = hub.runs()
        with hub.store.read() as connection:
            from hub.store import ledger

            row = ledger.one(connection, run["id"])
        (marche,) = hub.marches()
    assert state.is_completed()
    assert state.name == "Completed"
    assert row is not None
    assert row["trigger"] == "flow"
    tables = artifacts(row["flow_run"])
    assert str(state.state_details.flow_run_id) == row["flow_run"]
    assert [(line["Source"], line["Passage"], line["Lus"]) for line in tables["sources"]] == [
        ("toy", run["id"], 1)
    ]
    assert [line["Marché"] for line in tables["marches"]] == [marche["id"]]


def test_a_failed_source_leaves_the_others_done_and_is_named(opens: Any) -> None:
    from flows.scout import scout

    good = named("good", [raw("1"), DONE])
    bad = named("bad", [raw("2"), raising(SourceChanged("HTML where JSON was due"))])
    with opens(good, bad) as hub:
        state = scout(["bad", "good", "nobody"], return_state=True)
        assert {run["connector"]: run["status"] for run in hub.runs()} == {
            "good": "succeeded",
            "bad": "failed",
        }
        # What the failed source had given before it failed is kept, and both are consolidated.
        assert hub.count_marches() == 2
    assert state.is_completed()
    assert state.name == "Partial"
    assert "bad: [source-changed] HTML where JSON was due" in str(state.message)
    assert "nobody: [unknown-connector]" in str(state.message)
    assert "good:" not in str(state.message)


def test_when_every_source_fails_the_flow_run_fails(opens: Any) -> None:
    from flows.scout import scout

    with opens(named("bad", [raising(SourceChanged("a login page"))])):
        state = scout(["bad"], return_state=True)
    assert state.is_failed()
    assert "a login page" in str(state.message)
    (line,) = artifacts(str(state.state_details.flow_run_id))["sources"]
    assert line["Statut"] == "failed"


@pytest.mark.usefixtures("at_once")
def test_only_a_source_that_does_not_answer_is_tried_again(opens: Any) -> None:
    from flows.scout import scout

    away = named("away", [raising(SourceUnavailable("503"), times=2), raw("1"), DONE])
    closed = named("closed", [raising(NotConfigured("401: token refused", code="access-denied"))])
    broken = named("broken", [raising(ZeroDivisionError("a bug"))])
    with opens(away, closed, broken) as hub:
        state = scout(["away", "closed", "broken"], return_state=True)
        tries = [(run["connector"], run["status"]) for run in reversed(hub.runs())]
    assert [status for name, status in tries if name == "away"] == ["failed", "failed", "succeeded"]
    assert [status for name, status in tries if name == "closed"] == ["failed"]
    assert [status for name, status in tries if name == "broken"] == ["failed"]
    assert state.name == "Partial"


def test_a_stage_that_another_flow_run_is_in_is_waited_for(
    opens: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two deployments of the same minute end their syncs together, and consolidate is one at a time."""
    from flows import scout as module
    from flows import stages

    real, busy = Hub.consolidate, [Busy("consolidate is held by process 7")]

    def consolidate(hub: Hub) -> Any:
        if busy:
            raise busy.pop()
        return real(hub)

    monkeypatch.setattr(Hub, "consolidate", consolidate)
    monkeypatch.setattr(module, "consolidate", stages.consolidate.with_options(retry_delay_seconds=0))
    with opens(Toy([raw("1"), DONE])) as hub:
        state = module.scout(["toy"], return_state=True)
        assert hub.count_marches() == 1
    assert state.name == "Completed"


def test_without_names_the_due_sources_are_read_once(opens: Any) -> None:
    from flows.scout import scout

    with opens(Toy([raw("1"), DONE]), named("registry", [DONE], kind="employers")) as hub:
        scout()
        assert [run["connector"] for run in hub.runs()] == ["toy"]
        state = scout(return_state=True)
        assert len(hub.runs()) == 1
    assert state.message == "no connector was due"


def test_registries_have_their_own_flow(opens: Any) -> None:
    from flows.sync_registries import sync_registries

    registry = named("registry", [raw("1"), DONE], kind="employers")
    registry.parse = lambda raw: [Employer(key=raw.key, kind="EI", name="Chantiers du Drac")]  # type: ignore[method-assign,assignment,misc]
    with opens(registry, Toy([DONE])) as hub:
        state = sync_registries(return_state=True)
        assert [(run["connector"], run["status"]) for run in hub.runs()] == [("registry", "succeeded")]
    assert state.is_completed()
