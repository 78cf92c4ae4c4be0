"""Signing in through a provider: what is asked of it, and the lies that are not believed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import fake_oidc
import people_kit as kit
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    yield from kit.quick_passwords(monkeypatch)


@pytest.fixture
def hands():
    return kit.Hands()


@pytest.fixture
def provider(hands):
    with fake_oidc.fake_oidc(hands) as provider:
        yield provider


@pytest.fixture
def settings(provider):
    return {
        "HUB_OIDC_ISSUER": provider.issuer,
        "HUB_OIDC_CLIENT_ID": fake_oidc.CLIENT,
        "HUB_OIDC_CLIENT_SECRET": fake_oidc.SECRET,
        "HUB_OIDC_LABEL": "Compte du département",
    }


@pytest.fixture
def hub(tmp_path, hands, settings):
    with kit.people_hub(kit.empty_store(tmp_path), hands, settings) as hub:
        yield hub


def through(client, provider, suite="/compte"):
    """The whole way: our page, the provider's consent, our page again."""
    away = client.get("/connexion/openid", params={"suite": suite})
    assert away.status_code == 303, away.text
    return client.get(provider.consent(away.headers["location"]))


def test_the_button_has_the_words_of_the_settings(hub):
    assert "Compte du département" in kit.browser(hub).get("/connexion").text


def test_a_verified_address_leads_to_the_account_and_binds_it(hub, provider):
    kit.someone(hub, "lea", "facilitation", email="lea.martin@exemple.fr")
    client = kit.browser(hub)
    answer = through(client, provider)
    assert (answer.status_code, answer.headers["location"]) == (303, "/compte")
    assert "<dd>lea</dd>" in client.get("/compte").text
    # Married since: the address changed at the provider, the subject did not.
    provider.claims = {"email": "lea.durand@exemple.fr"}
    assert through(kit.browser(hub), provider).status_code == 303
    # The address now belongs to a newcomer: an address is not a person.
    provider.claims = {"sub": "u-99"}
    assert through(kit.browser(hub), provider).status_code == 403


def test_the_session_that_was_open_before_ends(hub, provider):
    kit.someone(hub, "lea", email="lea.martin@exemple.fr")
    kit.someone(hub, "paul")
    client = kit.signed_in(hub, "paul")
    before = dict(client.cookies)
    through(client, provider)
    assert client.cookies["passerelle"] != before["passerelle"]
    assert hub.session(before["passerelle"]) is None


def test_nobody_gets_an_account_by_being_known_elsewhere(hub, provider):
    answer = through(kit.browser(hub), provider)
    assert answer.status_code == 403
    assert "aucun compte de Passerelle n’est à vous" in answer.text
    assert hub.accounts() == []


def test_an_operator_may_let_the_provider_open_reading_accounts(tmp_path, hands, settings, provider):
    with kit.people_hub(kit.empty_store(tmp_path), hands, settings | {"HUB_OIDC_CREATE": "lecture"}) as hub:
        provider.claims = {"email_verified": False}
        assert through(kit.browser(hub), provider).status_code == 403
        provider.claims = {}
        assert through(kit.browser(hub), provider).status_code == 303
        (account,) = hub.accounts()
    assert (account["login"], account["role"]) == ("lea.martin@exemple.fr", "lecture")
    assert account["openid"] is True


def test_a_disabled_account_stays_closed(hub, provider):
    kit.someone(hub, "lea", email="lea.martin@exemple.fr")
    hub.disable_account("lea", by="test")
    assert through(kit.browser(hub), provider).status_code == 403


def _raw(header, claims):
    texts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, claims)]
    return b".".join(texts)


def _unsigned(claims):
    return _raw({"alg": "none", "typ": "JWT"}, claims).decode() + "."


def _signed_with(secret, claims):
    signed = _raw({"alg": "HS256", "kid": "one"}, claims)
    mac = hmac.new(secret, signed, hashlib.sha256).digest()
    return f"{signed.decode()}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "of another browser"},
        {"nonce": None},
        {"aud": "another-program"},
        {"aud": [fake_oidc.CLIENT, "another-program"]},
        {"azp": "another-program"},
        {"iss": "https://another.example"},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"iat": 4_000_000_000},
        {"sub": None},
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "false"},
        {"email": ["lea.martin@exemple.fr"]},
    ],
    ids=str,
)
def test_a_claim_that_is_not_what_it_must_be_opens_nothing(hub, provider, lie):
    kit.someone(hub, "lea", email="lea.martin@exemple.fr")
    provider.claims = lie
    client = kit.browser(hub)
    assert through(client, provider).status_code == 403
    assert "passerelle" not in client.cookies


def test_a_signature_that_is_not_the_providers_opens_nothing(hub, provider):
    kit.someone(hub, "lea", email="lea.martin@exemple.fr")
    stranger = RSAKey.generate_key(2048, {"kid": "one"})
    public = provider.key.as_pem(private=False)
    lies = {
        "alg none": _unsigned,
        "another key": lambda claims: jwt.encode({"alg": "RS256", "kid": "one"}, claims, stranger),
        "unknown key": lambda claims: jwt.encode({"alg": "RS256", "kid": "two"}, claims, stranger),
        # The public key, known to all, taken for a shared secret.
        "HS256": lambda claims: _signed_with(public, claims),
        "not a token": lambda claims: "x.y.z",
    }
    for name, sign in lies.items():
        provider.sign = sign
        assert through(kit.browser(hub), provider).status_code == 403, name
    provider.sign = provider.honestly
    assert through(kit.browser(hub), provider).status_code == 303


def test_a_way_back_that_this_browser_did_not_begin_is_refused(hub, provider):
    """Otherwise somebody sends a link that signs you in as themselves, and reads what you then write."""
    kit.someone(hub, "lea", email="lea.martin@exemple.fr")
    mine, other = kit.browser(hub), kit.browser(hub)
    link = provider.consent(other.get("/connexion/openid").headers["location"])
    assert mine.get(link).status_code == 403, "no cookie at all"
    mine.get("/connexion/openid")
    assert mine.get(link).status_code == 403, "the cookie of another attempt"
    assert provider.redeemed == [], "the code was never even sent"
    assert other.get(link).status_code == 303
    assert other.get(link).status_code == 403, "and it serves once"


def test_after_it_one_comes_back_to_a_page_of_ours_only(hub, provider):
    kit.someone(hub, "lea", email="lea.martin@exemple.fr")
    for suite in ("//evil.example/x", "https://evil.example", "/\\evil.example"):
        assert through(kit.browser(hub), provider, suite).headers["location"] == "/"


def test_a_provider_that_names_itself_otherwise_is_not_used(hub, provider):
    provider.described = {"issuer": "https://another.example"}
    assert kit.browser(hub).get("/connexion/openid").status_code == 503
    provider.described = {"token_endpoint": "http://192.0.2.1/token"}
    client = kit.browser(hub)
    assert through(client, provider).status_code == 503, "a secret never travels in clear"


def test_without_a_provider_there_is_no_such_way(tmp_path, hands):
    with kit.people_hub(kit.empty_store(tmp_path), hands) as hub:
        assert kit.browser(hub).get("/connexion/openid").status_code == 404
