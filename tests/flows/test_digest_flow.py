"""The flow of the digests: from cron to letter, and a mail server's bad hour."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import alerts_kit as kit
import pytest
from toy_hub import plugin

from flows.plan import Planned, planned
from hub.alerts.wishes import Wish
from hub.app import open_hub
from hub.settings import load_settings


def test_digests_are_planned_once_there_is_a_way_out(tmp_path: Path) -> None:
    def plans(**environ: str) -> list[Planned]:
        settings = load_settings({"HUB_HOME": str(tmp_path), **environ}, tmp_path)
        hub = open_hub(settings, plugins=[plugin()])
        try:
            return planned(hub)
        finally:
            hub.close()

    mail = {"HUB_SMTP_URL": "smtp://mail.example.fr", "HUB_MAIL_FROM": "v@example.fr"}
    assert plans() == []
    assert plans(**mail) == [Planned("digest", "alertes", "Alertes", "30 6 * * 1-5")]
    (said,) = plans(**mail, HUB_DIGEST_SCHEDULE="0 7 * * *")
    assert (said.cron, said.parameters) == ("0 7 * * *", {})
    assert plans(**mail, HUB_DIGEST_SCHEDULE="off") == []


@pytest.mark.prefect
@pytest.mark.usefixtures("prefect_server")
def test_a_day_from_the_source_to_the_letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server is down when the letter is made, and back at the second try."""
    from flows import digest as module
    from flows import stages

    port, url = kit.free_port(), kit.store_in(tmp_path)
    with kit.telling_hub(url, kit.Hands(), **kit.mail_settings(port)) as hub:
        hub.add_alert(kit.somebody(hub), Wish())
        kit.scouted(hub, kit.notice("1"))
        monkeypatch.setattr(hub, "close", lambda: None)
        monkeypatch.setattr(stages, "open_hub", lambda: hub)
        with kit.serving(kit.Sink(), port) as sink:
            sink.answers = ["451 come back", "451 come back"]
            monkeypatch.setattr(module, "resend", module.resend.with_options(retry_delay_seconds=0))
            state = module.digest(return_state=True)
            assert state.is_completed()
            assert "sent 1, waiting 0" in str(state.message)
            (table,) = _table(str(state.state_details.flow_run_id))
            assert (table["Composées"], table["Envoyées"], table["En attente"]) == (1, 1, 0)
            assert "camille" not in str(table)
            again = module.digest(return_state=True)
        assert "composed 0, sent 0" in str(again.message)
        assert len(sink.letters) == 1


def _table(flow_run: str) -> list[dict[str, Any]]:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId

    of_run = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[flow_run]))
    with get_client(sync_client=True) as client:
        (found,) = client.read_artifacts(artifact_filter=of_run)
    rows: list[dict[str, Any]] = json.loads(str(found.data))
    return rows


@pytest.mark.prefect
def test_the_deployment_takes_no_connector() -> None:
    from flows.deployments import deployment

    made: Any = deployment(Planned("digest", "alertes", "Alertes", "30 6 * * 1-5"))
    assert (made.entrypoint, made.parameters) == ("flows.digest.digest", {})
