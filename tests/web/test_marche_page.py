"""The page of one marché: what it shows, to whom, and that hostile text stays text."""

from __future__ import annotations

import html
import re

import people_kit as kit
import pytest
from marche_kit import CORRECTED, Page, marche_hub

from hub.store.queue import QueueFilter


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    yield from kit.quick_passwords(monkeypatch)


@pytest.fixture
def hub(tmp_path):
    with marche_hub(tmp_path) as hub:
        yield hub


@pytest.fixture
def text(hub):
    return Page(hub, "ana").get().text


def test_every_line_of_the_card_leads_to_a_section_that_is_there(hub, text):
    ids = set(re.findall(r'id="([^"]+)"', text))
    wanted = {"priorite", "heures", "clause", "obligation", "potentiel", "employeurs", "avis", "lots"}
    assert wanted <= ids
    assert set(re.findall(r'href="#([^"]+)"', text)) <= ids


def test_evidence_is_marked_in_its_text_and_leads_back(text):
    marks = re.findall(r'<mark id="preuve-(\d+)">([^<]*)</mark>', text)
    (number,) = (number for number, words in marks if CORRECTED in html.unescape(words))
    assert f'href="#preuve-{number}"' in text
    assert f'id="signal-{number}"' in text


def test_a_code_without_text_stands_in_the_table(text):
    assert re.search(r"<code>BT-775</code></th><td><code>opp</code>", text)


def test_hostile_text_stays_text(text):
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text
    assert "\u202e" not in text
    assert "javascript:" not in text
    assert 'href="https://dce.example/1"' in text


def test_drift_is_shown_word_by_word(text):
    assert "Heures d’insertion : 140 h avant, 70 h désormais." in text
    assert re.search(r"<del>140 </del>\s*<ins>70 </ins>", text)


def test_nothing_is_inline_and_nothing_is_called_outside(text):
    assert not re.search(r"<style|style=|\son\w+=", text)
    assert set(re.findall(r'(?:src|<link[^>]*href)="([^"]+)"', text)) <= {
        "/static/favicon.svg",
        "/static/style.css",
        "/static/marche.css",
        "/static/map.css",
        "/static/marche.js",
        "/static/hours.js",
    }


def test_a_marche_elsewhere_does_not_exist(hub):
    page = Page(hub, "aya")
    assert page.get().status_code == 404
    assert "Peinture" not in page.get().text
    assert page.client.get("/marches/toy:1").status_code == 404
    for action in ("decision", "note", "confier", "annuler", "heures", "detacher", "rattacher"):
        assert page.post(action, state="suivie", note="x", document="toy:1").status_code == 404
    assert hub.marche("1")["history"] == []
    assert Page(hub, "aya", "2").get().status_code == 200


def test_whoever_only_reads_has_no_form_to_write(hub):
    page = Page(hub, "leo")
    text = page.get().text
    assert "/decision" not in text
    assert "Ce n’est pas ce marché" not in text
    for action in ("decision", "note", "confier", "annuler", "detacher"):
        assert page.post(action, state="suivie", note="x").status_code == 403
    assert hub.marche("1")["history"] == []


def test_the_hours_are_computed_again_without_javascript(hub):
    page = Page(hub, "leo")
    asked = "?lot=&amount=500+000,50&labour_share=12,5&insertion_rate=10&hourly_cost=30"
    text = page.get(asked).text
    assert re.search(r"<output[^>]*>208 h</output>", text)
    assert 'value="500 000,50"' in text
    assert hub.marche("1")["hours_corrections"] == []


def test_a_wrong_input_is_told_and_kept(hub):
    text = Page(hub, "leo").get("?lot=&amount=beaucoup&labour_share=40&insertion_rate=5&hourly_cost=30").text
    assert "Montant : « beaucoup » n’est pas un nombre" in text
    assert 'value="beaucoup"' in text


def test_opening_it_marks_it_read(hub):
    unread = QueueFilter(unread="ana")
    before = hub.count_marches(unread)
    Page(hub, "ana").get()
    assert hub.count_marches(unread) == before - 1
    assert hub.count_marches(QueueFilter(unread="bob")) == before
