"""Contracts that come back: when, how sure, and what already replaced them."""

from __future__ import annotations

from datetime import date

import pytest
from store_rows import store_rows
from toy_hub import DONE, Toy, plugin, raw, toy_hub

from hub.pipeline.cycles import Cycle, successors

BUYER = [{"name": "Commune de La Mure", "siren": "213802697"}]
GREEN = "Entretien des espaces verts communaux"


def result(key, published, **facts):
    body = {
        "kind": "result",
        "title": GREEN,
        "published": published,
        "cpv": ["77310000"],
        "nature": "services",
        "duration_months": 48,
        "buyers": BUYER,
    }
    return raw(key, **{**body, **facts})


def renewals(hub, **options):
    return {renewal["notices"][0]["key"]: renewal for renewal in hub.renewals(**options)}


def test_a_service_contract_shows_its_end_and_its_window(database_url):
    with toy_hub(database_url, plugin(Toy([result("r", "2023-09-01"), DONE]))) as hub:
        hub.conclude([hub.sync("toy")])
        (renewal,) = renewals(hub).values()
    assert renewal["end_max"] == "2027-09-01"
    assert renewal["window"] == {"from": "2026-03-01", "to": "2027-05-01"}
    assert renewal["window_state"] == "ouverte"
    assert renewal["confidence"] > 50
    assert "01/09/2027" in renewal["reasons"][0]


@pytest.mark.parametrize(
    "facts",
    [
        {"nature": "travaux", "cpv": ["45210000"], "title": "Construction d'une école"},
        {"cpv": ["30200000"], "nature": "fournitures", "title": "Fourniture d'ordinateurs"},
        {"duration_months": 6},
        {"duration_months": None},
    ],
    ids=["works", "supplies", "short", "unknown"],
)
def test_what_does_not_come_back(database_url, facts):
    with toy_hub(database_url, plugin(Toy([result("r", "2023-09-01", **facts), DONE]))) as hub:
        hub.conclude([hub.sync("toy")])
        assert hub.renewals() == []


def test_an_ended_contract_is_not_a_renewal_and_within_counts_months(database_url):
    with toy_hub(
        database_url, plugin(Toy([result("old", "2020-01-01"), result("r", "2023-09-01"), DONE]))
    ) as hub:
        hub.conclude([hub.sync("toy")])
        assert list(renewals(hub)) == ["r"]
        assert renewals(hub, within_months=11) == {}
        assert list(renewals(hub, within_months=12)) == ["r"]


def test_a_need_already_put_out_again_is_not_announced(database_url):
    call = raw("c", title=GREEN, published="2027-02-01", cpv=["77310000"], buyers=BUYER)
    toy = Toy([result("r", "2023-09-01"), DONE])
    with toy_hub(database_url, plugin(toy), today="2027-03-01") as hub:
        hub.conclude([hub.sync("toy")])
        assert list(renewals(hub)) == ["r"]
        toy.script = [call, DONE]
        hub.conclude([hub.sync("toy")])
        assert renewals(hub) == {}


def test_the_clause_of_the_running_contract_is_quoted(database_url):
    text = [{"field": "infosSup", "text": "Le marché comporte une clause d'insertion de 210 heures."}]
    with toy_hub(database_url, plugin(Toy([result("r", "2023-09-01", texts=text), DONE]))) as hub:
        hub.conclude([hub.sync("toy")])
        (renewal,) = hub.renewals()
    assert "clause d'insertion" in renewal["previous_clause"]["excerpt"]
    assert any("210" in reason for reason in renewal["reasons"])


def test_looking_again_changes_nothing(database_url):
    with toy_hub(
        database_url, plugin(Toy([result("r", "2023-09-01"), raw("x", kind="result"), DONE]))
    ) as hub:
        hub.conclude([hub.sync("toy")])
        before = store_rows(hub.store)
        assert hub.renew().looked_at == 0
        hub.renew(everything=True)
        assert store_rows(hub.store) == before


def cycle(marche, began, ends=None, title=GREEN, cpv="77310000"):
    return Cycle(marche, title, date.fromisoformat(began), date.fromisoformat(ends) if ends else None, cpv)


def test_cycles_form_a_chain():
    chain = [
        cycle("a", "2018-06-01", "2022-09-01"),
        cycle("b", "2022-05-01", "2026-09-01"),
        cycle("c", "2026-05-01"),
    ]
    assert successors(chain) == successors(chain[::-1]) == {"a": "b", "b": "c"}


def test_another_need_of_the_same_buyer_breaks_no_chain():
    other = cycle("x", "2022-05-01", title="Nettoyage des locaux", cpv="90910000")
    assert successors([cycle("a", "2018-06-01", "2022-09-01"), other]) == {}


def test_a_second_call_of_the_same_year_is_not_a_new_cycle():
    assert successors([cycle("a", "2022-01-01", "2022-12-31"), cycle("b", "2022-03-01")]) == {}
