"""How many hours: the sourced examples and the reference grid, to the hour."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from benchmarks.hours import Example, computed, examples, family_of
from hub.clauses.case import Case, CaseLot
from hub.clauses.comparables import Comparable
from hub.clauses.conventions import Conventions
from hub.clauses.hours import Sizing, against_stated, compute, hours, possible_hours, to_weeks
from hub.plugin_api.records import Money
from hub.plugin_api.rules import Hours

DEFAULTS = Conventions()


def euros(amount: int | str, **more: Any) -> Money:
    return Money(amount=Decimal(amount), **more)


def green(**given: Any) -> Case:
    base: dict[str, Any] = {
        "id": "m1",
        "title": "Entretien des espaces verts",
        "stage": "ouvert",
        "nature": "services",
        "cpv": ("77310000",),
    }
    return Case(**base | given)


def notes(sizing: Sizing) -> str:
    return " ".join((*sizing.notes, *(sizing.answer.sources if sizing.answer else ())))


@pytest.mark.parametrize("example", list(examples()), ids=lambda e: e.source)
def test_the_sized_examples_to_the_hour(example: Example) -> None:
    assert computed(example) == example.hours


def test_the_grid_doubles_at_ten_percent() -> None:
    doubled = compute(Decimal(1_000_000), family_of(0.50), Conventions(insertion_rate=0.10))
    assert doubled.default == 1667


def test_green_spaces_as_an_alert_shows_them() -> None:
    answer = hours(green(value=euros(216000)), DEFAULTS).answer
    assert answer is not None
    assert (answer.low, answer.default, answer.high, answer.rounded) == (185, 252, 346, 245)
    assert answer.inputs.amount == 216000
    assert (answer.inputs.labour_share, answer.inputs.insertion_rate, answer.inputs.hourly_cost) == (
        0.7,
        0.05,
        30,
    )
    assert "estimation à valider" in " ".join(answer.sources)


@pytest.mark.parametrize(
    ("count", "rounded"), [(0, 0), (17, 0), (18, 35), (35, 35), (52, 35), (53, 70), (833, 840), (3500, 3500)]
)
def test_hours_are_rounded_to_weeks(count: int, rounded: int) -> None:
    assert to_weeks(count) == rounded


def test_lots_are_sized_apart_then_summed() -> None:
    lots = (
        CaseLot("1", "Peinture", cpv=("45442100",), value=euros(100000)),
        CaseLot("2", "Électricité", cpv=("45310000",), value=euros(200000)),
        CaseLot("3", "Ascenseur", cpv=("45313100",)),
    )
    whole = Case("m1", "Réhabilitation", "ouvert", nature="travaux", cpv=("45210000",), lots=lots)
    assert [sizing.answer.default for lot in lots[:2] if (sizing := hours(whole, DEFAULTS, lot)).answer] == [
        117,
        150,
    ]
    total = hours(whole, DEFAULTS).answer
    assert total is not None
    assert (total.default, total.inputs.amount, total.inputs.labour_share) == (267, Decimal(300000), 0.5333)
    assert "1\u00a0lot sans montant" in " ".join(total.sources)
    assert hours(whole, DEFAULTS, lots[2]).answer is None


def test_a_single_lot_without_amount_takes_that_of_the_marche() -> None:
    one = green(value=euros(216000), lots=(CaseLot("1", "Lot unique"),))
    sized = hours(one, DEFAULTS, one.lots[0]).answer
    assert sized is not None
    assert sized.default == 252


def test_a_ceiling_gives_no_hours_and_the_reason_says_so() -> None:
    ceiling = euros(900000, basis="framework_maximum")
    for given in (green(maximum=ceiling, framework=True), green(value=ceiling)):
        sizing = hours(given, DEFAULTS)
        assert sizing.answer is None
        assert "plafond, pas une estimation" in notes(sizing)


def test_a_framework_with_an_estimate_uses_the_estimate() -> None:
    both = green(value=euros(216000), maximum=euros(900000, basis="framework_maximum"), framework=True)
    answer = hours(both, DEFAULTS).answer
    assert answer is not None
    assert answer.default == 252


def test_an_unknown_amount_gives_nothing() -> None:
    sizing = hours(green(), DEFAULTS)
    assert sizing == Sizing(None, ("Montant inconnu\u00a0: volume non calculé.",))
    foreign = hours(green(value=euros(1000, currency="CHF")), DEFAULTS)
    assert "CHF" in notes(foreign)


def past(amount: int, same_buyer: bool = False, cpv: str = "77311000") -> Comparable:
    return Comparable(f"c{amount}", "Espaces verts", Decimal(amount), (cpv,), same_buyer)


def test_comparables_lend_the_missing_amount_and_are_named() -> None:
    sizing = hours(green(), DEFAULTS, comparables=[past(216000, same_buyer=True), past(900000)])
    assert sizing.answer is not None
    assert sizing.answer.default == 252
    assert "emprunté à un marché comparable de l’acheteur" in notes(sizing)


def test_strangers_need_to_be_three_of_the_same_trade() -> None:
    two = [past(100000), past(200000), past(900000, cpv="90910000")]
    assert hours(green(), DEFAULTS, comparables=two).answer is None
    three = [past(100000), past(216000), past(900000)]
    answer = hours(green(), DEFAULTS, comparables=three).answer
    assert answer is not None
    assert answer.inputs.amount == 216000


def test_services_of_several_years_also_say_hours_a_year() -> None:
    four_years = green(
        value=euros(216000), duration_months=Decimal(12), renewals=3, renewal_months=Decimal(12)
    )
    assert "63\u00a0h par an sur 4 ans" in notes(hours(four_years, DEFAULTS))


def test_renewals_of_unknown_length_are_taken_as_an_if() -> None:
    """The estimate counts the renewals: a year is not the whole of it."""
    renewable = green(value=euros(216000), duration_months=Decimal(12), renewals=3)
    told = "63\u00a0h par an sur 4 ans, si chaque reconduction dure autant que la première période."
    assert told in notes(hours(renewable, DEFAULTS))


def test_what_the_sources_say_is_said_once() -> None:
    territory = Conventions(hourly_cost=27.5, label="valeurs du territoire «\u00a0Oisans\u00a0»")
    answer = hours(green(value=euros(216000)), territory).answer
    assert answer is not None
    assert answer.sources[1:] == (
        "Part de main-d’œuvre, «\u00a0Entretien d’espaces verts\u00a0»\u00a0: 70\u00a0%, de 60 à 80\u00a0% "
        "(secteur cité par le PNAAPD\u202f; valeur de départ, sans source).",
        "Taux d’insertion de 5\u00a0% et coût horaire de 27,5\u00a0€ (de 25 à 35\u00a0€)\u00a0: "
        "valeurs du territoire «\u00a0Oisans\u00a0».",
        "Ordre de grandeur\u00a0: estimation à valider avec l’acheteur.",
    )


def test_a_sum_of_one_lot_is_no_sum() -> None:
    lots = (CaseLot("1", "Tonte", cpv=("77310000",), value=euros(216000)), CaseLot("2", "Taille"))
    answer = hours(green(lots=lots), DEFAULTS).answer
    assert answer is not None
    assert answer.sources[:2] == (
        "Volume du seul lot dont le montant est exploitable.",
        "Hors calcul\u00a0: 1\u00a0lot sans montant exploitable.",
    )


@pytest.mark.parametrize(
    ("amount", "told"), [(216000, "Environ 245"), (26000, "Environ 30"), (32000, "Environ 35")]
)
def test_the_volume_told_is_rounded_to_weeks_when_that_says_no_more_than_is_known(
    amount: int, told: str
) -> None:
    """Thirty hours must not be told as thirty-five beside « below 35 h »."""
    answer = hours(green(value=euros(amount)), DEFAULTS).answer
    assert answer is not None
    assert possible_hours(answer) == f"{told}\u00a0h d’insertion possibles"


@pytest.mark.parametrize("code", ["90911200", "79710000"])
def test_staff_taken_over_is_told(code: str) -> None:
    assert "Reprise du personnel" in notes(hours(green(cpv=(code,), value=euros(300000)), DEFAULTS))


def test_amounts_with_vat_are_brought_back() -> None:
    sizing = hours(green(value=euros(259200, vat="TTC")), DEFAULTS)
    assert sizing.answer is not None
    assert sizing.answer.inputs.amount == 216000
    assert "TVA de 20\u00a0%" in notes(sizing)


def test_the_trade_comes_from_the_title_when_no_code_tells_it() -> None:
    sizing = hours(green(cpv=(), value=euros(216000)), DEFAULTS)
    assert sizing.answer is not None
    assert sizing.answer.default == 252
    assert "Famille déduite du titre" in notes(sizing)


def test_an_unknown_trade_gives_no_hours() -> None:
    sizing = hours(Case("m", "Prestations diverses", "ouvert", value=euros(100000)), DEFAULTS)
    assert sizing.answer is None
    assert "Famille inconnue" in notes(sizing)


def test_the_volume_of_the_notice_stands_beside_the_estimate() -> None:
    sizing = hours(green(value=euros(216000)), DEFAULTS)
    beside = against_stated(sizing, [Hours(400), Hours(100, "par_lot", "1")])
    assert "L’avis annonce 400\u00a0h\u00a0: 148\u00a0h de plus que ce calcul." in notes(beside)
    assert "L’avis annonce" in notes(against_stated(Sizing(None), [Hours(400)]))
    assert against_stated(sizing, [Hours(5, ratio="5 h par tranche de 10 000 €")]) == sizing
