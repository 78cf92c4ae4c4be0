"""Which names lead to us."""

from __future__ import annotations

import people_kit as kit
import pytest

from hub.plugin_api.errors import HubError
from hub.settings import SettingsInvalid
from hub.web.app import create_app


def test_the_loopback_names_and_the_public_one(tmp_path):
    settings = {"HUB_PUBLIC_URL": "https://passerelle.exemple.fr/"}
    with kit.people_hub(kit.empty_store(tmp_path), kit.Hands(), settings) as hub:
        client = kit.TestClient(create_app(hub), base_url=kit.ROOT)
        for host in ("127.0.0.1:8451", "localhost:1", "[::1]:8451", "passerelle.exemple.fr"):
            assert client.get("/sante", headers={"host": host}).status_code == 200, host
        assert client.get("/sante", headers={"host": "exemple.fr"}).status_code == 400


@pytest.mark.parametrize(
    "settings",
    [
        {"HUB_PUBLIC_URL": "passerelle.exemple.fr"},
        {"HUB_PUBLIC_URL": "https://exemple.fr/passerelle"},
        {"HUB_PUBLIC_URL": "https://moi:secret@exemple.fr"},
        {"HUB_OIDC_ISSUER": "http://idp.exemple.fr"},
        {"HUB_OIDC_CREATE": "administration"},
    ],
    ids=str,
)
def test_settings_that_would_open_too_much(tmp_path, settings):
    with pytest.raises(SettingsInvalid) as caught, kit.people_hub("sqlite://", kit.Hands(), settings):
        pass
    assert "secret@" not in caught.value.cause


def test_half_a_provider_is_told(tmp_path):
    settings = {"HUB_OIDC_ISSUER": "https://idp.exemple.fr"}
    url = kit.empty_store(tmp_path)
    with kit.people_hub(url, kit.Hands(), settings) as hub, pytest.raises(HubError) as caught:
        create_app(hub)
    assert caught.value.code == "oidc-incomplete"
