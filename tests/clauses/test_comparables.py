"""Which past contracts are comparable, and what they say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hub.clauses.assess import assess
from hub.clauses.case import Case, CaseLot
from hub.clauses.comparables import PastContract, precedents, select, trades
from hub.clauses.conventions import Conventions
from hub.plugin_api import AwardedContract, Buyer

TODAY = date(2026, 11, 22)
US, THEM = "213800019", "213800027"


def marche(**given: Any) -> Case:
    base: dict[str, Any] = {
        "id": "m1",
        "title": "Entretien des espaces verts",
        "stage": "ouvert",
        "nature": "services",
        "cpv": ("77310000",),
        "buyer": Buyer(name="Commune de Valbrune", siren=US),
    }
    return Case(**base | given)


def past(id_: str, siren: str | None = THEM, year: int = 2024, **more: Any) -> PastContract:
    base: dict[str, Any] = {"cpv": ("77311000",), "amount": Decimal(100000), "notified": date(year, 5, 1)}
    return PastContract(id=id_, title=f"Tonte {id_}", buyer_siren=siren, **base | more)


def test_the_buyer_s_own_come_first_then_the_newest() -> None:
    rows = [past("old", year=2021), past("new", year=2026), past("own", US, 2022)]
    found = select(marche(), rows, TODAY)
    assert [(c.id, c.same_buyer) for c in found] == [("own", True), ("new", False), ("old", False)]


def test_other_trades_old_contracts_and_the_marche_itself_are_left_out() -> None:
    contract = AwardedContract(key="k:1", title="T", buyer=Buyer(name="Commune de Valbrune"))
    rows = [
        past("trade", cpv=("90911200",)),
        past("ancient", year=2015),
        past("undated", notified=None),
        past("coming", year=2027),
        past("m1"),
        past("k:1"),
    ]
    assert select(marche(contracts=(contract,)), rows, TODAY) == ()


def test_the_trades_of_the_lots_count() -> None:
    two = marche(cpv=(), lots=(CaseLot("1", cpv=("77310000",)), CaseLot("2", cpv=("90911200",))))
    assert trades(two) == {"7731", "9091"}
    assert len(select(two, [past("a"), past("b", cpv=("90910000",))], TODAY)) == 2


def test_unknown_buyers_are_never_the_same() -> None:
    (found,) = select(marche(buyer=None), [past("a", None)], TODAY)
    assert not found.same_buyer


def test_what_the_buyer_asked_before_is_told() -> None:
    rows = [
        past("a", US, 2023, clause="presente", hours=210),
        past("b", US, 2022, clause="silence"),
        past("c", THEM, 2025, clause="presente", hours=400),
    ]
    comparables = select(marche(), rows, TODAY)
    sentence = "L’acheteur a déjà prévu une clause sociale de 210\u00a0h : «\u00a0Tonte a\u00a0» (2023)."
    assert list(precedents(marche(), comparables)) == [sentence]
    told = assess(marche(), Conventions(), TODAY, comparables=comparables).potential.reasons
    assert any("déjà prévu une clause sociale" in reason for reason in told)


def test_a_missing_amount_is_lent_by_the_buyer_s_own_contract() -> None:
    comparables = select(marche(), [past("a", US, 2023, amount=Decimal(216000))], TODAY)
    hours = assess(marche(), Conventions(), TODAY, comparables=comparables).hours
    assert hours is not None
    assert hours.default == 252
    assert "emprunté à un marché comparable de l’acheteur" in hours.sources[0]
