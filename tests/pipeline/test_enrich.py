"""What a register adds about a buyer: optional, kept, and never in the way."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from store_rows import store_rows
from toy_hub import DONE, Toy, plugin, raw, toy_hub

from hub.pipeline.enrich import companies
from hub.pipeline.enrich.stage import enrich
from hub.plugin_api import SourceChanged, SourceUnavailable

LA_MURE = "213802697"
ANSWER = {
    "siren": LA_MURE,
    "nom_raison_sociale": "COMMUNE DE LA MURE",
    "nature_juridique": "7210",
    "etat_administratif": "A",
    "siege": {"commune": "38269", "code_postal": "38350"},
    "dirigeants": [{"nom": "NE DOIT PAS", "prenoms": "ENTRER"}],
}


class Register:
    """Answers from a table; ``None`` in it is a register that is away."""

    def __init__(self, **answers):
        self.answers, self.asked = answers, []

    def get(self, path, *, params):
        siren = params["q"]
        self.asked.append(siren)
        if self.answers.get(f"s{siren}", 0) is None:
            raise SourceUnavailable("503")
        found = self.answers.get(f"s{siren}")
        return SimpleNamespace(json=lambda: {"results": [found] if found else []})


def notice(key="1", siren=LA_MURE):
    return raw(
        key,
        buyers=[{"name": "Service des marchés", "siren": siren}],
        value={"amount": "300000"},
        dispatched="2026-09-01",
    )


@pytest.fixture
def hub(database_url):
    with toy_hub(database_url, plugin(Toy([notice(), DONE]))) as hub:
        hub.conclude([hub.sync("toy")])
        yield hub


def test_the_legal_category_settles_the_threshold(hub):
    before = hub.marche("1")["obligation"]
    done = enrich(hub.store, Register(**{f"s{LA_MURE}": ANSWER}), hub.clock)
    assert (done.asked, done.found, done.error) == (1, 1, None)
    hub.consolidate()
    hub.assess()
    after = hub.marche("1")["obligation"]
    assert (before["threshold"], after["threshold"]) == (140000, 216000)
    assert any("commune" in reason for reason in after["reasons"])
    assert hub.marche("1")["communes"] == []


def test_nobody_is_asked_twice_even_when_nothing_was_found(hub):
    register = Register()
    assert enrich(hub.store, register, hub.clock).found == 0
    enrich(hub.store, register, hub.clock)
    assert register.asked == [LA_MURE]


def test_a_register_that_is_away_ends_the_round_and_keeps_what_it_said(database_url):
    other = "200040657"
    with toy_hub(database_url, plugin(Toy([notice("1", other), notice("2"), DONE]))) as hub:
        hub.conclude([hub.sync("toy")])
        done = enrich(
            hub.store, Register(**{f"s{other}": {**ANSWER, "siren": other}, f"s{LA_MURE}": None}), hub.clock
        )
        assert (done.asked, done.error.code) == (1, "source-unavailable")
        retry = Register(**{f"s{LA_MURE}": ANSWER})
        assert enrich(hub.store, retry, hub.clock).found == 1
        assert retry.asked == [LA_MURE]


def test_consolidating_again_with_the_same_answers_changes_nothing(hub):
    enrich(hub.store, Register(**{f"s{LA_MURE}": ANSWER}), hub.clock)
    hub.consolidate()
    hub.assess()
    before = store_rows(hub.store)
    hub.consolidate(everything=True)
    assert hub.assess().marches == []
    assert store_rows(hub.store) == before


def test_no_person_is_kept(hub):
    enrich(hub.store, Register(**{f"s{LA_MURE}": ANSWER}), hub.clock)
    assert "ENTRER" not in repr(store_rows(hub.store))


@pytest.mark.parametrize("body", [[], {}, {"results": None}, "x"])
def test_an_answer_of_another_shape_is_said_so(body):
    http = SimpleNamespace(get=lambda *_, **__: SimpleNamespace(json=lambda: body))
    with pytest.raises(SourceChanged):
        companies.by_siren(http, LA_MURE)


def test_another_company_that_the_search_brings_is_not_ours():
    http = SimpleNamespace(get=lambda *_, **__: SimpleNamespace(json=lambda: {"results": [{"siren": "999"}]}))
    assert companies.by_siren(http, LA_MURE) is None
