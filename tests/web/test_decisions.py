"""Deciding from the pages: nothing typed is lost, nobody writes over anybody."""

from __future__ import annotations

import html
import re

import people_kit as kit
import pytest
from marche_kit import Page, marche_hub


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    yield from kit.quick_passwords(monkeypatch)


@pytest.fixture
def hub(tmp_path):
    with marche_hub(tmp_path) as hub:
        yield hub


@pytest.fixture
def ana(hub):
    return Page(hub, "ana")


@pytest.fixture
def bob(hub):
    return Page(hub, "bob")


def field(text, name):
    """What a control of the decision holds."""
    if found := re.search(rf'<textarea name="{name}"(?! id="note-seule")[^>]*>([^<]*)', text):
        return html.unescape(found[1])
    if found := re.search(rf'<select name="{name}".*?</select>', text, re.S):
        chosen = re.search(r'value="([^"]*)" selected', found[0])
        return chosen[1] if chosen else ""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', text)
    return html.unescape(found[1]) if found else None


def last(hub):
    return hub.marche("1")["history"][-1]


def test_a_decision_says_who_and_when_and_goes_back_where_one_came_from(hub, ana):
    answer = ana.post(
        "decision", state="a_contacter", version="0", note="appel lundi", retour="/?moment=ideal"
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/?moment=ideal")
    assert (last(hub)["state"], last(hub)["author"], last(hub)["note"]) == (
        "a_contacter",
        "ana",
        "appel lundi",
    )
    assert hub.audit_log(limit=1)[0]["action"] == "decision"
    assert "appel lundi" not in str(hub.audit_log(limit=5))


def test_two_browsers_at_once_one_wins_and_the_other_loses_nothing(hub, ana, bob):
    seen = ana.version()
    assert bob.post("decision", state="contactee", version=seen, note="Vu l’acheteur.").status_code == 303
    answer = ana.post(
        "decision", state="ecartee", because="refus_acheteur", version=seen, note="Il refuse : <b>non</b>."
    )
    assert answer.status_code == 409
    assert "Vu l’acheteur." in answer.text
    assert "bob" in answer.text
    assert last(hub)["state"] == "contactee"
    typed = {name: field(answer.text, name) for name in ("state", "because", "note", "version")}
    assert typed == {
        "state": "ecartee",
        "because": "refus_acheteur",
        "note": "Il refuse : <b>non</b>.",
        "version": ana.version(),
    }
    assert ana.post("decision", **typed).status_code == 303
    assert [line["author"] for line in hub.marche("1")["history"]] == ["bob", "ana"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"state": "ecartee", "note": "gardez-moi"}, "demande un motif"),
        ({"state": "ecartee", "because": "autre"}, "demande une note"),
        ({"state": "fini", "note": "gardez-moi"}, "n’est pas un état"),
        ({"state": "suivie", "note": "2 85 07 38 185 123 45 gardez-moi"}, "un numéro de sécurité sociale"),
        ({"state": "suivie", "note": "jeanne.martin@ville.example gardez-moi"}, "une adresse électronique"),
    ],
)
def test_a_refused_decision_keeps_what_was_typed(hub, ana, fields, told):
    answer = ana.post("decision", version="0", **fields)
    assert answer.status_code == 400
    assert told in answer.text
    assert field(answer.text, "note") == fields.get("note", "")
    assert hub.marche("1")["history"] == []


def test_a_reason_left_from_another_state_is_not_kept(hub, ana):
    ana.post("decision", state="suivie", because="doublon", version="0")
    assert last(hub)["because"] is None


def test_clearing_the_assignee_is_not_leaving_it_alone(hub, ana):
    ana.post("decision", state="suivie", assignee="bob", version="0")
    ana.post("decision", state="contactee", version=ana.version())
    assert last(hub)["assignee"] == "bob"
    ana.post("decision", state="contactee", assignee="", version=ana.version())
    assert last(hub)["assignee"] is None


def test_colleagues_are_offered_by_name(ana):
    offered = re.search(r'<select name="assignee".*?</select>', ana.get().text, re.S)
    assert set(re.findall(r'value="(\w+)"', offered[0])) == {"ana", "aya", "bob"}


