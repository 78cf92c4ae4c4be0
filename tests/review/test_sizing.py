"""Corrected hours: typed as a French person types, kept beside the estimate, never written over it."""

from __future__ import annotations

import pytest
from toy_hub import DONE, Toy, plugin, raw, toy_hub

from hub.clauses.conventions import Conventions
from hub.plugin_api import HubError
from hub.review.sizing import Correction, SizingInvalid, read_inputs
from hub.review.sizing_forms import forms

USUAL = {"amount": "113 000", "labour_share": "40", "insertion_rate": "5", "hourly_cost": "30"}
LOTS = [
    {"key": "1", "title": "Peinture", "cpv": ["45442100"], "value": {"amount": "90000"}},
    {"key": "2", "title": "Plâtrerie", "cpv": ["45410000"]},
]


@pytest.fixture
def hub(database_url):
    whole = raw("1", cpv=["45442100"], value={"amount": "300000"})
    with toy_hub(database_url, plugin(Toy([whole, raw("2", cpv=["45000000"], lots=LOTS), DONE]))) as hub:
        hub.conclude([hub.sync("toy")])
        yield hub


def correction(lot="", why="DPGF", author="ana", **typed):
    return Correction(lot, read_inputs({**USUAL, **typed}), why, author)


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ({}, 75),
        ({"amount": "113\u202f000,50 € HT"}, 75),
        ({"insertion_rate": "12,5 %"}, 188),
        ({"hourly_cost": "33.5"}, 67),
    ],
)
def test_numbers_as_people_type_them(typed, hours):
    assert read_inputs({**USUAL, **typed}).hours == hours


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("amount", ""),
        ("amount", "beaucoup"),
        ("amount", "-5"),
        ("amount", "1e9"),
        ("amount", "99999999999"),
        ("labour_share", "101"),
        ("insertion_rate", "0"),
        ("hourly_cost", "0"),
        ("hourly_cost", "३०"),
        ("hourly_cost", "NaN"),
    ],
)
def test_what_is_no_input(name, text):
    with pytest.raises(SizingInvalid) as refused:
        read_inputs({**USUAL, name: text})
    assert refused.value.code == "hours-invalid"


def test_a_correction_stands_beside_the_estimate(hub):
    before = hub.marche("1")["hours"]
    hub.correct_hours("1", correction(amount="250 000"))
    after = hub.marche("1")["hours"]
    assert before["corrected"] is None
    assert {name: after[name] for name in before if name != "corrected"} == {
        name: before[name] for name in before if name != "corrected"
    }
    assert after["corrected"]["hours"] == 167
    assert after["corrected"]["rounded"] == 175
    assert after["corrected"]["inputs"] == {
        "amount": 250000,
        "labour_share": 0.4,
        "insertion_rate": 0.05,
        "hourly_cost": 30.0,
    }
    assert (after["corrected"]["why"], after["corrected"]["author"]) == ("DPGF", "ana")


def test_corrections_are_kept_in_order_and_the_last_stands(hub):
    hub.correct_hours("1", correction(amount="250 000"))
    hub.correct_hours("1", correction(amount="280 000", author="bob"))
    marche = hub.marche("1")
    assert [(each["author"], each["hours"]) for each in marche["hours_corrections"]] == [
        ("ana", 167),
        ("bob", 187),
    ]
    assert marche["hours"]["corrected"]["author"] == "bob"


def test_the_whole_follows_from_its_corrected_lots(hub):
    first = hub.marche("2")["lots"][0]["hours"]["default"]
    hub.correct_hours("2", correction("2"))
    marche = hub.marche("2")
    assert marche["hours"]["corrected"]["hours"] == first + 75
    assert marche["lots"][0]["hours"]["corrected"] is None


def test_a_correction_survives_consolidation_and_a_new_assessment(hub):
    hub.correct_hours("1", correction())
    hub.consolidate(everything=True)
    hub.assess(everything=True)
    assert hub.marche("1")["hours"]["corrected"]["hours"] == 75


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (correction(why=" "), "hours-invalid"),
        (correction(why="vu avec jeanne.martin@ville.example"), "note-personal"),
        (correction("7"), "unknown-lot"),
    ],
)
def test_a_correction_that_is_refused_leaves_nothing(hub, wrong, code):
    with pytest.raises(HubError) as refused:
        hub.correct_hours("1", wrong)
    assert refused.value.code == code
    assert hub.marche("1")["hours_corrections"] == []


def test_the_forms_start_from_the_estimate_or_the_last_correction(hub):
    whole = forms(hub.marche("1"), Conventions(), {})
    assert [dict(form.typed) for form in whole] == [
        {"amount": "300\u202f000", "labour_share": "70", "insertion_rate": "5", "hourly_cost": "30"}
    ]
    hub.correct_hours("1", correction(insertion_rate="7,5"))
    (form,) = forms(hub.marche("1"), Conventions(), {})
    assert (form.typed["insertion_rate"], form.hours) == ("7,5", 113)


def test_a_lot_without_an_amount_starts_from_what_is_usual(hub):
    second = forms(hub.marche("2"), Conventions(hourly_cost=28.0), {})[1]
    assert second.typed["amount"] == ""
    assert second.hours is None
    assert second.error is None


def test_what_a_person_asks_is_computed_for_that_lot_only(hub):
    asked = {"lot": "2", **USUAL}
    first, second = forms(hub.marche("2"), Conventions(), asked)
    assert (first.changed, second.changed, second.hours) == (False, True, 75)
    wrong = forms(hub.marche("2"), Conventions(), {**asked, "amount": "?"})[1]
    assert wrong.typed["amount"] == "?"
    assert "Montant" in wrong.error
