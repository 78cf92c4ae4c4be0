"""Amounts printed in free text: hints and doubts, never a value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from hub.clauses.amounts import Hint, amount_hints, with_hints
from hub.clauses.assess import assess
from hub.clauses.case import Case, CaseLot, CaseNotice
from hub.clauses.conventions import Conventions
from hub.clauses.obligation import obligation
from hub.plugin_api import Buyer, Money, Notice, Text

TODAY = date(2026, 9, 20)


def case(*texts: str, lot: str | None = None, **given: Any) -> Case:
    notice = Notice(
        key="26-1",
        kind="competition",
        title="Transport",
        published=date(2026, 9, 1),
        texts=[Text(field=f"t{i}", text=t, lot=lot, role="description") for i, t in enumerate(texts)],
    )
    base: dict[str, Any] = {
        "id": "m1",
        "title": "Transport de personnes",
        "stage": "ouvert",
        "nature": "services",
        "buyer": Buyer(name="Commune de Valbrune", legal_type="BT-11:la"),
        "dispatched": date(2026, 9, 1),
        "notices": (CaseNotice("boamp", notice),),
    }
    return Case(**base | given)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (
            "Montant maximum par lot et par an : 20 000  euro(s)  HT",
            Hint(Decimal(20000), "maximum", "HT", per_lot=True, per_year=True),
        ),
        (
            "accord-cadre sans minimum et avec un maximum de 619\u202f200,00 € H.T. sur sa durée",
            Hint(Decimal(619200), "maximum", "HT", per_lot=False, per_year=False),
        ),
        (
            "La valeur estimée des prestations est de 7.450.000 EUR TTC.",
            Hint(Decimal(7450000), "estimé", "TTC", per_lot=False, per_year=False),
        ),
        (
            "Budget prévisionnel : 45000 €",
            Hint(Decimal(45000), "estimé", "", per_lot=False, per_year=False),
        ),
    ],
)
def test_an_amount_with_what_it_is_for(text: str, hint: Hint) -> None:
    assert amount_hints(case(text)) == (hint,)


@pytest.mark.parametrize(
    "text",
    [
        "Une prime d'un montant maximum de 8 600 euro(s) H.T. est versée aux candidats.",
        "Société au capital de 148 000 EUR, estimée solide",
        "Chiffre d'affaires annuel moyen estimé supérieur à 270 000 EUR",
        "Pénalité maximale : pénalité de 1 500 €",
        "Estimation : voir le DCE. Tarif d'entrée de 12 €",
        "Lot 3 000 unités, maximum 40 000 mètres",
    ],
)
def test_amounts_of_something_else(text: str) -> None:
    assert amount_hints(case(text)) == ()


def test_a_text_of_a_lot_is_for_that_lot() -> None:
    (hint,) = amount_hints(case("Montant maximum : 90 000 € HT", lot="1"))
    assert hint.per_lot


def test_a_small_ceiling_casts_a_doubt_and_decides_nothing() -> None:
    # 26-85090: a formal procedure without a value, 20 000 € a lot and a year for two lots and four years.
    marche = case(
        "Montant maximum par lot et par an : 20 000  euro(s)  HT",
        formal=True,
        duration_months=Decimal(12),
        renewals=3,
        lots=(CaseLot("1"), CaseLot("2")),
    )
    answer = with_hints(obligation(marche), marche)
    assert answer.state == "obligation_presumee"
    assert answer.value is None
    told, doubt = answer.reasons[-2:]
    assert told == (
        "Le texte mentionne un montant maximum de 20\u202f000\u00a0€ HT par lot et par an\u00a0: "
        "indication, non retenue pour le seuil."
    )
    assert doubt == (
        "Rapporté à 2\u00a0lots et 4 ans, ce maximum ferait 160\u202f000\u00a0€ HT, sous le seuil de "
        "216\u202f000\u00a0€ HT\u00a0: présomption à vérifier avec l’acheteur."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Montant maximum : 300 000 € HT",
        "Montant estimé : 20 000 € HT",
        "Montant maximum par an : 20 000 € HT",
    ],
)
def test_no_doubt_from_a_large_an_estimated_or_an_open_ended_amount(text: str) -> None:
    marche = case(text, formal=True)
    assert not any("présomption" in reason for reason in with_hints(obligation(marche), marche).reasons)


def test_a_known_value_needs_no_hint() -> None:
    marche = case("Montant maximum : 20 000 € HT", value=Money(amount=Decimal(300000)))
    assert not any("Le texte mentionne" in r for r in assess(marche, Conventions(), TODAY).obligation.reasons)
