"""A stranger's package in a folder: found through its entry point, run, and kept apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hub.app import open_hub
from hub.settings import load_settings
from hub.testing.demo import boamp_records
from hub.testing.replay import OdsDataset, ReplayServer

SOURCE = """
from hub.plugin_api import Checkpoint, Connector, ConnectorInfo, ConnectorSettings
from hub.plugin_api import Notice, RawRecord, Rule, hookimpl

HUB_PLUGIN_API = ">=1,<2"
{at_import}

class Portal(Connector[ConnectorSettings]):
    info = ConnectorInfo(id="portal", title="Portail", publisher="X", licence="Licence Ouverte 2.0",
                         kind="notices", mode="incremental")

    def fetch(self, ctx, since):
        {in_fetch}
        yield RawRecord("1", b"{{}}", "application/json", "memory:")
        yield Checkpoint("1")

    def parse(self, raw):
        {in_parse}
        return [Notice(key=raw.key, kind="competition", title="Avis du portail", published="2026-11-01")]


class Own(Rule):
    id, title = "portal-rule", "La sienne"

    def signals(self, notice):
        {in_rule}
        return ()


@hookimpl
def hub_register_connectors():
    return [Portal()]


@hookimpl
def hub_register_rules():
    return [Own()]
"""
PLACES = ("at_import", "in_fetch", "in_parse", "in_rule")
TODAY = date(2026, 11, 22)


def scouted(tmp_path, toy, place):
    faults = dict.fromkeys(PLACES, "pass") | ({place: 'raise RuntimeError("bad day")'} if place else {})
    toy("portal-of-x", SOURCE.format(**faults), fence="")
    records = boamp_records(TODAY, with_damage=False)[:40]
    with ReplayServer([OdsDataset("boamp", records)]) as server:
        settings = load_settings(
            {
                "HUB_HOME": str(tmp_path / "var"),
                "HUB_TODAY": TODAY.isoformat(),
                "HUB_BOAMP__BASE_URL": server.base_url,
                "HUB_BOAMP__RATE_PER_S": "0",
                "HUB_BOAMP__FIRST_DAY": "2020-01-01",
                "HUB_PLUGINS_DENY": "hub-siae-registry",
            },
            Path("/nonexistent"),
        )
        hub = open_hub(settings)
        ids = [state.id for state in hub.host.connectors() if state.id in {"boamp", "portal"}]
        return hub, hub.scout(ids)


@pytest.mark.parametrize("place", [None, *PLACES])
def test_its_bad_day_is_only_its_own(tmp_path, toy, place):
    hub, done = scouted(tmp_path, toy, place)
    reports = {run.connector: run for run in done.runs}
    plugin = next(p for p in hub.host.plugins if p.distribution == "portal-of-x")
    assert reports["boamp"].status == "succeeded"
    assert reports["boamp"].counts["created"] == 40
    if place == "at_import":
        assert (plugin.state, "portal" in reports) == ("broken", False)
        assert "bad day" in plugin.reason
    elif place == "in_fetch":
        assert reports["portal"].status == "failed"
        assert "portal-of-x" in reports["portal"].error["cause"]
    elif place == "in_parse":
        assert reports["portal"].status == "partial"
        assert hub.quarantine(connector="portal")[0]["code"] == "parser-crashed"
    else:
        assert reports["portal"].status == "succeeded"
        assert hub.marche("portal:1")["title"] == "Avis du portail"
        assert set(done.failed_rules) == ({"portal-rule"} if place else set())
    assert len(hub.marches()) >= 30
    hub.close()
