"""What the contract could carry."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from hub.clauses.case import Case, CaseLot
from hub.clauses.conventions import Conventions
from hub.clauses.potential import potential
from hub.plugin_api.records import Money

DEFAULTS = Conventions()


def case(cpv: str | None, amount: int | None = None, months: int | None = None, **more: Any) -> Case:
    base: dict[str, Any] = {
        "id": "m",
        "title": "Marché",
        "stage": "ouvert",
        "nature": "services",
        "cpv": (cpv,) if cpv else (),
        "value": Money(amount=Decimal(amount)) if amount else None,
        "duration_months": Decimal(months) if months else None,
    }
    return Case(**base | more)


@pytest.mark.parametrize(
    ("given", "level"),
    [
        (case("77310000", 216000, 48), "fort"),
        (case("90911200", 900000, 36), "fort"),
        (case("45442100", 216000, 8, nature="travaux"), "fort"),
        (case("77310000"), "moyen"),
        (case("45233140", 500000, 6, nature="travaux"), "moyen"),
        (case("71240000", 1000000, 24), "moyen"),
        (case("72000000", 1000000, 48), "moyen"),
        (case("45313100", 900000, 12, nature="travaux"), "faible"),
        (case("39000000", 400000, 24, nature="fournitures"), "faible"),
        (case("45442100", 216000, 2, nature="travaux"), "faible"),
        (case("79140000", 400000, 24), "faible"),
        (case("66510000", 900000, 48), "nul"),
        (case("09310000", 900000, 24, nature="fournitures"), "nul"),
        (case("48000000", 900000, 24, nature="fournitures"), "nul"),
        (case("33600000", 900000, 24, nature="fournitures"), "nul"),
        (case(None, 900000, nature="fournitures", title="Achat de divers articles"), "nul"),
        (case("77310000", 10000, 12), "nul"),
    ],
)
def test_levels(given: Case, level: str) -> None:
    answer = potential(given, DEFAULTS)
    assert answer.level == level, answer


@pytest.mark.parametrize(
    ("renewals", "each", "told"),
    [
        (None, None, "Durée favorable\u00a0: 12\u00a0mois."),
        (3, 12, "Durée favorable\u00a0: 48\u00a0mois, reconductions comprises."),
        (3, None, "Durée favorable\u00a0: 12\u00a0mois, plus 3\u00a0reconductions de durée non précisée."),
    ],
)
def test_the_duration_says_whether_it_counts_the_renewals(
    renewals: int | None, each: int | None, told: str
) -> None:
    given = case("77310000", 216000, 12, renewals=renewals, renewal_months=Decimal(each) if each else None)
    assert told in potential(given, DEFAULTS).reasons


def test_below_the_minimum_even_at_the_highest() -> None:
    answer = potential(case("77310000", 20000, 12), DEFAULTS)
    assert answer.level == "nul"
    assert any("Moins de 35\u00a0h" in reason for reason in answer.reasons)


def test_a_territory_may_ask_for_more_hours() -> None:
    given = case("77310000", 100000, 12)
    assert potential(given, DEFAULTS).level == "fort"
    assert potential(given, Conventions(minimum_hours=150)).level == "faible"
    assert potential(given, Conventions(minimum_hours=300)).level == "nul"


def test_a_territory_may_leave_a_trade_out() -> None:
    answer = potential(case("77310000", 216000, 48), Conventions(excluded_cpv=("773",)))
    assert (answer.level, answer.score) == ("nul", 0)
    assert answer.reasons == ("Métier écarté par le territoire (CPV 77310000).",)


def test_the_trade_of_an_adapted_procedure_comes_from_its_title() -> None:
    answer = potential(case(None, title="Nettoyage des locaux de la mairie"), DEFAULTS)
    assert answer.level == "moyen"
    assert (
        answer.reasons[0] == "Famille déduite du titre\u00a0: «\u00a0Nettoyage de locaux et de vitres\u00a0»."
    )


def test_an_unknown_trade_is_left_to_the_reader() -> None:
    answer = potential(case(None, 100000, title="Prestations diverses"), DEFAULTS)
    assert answer.level == "faible"
    assert "à apprécier à la lecture du DCE" in " ".join(answer.reasons)


def test_works_without_a_trade_take_the_values_of_building() -> None:
    answer = potential(case(None, 900000, 12, nature="travaux", title="Opération Delta"), DEFAULTS)
    assert answer.reasons[0].startswith("Métier inconnu")
    assert answer.level == "fort"


def test_the_title_of_a_lot_is_more_precise_than_a_code_for_all_trades() -> None:
    paint = CaseLot("8", "Lot 8 – Peinture", cpv=("45210000",), value=Money(amount=Decimal(100000)))
    answer = potential(case("45210000", nature="travaux", lots=(paint,)), DEFAULTS, paint)
    assert "Peinture et vitrerie" in answer.reasons[0]


def test_a_marche_takes_the_trade_of_its_best_lot_and_the_hours_of_all() -> None:
    lots = (
        CaseLot("1", "Ascenseur", cpv=("45313100",), value=Money(amount=Decimal(100000))),
        CaseLot("2", "Peinture", cpv=("45442100",), value=Money(amount=Decimal(100000))),
    )
    whole = case("45210000", nature="travaux", months=10, lots=lots)
    answer = potential(whole, DEFAULTS)
    assert answer.reasons[0] == "Lot le plus favorable\u00a0: lot 2 «\u00a0Peinture\u00a0»."
    assert "Environ 140\u00a0h d’insertion possibles (de 107 à 210\u00a0h)." in answer.reasons
    assert potential(whole, DEFAULTS, lots[0]).level == "faible"


def test_a_ceiling_alone_is_told_among_the_reasons() -> None:
    ceiling = Money(amount=Decimal(900000), basis="framework_maximum")
    answer = potential(case("77310000", maximum=ceiling, framework=True), DEFAULTS)
    assert any("plafond, pas une estimation" in reason for reason in answer.reasons)


def test_supplies_are_pointed_to_a_reserved_lot() -> None:
    answer = potential(case("39000000", 900000, 24, nature="fournitures"), DEFAULTS)
    assert any("lot réservé" in reason for reason in answer.reasons)
