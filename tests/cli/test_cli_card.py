"""The card of a marché: who could do it, what the notices changed, why they are together."""

from __future__ import annotations

import json
import re
import threading
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import people_kit as kit
import pytest
from cli_registry import employer, write
from pages_kit import text_of

from hub.app import open_hub
from hub.settings import load_settings

CALL = {
    "key": "26-10",
    "title": "Entretien des espaces verts",
    "procedure_id": "p-10",
    "published": "2026-10-01",
    "nature": "services",
    "deadline": "2026-12-20T11:00:00+00:00",
    "value": {"amount": "7200000"},
    "cpv": ["77310000"],
    "buyers": [{"name": "Commune de Valbrune", "siren": "213802697"}],
    "places": [{"insee": "38052", "departement": "38"}],
    "lots": [
        {"key": "1", "title": "Tonte nord", "cpv": ["77310000"]},
        {"key": "2", "title": "Tonte sud", "cpv": ["77310000"]},
        {"key": "3", "title": "Ménage", "cpv": ["90910000"]},
    ],
}
CHANGE = {
    **CALL,
    "key": "26-11",
    "kind": "change",
    "form": "EFORMS/ContractNotice/16",
    "published": "2026-10-20",
    "deadline": "2026-12-31T11:00:00+00:00",
    "texts": [{"field": "conditions", "text": "Clause d'insertion obligatoire : 5376 heures d'insertion."}],
}
EMPLOYERS = [employer("vert", name="Oisans Nature"), employer("autre", name="Romanche Jardins", kind="ACI")]


@pytest.fixture
def matched(cli, home, registry):
    (home / "toy.jsonl").write_text("".join(json.dumps(each) + "\n" for each in (CALL, CHANGE)))
    write(registry, EMPLOYERS)
    for command in ("sync toy registre", "consolidate", "assess"):
        assert cli(*command.split()).code == 0
    ran = cli("match")
    assert (ran.code, ran.out) == (0, "Lots rapprochés : 3, de 1 marché, parmi 2 employeurs.\n")
    return home


def test_match_alone_again(cli, matched):
    again = cli("match", "--json").json
    assert again == {"marches": 0, "lots": 0, "employers": 2, "failed_matchers": {}}
    assert cli("match", "--all", "--json").json["lots"] == 3


def test_the_employers_with_why_and_the_advice_lot_by_lot(cli, matched):
    card = cli("marche", "toy:26-10").out
    part = card[card.index("Employeurs à proximité") : card.index("\nAvis ")]
    for said in (
        *("Oisans Nature (EI · <\u00a01\u00a0km)", "sous-traitance ou cotraitance", "Lots 1 et 2 "),
        *("Lot 3 «\u00a0Ménage\u00a0»", "D’abord : "),
    ):
        assert said in part
    lots = cli("marche", "toy:26-10", "--json").json["lots"]
    assert lots[0]["advice"]["sentence"].split()[0] in part
    assert {each["name"] for each in lots[0]["employers"]} == {"Oisans Nature", "Romanche Jardins"}


def test_the_notices_say_what_they_changed_and_why_they_are_together(cli, matched):
    document = cli("marche", "toy:26-10", "--json").json
    why = "même identifiant de procédure (BT-04)"
    assert document["documents"] == [
        {"connector": "toy", "key": key, "kind": "notice", "reason": why} for key in ("26-10", "26-11")
    ]
    card = cli("marche", "toy:26-10").out
    assert "↳ Date limite : 20/12/2026 devient 31/12/2026." in card
    assert "↳ Heures d’insertion : aucune heure avant, 5\u202f376 h désormais." in card
    assert card.count(f"rattaché ici : {why}") == 2


def test_hours_have_thousands_apart(cli, matched):
    card = cli("marche", "toy:26-10").out
    volume = cli("marche", "toy:26-10", "--json").json["hours"]
    low = f"{volume['low']:,.0f}".replace(",", "\u202f")
    assert volume["low"] > 1000
    assert f"de {low} à " in card


@pytest.fixture
def page(matched):
    """The page of the marché."""
    with closing(open_hub()) as hub:
        browser = kit.browser(hub)
        browser.follow_redirects = True
        browser.get(f"/connexion?jeton={hub.local_link()}")
        return browser.get("/marches/toy:26-10").text


def test_the_page_says_the_same(page):
    text = text_of(page)
    for said in (
        *("Employeurs à proximité", "Oisans Nature", "< 1 km", "Lot 3", "Ménage"),
        *("Date limite : 20/12/2026 devient 31/12/2026.", "aucune heure avant, 5 376 h désormais."),
        "même identifiant de procédure (BT-04)",
    ):
        assert said in text


def test_hours_have_thousands_apart_on_the_page_too(page):
    """« de 2560.0 à 5376.0 h », said the first page."""
    assert re.search(r"de \d\u202f\d{3} à \d{1,2}\u202f\d{3}\u00a0h", page)
    assert not re.search(r"\d\.\d h", page)


def test_a_single_document_has_nothing_to_explain(cli, filled):
    assert "rattaché ici" not in cli("marche", "toy:26-1").out
    assert cli("marche", "toy:26-1", "--json").json["documents"][0]["reason"] == "seul document"


class _Register(BaseHTTPRequestHandler):
    away = False

    def do_GET(self):
        found = {"siren": "213802697", "nom_raison_sociale": "COMMUNE", "nature_juridique": "7210"}
        body = json.dumps({"results": [found]}).encode()
        self.send_response(404 if self.away else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def register(matched, monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Register)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings = load_settings().model_copy(update={"enrich_url": f"http://127.0.0.1:{server.server_port}"})
    monkeypatch.setattr("hub.app.hub.load_settings", lambda: settings)
    yield _Register
    server.shutdown()
    server.server_close()


def test_enrich_says_what_was_asked_and_found(cli, matched, register):
    ran = cli("enrich")
    assert (ran.code, ran.out, ran.err) == (
        0,
        "Registre des entreprises : 1 acheteur demandé, 1 trouvé.\n",
        "",
    )
    assert cli("enrich").out == "Aucun acheteur à demander au registre des entreprises.\n"
    assert cli("enrich", "--json").json == {"asked": 0, "found": 0, "error": None}


def test_a_register_that_is_away_is_an_error_of_this_command(cli, matched, register, monkeypatch):
    monkeypatch.setattr(register, "away", True)
    ran = cli("enrich")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("Erreur [")


def test_the_procedure_is_named_in_french():
    """The card of an eForms call said « open »."""
    from hub.review.labels import PROCEDURES, label

    assert label(PROCEDURES, "open") == label(PROCEDURES, "PT_OPEN") == "appel d’offres ouvert"
    assert label(PROCEDURES, "Procédure adaptée") == "Procédure adaptée"