def test_undoing_needs_the_version_too(hub, ana, bob):
    ana.post("decision", state="suivie", version="0")
    seen = ana.version()
    bob.post("note", note="attendez")
    assert ana.post("annuler", version=seen).status_code == 409
    assert last(hub)["state"] == "suivie"
    assert ana.post("annuler", version=ana.version()).status_code == 303
    assert last(hub)["kind"] == "undo"
    assert "Annulation" in ana.get().text


def test_a_corrected_volume_is_shown_beside_the_estimate(hub, ana):
    inputs = {"amount": "250 000", "labour_share": "40", "insertion_rate": "5", "hourly_cost": "30"}
    answer = ana.post("heures", lot="", faire="calculer", **inputs)
    assert answer.headers["location"].startswith(f"{ana.address}?lot=&amount=250+000")
    assert "csrf" not in answer.headers["location"]
    refused = ana.post("heures", lot="", faire="enregistrer", why="", **inputs)
    assert (refused.status_code, field(refused.text, "amount")) == (400, "250 000")
    ana.post("heures", lot="", faire="enregistrer", why="DPGF du lot", **inputs)
    assert hub.marche("1")["hours"]["corrected"]["hours"] == 167
    text = ana.get().text
    assert "DPGF du lot" in text
    assert "estimation" in text


def test_a_notice_is_taken_out_after_asking_and_put_back(hub, ana):
    name = "toy:1b"
    assert "Détacher toy:1b" in ana.client.get(f"{ana.address}/detacher?document={name}").text
    assert len(hub.marche("1")["documents"]) == 2
    assert ana.post("detacher", document=name).status_code == 303
    assert len(hub.marche("1")["documents"]) == 1
    apart = Page(hub, "ana", "1b")
    assert apart.id != ana.id
    assert "Détaché par ana" in apart.get().text
    apart.post("rattacher", document=name)
    assert hub.marche("1b")["id"] == ana.id


def test_a_stranger_document_is_not_taken_out(ana):
    assert ana.client.get(f"{ana.address}/detacher?document=toy:2").status_code == 404
    assert ana.post("detacher", document="toy:2").status_code == 404


def bulk(page, *chosen, **fields):
    return page.client.post("/decisions", data={"csrf": page.csrf, "marche": list(chosen), **fields})


def both(hub):
    return [f"{m['id']}:{m['review']['version']}" for m in (hub.marche("1"), hub.marche("2"))]


def test_one_decision_on_several(hub, ana):
    answer = bulk(ana, *both(hub), state="ecartee", because="hors_territoire", retour="/?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/?x=1")
    assert {hub.marche(key)["review"]["state"] for key in "12"} == {"ecartee"}


def test_what_somebody_else_decided_meanwhile_stays_and_is_told(hub, ana, bob):
    chosen = both(hub)
    bob.post("decision", state="contactee", version="0", note="déjà vu")
    answer = bulk(ana, *chosen, state="ecartee", because="doublon", note="la note d’Ana")
    assert answer.status_code == 409
    assert "déjà vu" in answer.text
    assert field(answer.text, "note") == "la note d’Ana"
    assert hub.marche("1")["review"]["state"] == "contactee"
    assert hub.marche("2")["review"]["state"] == "ecartee"


def test_an_incomplete_decision_on_several_decides_nothing(hub, ana):
    answer = bulk(ana, *both(hub), state="ecartee", note="gardez-moi")
    assert answer.status_code == 400
    assert field(answer.text, "note") == "gardez-moi"
    assert answer.text.count(" checked") == 2
    assert not hub.marche("1")["history"]


def test_several_means_those_that_one_may_see(hub):
    aya = Page(hub, "aya", "2")
    assert bulk(aya, *both(hub), state="suivie").status_code == 303
    assert not hub.marche("1")["history"]
    assert hub.marche("2")["review"]["state"] == "suivie"


@pytest.mark.parametrize("chosen", ["x", "x:-1", ":1", "x:" + "9" * 30])
def test_a_choice_that_is_none(ana, chosen):
    assert bulk(ana, chosen, state="suivie").status_code == 400
