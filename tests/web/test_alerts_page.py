"""The page of alerts, searches and feeds; and leaving an alert from a letter."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import alerts_kit
import people_kit as kit
import pytest


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    yield from kit.quick_passwords(monkeypatch)


@pytest.fixture
def hands():
    return kit.Hands()


@pytest.fixture
def sink():
    with alerts_kit.serving(alerts_kit.Sink()) as sink:
        yield sink


@pytest.fixture
def hub(tmp_path, hands, sink):
    environ = {**alerts_kit.mail_settings(sink.port), "HUB_PUBLIC_URL": kit.ROOT}
    with alerts_kit.telling_hub(kit.empty_store(tmp_path), hands, **environ) as hub:
        kit.someone(hub, "camille", "facilitation", email="camille@example.fr")
        alerts_kit.scouted(hub, alerts_kit.notice("1", deadline="2026-12-24T12:00:00+01:00"))
        yield hub


@pytest.fixture
def client(hub):
    return kit.signed_in(hub, "camille")


def post(client, path, **fields):
    csrf = kit.csrf_in(client.get("/alertes").text)
    return client.post(path, data={"csrf": csrf, **fields})


EVERYTHING = {"what": ["new", "changed", "drift", "deadline", "renewals"], "when": "daily"}


def test_from_a_search_to_a_letter_and_back(hub, client, sink):
    saved = post(client, "/recherches", name="Ménage", filters="/?query=nettoyage&stage=ouvert&cursor=25")
    assert saved.headers["location"] == "/?query=nettoyage&stage=ouvert"
    (search,) = hub.saved_searches(hub.session_person)
    assert search["filters"] == {"query": "nettoyage", "stage": "ouvert"}
    made = post(client, "/alertes", about=f"recherche:{search['id']}", channel="courriel", **EVERYTHING)
    assert (made.status_code, made.headers["location"]) == (303, "/alertes")
    page = client.get("/alertes").text
    assert "Ménage" in page
    assert "chaque jour" in page
    assert "Nettoyage des locaux 1" in client.get("/alertes/1/apercu").text
    assert hub.digest().sent == 1
    (letter,) = sink.letters
    link = re.search(r"http://\S+/marches/\S+", alerts_kit.body_of(letter, "plain"))
    assert client.get(urlsplit(link[0]).path).status_code == 200
    assert "Rien de nouveau" in client.get("/alertes/1/apercu").text


@pytest.fixture(autouse=True)
def _person(hub):
    hub.session_person = hub.session(hub.sign_in("camille", kit.PASSWORD, "192.0.2.9")).person


def test_an_alert_changes_pauses_and_goes(hub, client):
    post(client, "/alertes", about="territoire:oisans", channel="courriel", **EVERYTHING)
    post(client, "/alertes/1/modifier", about="", channel="courriel", when="weekly:2", what="drift")
    (alert,) = hub.alerts_of(hub.session_person)
    assert (alert["cadence"], alert["weekday"], alert["what"], alert["territory"]) == (
        "weekly",
        2,
        ["drift"],
        None,
    )
    assert "le mercredi" in client.get("/alertes").text
    post(client, "/alertes/1/pause", paused="1")
    assert "en pause" in client.get("/alertes").text
    post(client, "/alertes/1/pause", paused="")
    assert hub.alerts_of(hub.session_person)[0]["paused"] is None
    post(client, "/alertes/1/supprimer")
    assert hub.alerts_of(hub.session_person) == []
    assert [line["action"] for line in hub.audit_log(limit=5)][:2] == ["alerte.suppression", "alerte.reprise"]


def test_what_cannot_be_is_said_on_the_page(client):
    refused = post(client, "/alertes", about="recherche:99", channel="courriel", **EVERYTHING)
    assert refused.status_code == 404
    assert "Cette recherche n’existe pas." in refused.text
    assert post(client, "/alertes", about="", channel="courriel", when="daily").status_code == 400
    assert post(client, "/recherches", name="x", filters="/?stage=nope").status_code == 400
    assert post(client, "/recherches", name="x", filters="javascript:alert(1)").status_code == 400


def test_somebody_elses_alert_does_not_exist(hub, client):
    kit.someone(hub, "lou", "facilitation", email="lou@example.fr")
    other = kit.signed_in(hub, "lou")
    post(client, "/alertes", about="", channel="courriel", **EVERYTHING)
    for path in ("modifier", "pause", "supprimer", "essai"):
        assert (
            post(other, f"/alertes/1/{path}", about="", channel="courriel", **EVERYTHING).status_code == 404
        )
    assert other.get("/alertes/1/apercu").status_code == 404
    assert len(hub.alerts_of(hub.session_person)) == 1


def test_a_form_of_another_site_changes_nothing(hub, client):
    assert client.post("/alertes", data={"about": "", **EVERYTHING}).status_code == 403
    assert hub.alerts_of(hub.session_person) == []


def test_a_trial_tells_nothing_and_says_what_is_wrong(hub, client, sink):
    post(client, "/alertes", about="", channel="courriel", **EVERYTHING)
    assert post(client, "/alertes/1/essai").status_code == 303
    assert sink.letters[0]["Subject"].startswith("[Essai] Clauses sociales")
    assert hub.digest().sent == 1
    sink.refused = {"camille@example.fr"}
    refused = post(client, "/alertes/1/essai")
    assert "550" in refused.text
    assert "mail-refused" in refused.text
    page = client.get("/alertes").text
    assert "Envois qui ne sont pas partis" in page
    sink.refused = set()
    number = re.search(r"/alertes/envois/(\d+)/reessayer", page)[1]
    assert post(client, f"/alertes/envois/{number}/reessayer", retour="/alertes").status_code == 303
    assert "Envois qui ne sont pas partis" not in client.get("/alertes").text


def test_leaving_by_the_link_of_a_letter(hub, client, sink):
    post(client, "/alertes", about="", channel="courriel", **EVERYTHING)
    hub.digest()
    leave = sink.letters[0]["List-Unsubscribe"].strip("<>").removeprefix(kit.ROOT)
    stranger = kit.browser(hub)
    asked = stranger.get(leave)
    assert asked.status_code == 200
    assert "tous les marchés" in asked.text
    # A program that reads mail opened the link: the alert goes on.
    assert hub.alerts_of(hub.session_person)[0]["paused"] is None
    for wrong in (leave[:-1] + "0", leave.replace("alerte=1", "alerte=2"), "/desabonnement"):
        if wrong != leave:
            assert stranger.post(wrong, data={"List-Unsubscribe": "One-Click"}).status_code == 404
    done = stranger.post(leave, data={"List-Unsubscribe": "One-Click"})
    assert (done.status_code, "n’enverra plus rien" in done.text) == (200, True)
    assert hub.alerts_of(hub.session_person)[0]["paused"]
    assert stranger.post(leave).status_code == 200


def test_a_search_that_goes_takes_its_alerts_and_feeds(hub, client):
    post(client, "/recherches", name="Ménage", filters="/?query=nettoyage")
    post(client, "/alertes", about="recherche:1", channel="courriel", **EVERYTHING)
    shown = post(client, "/alertes/flux", about="recherche:1", name="Agenda").text
    address = re.search(r"http://\S+/agenda/recherche-1\.ics\?jeton=[\w-]+", shown)[0]
    reader = kit.browser(hub)
    assert reader.get(address.removeprefix(kit.ROOT)).status_code == 200
    post(client, "/recherches/1/renommer", name="Propreté")
    assert "Propreté" in client.get("/alertes").text
    post(client, "/recherches/1/supprimer")
    assert hub.alerts_of(hub.session_person) == []
    assert reader.get(address.removeprefix(kit.ROOT)).status_code == 401
