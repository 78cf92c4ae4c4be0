"""What is asked of the host once the plugins are read."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hub.host import ConnectorUnusable, PluginHost, UnknownConnector, discover, inventory
from hub.plugin_api import NotConfigured, RunReport
from hub.settings import load_settings

Make = Callable[..., Path]

PRIVATE = """
from pydantic import SecretStr
class Settings(ConnectorSettings):
    token: SecretStr
    region: str = "84"
class Private(Toy):
    settings_model = Settings
@hookimpl
def hub_register_connectors():
    return [Private("private", mode="snapshot"), Toy("boamp")]
"""
CLAIM = "@hookimpl\ndef hub_register_connectors():\n    return [Toy('clash')]\n"
OBSERVER = """
@hookimpl
def hub_run_finished(run):
    run.counts["fetched"] = 99
    {body}
"""


def look(tmp_path: Path, environ: dict[str, str] | None = None, **options: Any) -> PluginHost:
    """Discover what is installed, less the plugins of this repository."""
    variables = {"HUB_PLUGINS_DENY": "hub-procurement-feed,hub-siae-registry", **(environ or {})}
    return discover(load_settings(variables, tmp_path), **options)


def test_an_unknown_connector_is_told_with_the_known_ones(toy: Make, tmp_path: Path) -> None:
    toy("private", PRIVATE)
    host = look(tmp_path, {"HUB_PLUGINS_ALLOW": "private"})
    with pytest.raises(UnknownConnector) as caught:
        host.connector("baomp")
    assert caught.value.code == "unknown-connector"
    assert caught.value.cause == (
        "Aucun connecteur ne s’appelle « baomp ». Peut-être : boamp. Les connecteurs : boamp, private."
    )


def test_a_connector_that_cannot_be_used_says_why(toy: Make, tmp_path: Path) -> None:
    toy("private", PRIVATE)
    toy("one", CLAIM)
    toy("two", CLAIM)
    toy("sick", "1 / 0")
    host = look(tmp_path, owners={"lost": "Sick"})
    with pytest.raises(NotConfigured, match="token manque") as disabled:
        host.connector("private")
    assert disabled.value.next_step == "Régler HUB_PRIVATE__TOKEN."
    with pytest.raises(ConnectorUnusable, match="même nom chez one et two") as refused:
        host.connector("clash")
    assert refused.value.code == "connector-refused"
    with pytest.raises(
        ConnectorUnusable, match=r"appartient à sick, en panne : .*ZeroDivisionError"
    ) as broken:
        host.connector("lost")
    assert broken.value.code == "plugin-broken"


def test_the_inventory_has_its_frozen_shape_and_no_value(toy: Make, tmp_path: Path) -> None:
    toy("private", PRIVATE, version="3.1")
    host = look(tmp_path, {"HUB_PLUGINS_ALLOW": "private", "HUB_PRIVATE__REGION": "93"})
    (plugin,) = [it for it in inventory(host)["plugins"] if it["distribution"] == "private"]
    assert plugin == {
        "distribution": "private",
        "version": "3.1",
        "state": "loaded",
        "reason": f"private: {next(it.reason for it in host.all_connectors() if it.id == 'private')}",
        "next_step": "Régler HUB_PRIVATE__TOKEN.",
        "connectors": [
            {
                "id": "private",
                "mode": "snapshot",
                "state": "disabled",
                "settings": [
                    {"name": "token", "source": None, "secret": True, "missing": True},
                    {"name": "region", "source": "HUB_PRIVATE__REGION", "secret": False, "missing": False},
                ],
            },
            {"id": "boamp", "mode": "incremental", "state": "loaded", "settings": []},
        ],
    }


@pytest.mark.parametrize("body", ["raise ValueError('no mail server')", "raise SystemExit(1)"])
def test_an_observer_that_raises_stops_no_other(
    toy: Make, tmp_path: Path, caplog: pytest.LogCaptureFixture, body: str
) -> None:
    toy("aaa", OBSERVER.format(body=body))
    seen = tmp_path / "seen"
    toy("zzz", OBSERVER.format(body=f"open({str(seen)!r}, 'w').write(run.connector)"))
    report = RunReport("r1", "boamp", "succeeded", datetime(2026, 11, 3, tzinfo=UTC))
    caplog.set_level(logging.ERROR)
    (failure,) = look(tmp_path).run_finished(report)
    assert (failure.distribution, failure.plugin) == ("aaa", "aaa")
    assert "toy_aaa.py:" in failure.error
    assert caplog.records[0].name == "hub.plugins.aaa"
    assert seen.read_text() == "boamp"
    assert report.counts["fetched"] == 0


def test_a_connector_without_its_token_still_reads_files(tmp_path):
    """The token is for the source; a file that a person already has needs none."""
    from pydantic import SecretStr
    from toy_hub import Toy, plugin, raw, toy_hub

    from hub.pipeline.sync import SyncRequest
    from hub.plugin_api import ConnectorSettings, NotConfigured

    class Secretive(ConnectorSettings):
        token: SecretStr

    class Guarded(Toy):
        settings_model = Secretive

    (tmp_path / "a.jsonl").write_bytes(raw("1").payload)
    with toy_hub(f"sqlite:///{tmp_path / 'hub.sqlite3'}", plugin(Guarded())) as hub:
        with pytest.raises(NotConfigured):
            hub.sync("toy")
        report = hub.sync("toy", SyncRequest(paths=(tmp_path / "a.jsonl",)))
        assert (report.status, report.counts["created"]) == ("succeeded", 1)
        assert hub.reparse("toy").counts["same"] == 1
