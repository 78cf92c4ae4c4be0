"""The demo's registries: true to the form of two sources, and joined into one list."""

from __future__ import annotations

from pathlib import Path

import requests

from hub.app import open_hub
from hub.plugin_api import identifiers
from hub.settings import load_settings
from hub.testing.demo.registries import KEY, Registries, prestataires, structures
from hub.testing.replay import ReplayServer


def test_sirets_are_valid_and_invented():
    for employer in prestataires():
        assert not identifiers.siret(employer["siret"]).antenna
        assert employer["siret"].startswith("99998")


def test_a_wrong_key_opens_nothing():
    with ReplayServer([Registries()]) as server:
        address = f"{server.base_url}/api/siae/"
        assert requests.get(address, timeout=5).status_code == 401
        answer = requests.get(address, headers={"Authorization": f"Bearer {KEY}"}, timeout=5).json()
    assert answer["count"] == len(answer["results"]) == len(structures())


def test_both_lists_make_one_employer_each(tmp_path):
    with ReplayServer([Registries()]) as server:
        settings = load_settings(
            {
                "HUB_HOME": str(tmp_path),
                "HUB_DATA_INCLUSION__BASE_URL": server.base_url,
                "HUB_DATA_INCLUSION__MINIMUM": "1",
                "HUB_LEMARCHE__BASE_URL": server.base_url,
                "HUB_LEMARCHE__TOKEN": KEY,
            },
            Path("/nonexistent"),
        )
        hub = open_hub(settings)
        assert [hub.sync(name).status for name in ("data_inclusion", "lemarche")] == ["succeeded"] * 2
        hub.consolidate_employers()
        found = hub.employers()
        hub.close()
    assert len(found) == len(prestataires())
    assert {len(employer["sources"]) for employer in found} == {2}
    assert all(employer["kind"] and employer["activities"] for employer in found)
