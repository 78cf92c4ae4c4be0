"""What an awarded marché teaches: its trades, with their amounts and its clause."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hub.clauses.assessment import ClauseAnswer
from hub.clauses.case import Case, CaseLot, CaseNotice
from hub.clauses.past import amounts, past_contracts, stated_hours
from hub.plugin_api import Award, AwardedContract, Buyer, Money, Notice
from hub.plugin_api.rules import Hours

GREEN, CLEANING = ("77310000",), ("90910000",)
BUYER = Buyer(name="Commune de Valbrune", siren="213800019")


def euros(amount: int, basis: Any = "awarded") -> Money:
    return Money(amount=Decimal(amount), basis=basis)


def contract(key: str, cpv: tuple[str, ...] = GREEN, value: Money | None = None) -> AwardedContract:
    return AwardedContract(
        key=key, title="T", buyer=BUYER, cpv=cpv, value=value, notified=date(2025, 3, int(key))
    )


def result(*awards: Award) -> CaseNotice:
    notice = Notice(key="n", kind="result", title="T", published=date(2025, 4, 1), awards=awards)
    return CaseNotice("toy", notice)


def awarded(**given: Any) -> Case:
    return Case(**{"id": "m1", "title": "Tonte", "stage": "attribue", "cpv": GREEN, "buyer": BUYER} | given)


def lots(*cpv: tuple[str, ...], value: Money | None = None) -> tuple[CaseLot, ...]:
    return tuple(CaseLot(str(n), cpv=code, value=value) for n, code in enumerate(cpv, 1))


def test_a_contract_is_dated_and_counted_whole() -> None:
    two = awarded(contracts=(contract("1", value=euros(1000)), contract("2", value=euros(500))))
    (found,) = past_contracts(two, ClauseAnswer("presente"))
    assert (found.id, found.cpv, found.amount) == ("m1", ("7731",), Decimal(1500))
    assert (found.notified, found.clause, found.buyer_siren) == (date(2025, 3, 2), "presente", BUYER.siren)


def test_a_ceiling_is_no_amount_even_beside_one() -> None:
    two = awarded(
        contracts=(contract("1", value=euros(1000)), contract("2", value=euros(9, "framework_maximum")))
    )
    assert amounts(two) == {"7731": None}


def test_what_was_awarded_counts_before_what_was_estimated() -> None:
    case = awarded(notices=(result(Award(value=euros(700))),), value=euros(1000, "estimate"))
    assert amounts(case) == {"7731": Decimal(700)}
    assert amounts(awarded(value=euros(1000, "estimate"))) == {"7731": Decimal(1000)}


def test_each_trade_has_the_amount_of_its_own_lots() -> None:
    """A school is not the price of its paint."""
    case = awarded(lots=lots(GREEN, CLEANING, CLEANING, value=euros(100, "estimate")), value=euros(300))
    assert amounts(case) == {"7731": Decimal(100), "9091": Decimal(200)}
    won = result(Award(lot="1", value=euros(90)), Award(lot="2", status="none"))
    assert amounts(awarded(lots=lots(GREEN, CLEANING), notices=(won,))) == {"7731": Decimal(90), "9091": None}
    both = (contract("1", value=euros(40)), contract("2", CLEANING, euros(60)))
    assert amounts(awarded(lots=lots(GREEN, CLEANING), contracts=both)) == {
        "7731": Decimal(40),
        "9091": Decimal(60),
    }


def test_nothing_is_learnt_without_a_date_a_trade_or_an_award() -> None:
    silence = ClauseAnswer("silence")
    assert past_contracts(awarded(), silence) == ()
    assert past_contracts(awarded(cpv=(), notices=(result(),)), silence) == ()
    assert past_contracts(awarded(stage="annule", notices=(result(),)), silence) == ()
    (dated,) = past_contracts(awarded(notices=(result(),)), silence)
    assert dated.notified == date(2025, 4, 1)


def test_the_hours_are_those_of_the_marche_else_the_sum_of_its_lots() -> None:
    whole, one, two = Hours(210, "total"), Hours(70, "total", "1"), Hours(35, "total", "2")
    assert stated_hours(ClauseAnswer("presente", hours_stated=(whole, one))) == 210
    assert stated_hours(ClauseAnswer("presente", hours_stated=(one, two, Hours(50, "par_an")))) == 105
    assert stated_hours(ClauseAnswer("presente")) is None
