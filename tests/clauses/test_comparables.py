"""Which past contracts are comparable, and what they say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hub.clauses.assess import assess
from hub.clauses.case import Case, CaseLot
from hub.clauses.comparables import PastContract, borrowed, compares, lend, precedents, select, trades
from hub.clauses.conventions import Conventions
from hub.plugin_api import AwardedContract, Buyer, Money

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


def test_a_bare_division_names_no_trade() -> None:
    """45000000 is a lick of paint or a hospital: an amount lent from one to the other would be absurd."""
    works = marche(cpv=("45000000", "45442100"))
    assert trades(works) == frozenset()
    assert select(works, [past("a", cpv=("45000000",))], TODAY) == ()


def test_other_buyers_without_an_amount_do_not_crowd_out_the_others() -> None:
    rows = [past(f"framework {n}", amount=None, year=2026) for n in range(30)]
    found = select(marche(), [*rows, past("a"), past("own", US, amount=None)], TODAY)
    assert [c.id for c in found] == ["own", "a"]


def two_lots(*cpv: str, **given: Any) -> Case:
    return marche(lots=tuple(CaseLot(str(n), cpv=(code,)) for n, code in enumerate(cpv, 1)), **given)


def test_one_amount_is_not_lent_to_several_lots() -> None:
    """Three lots of the same trade would count the whole contract three times."""
    case = two_lots("77310000", "77311000", "90910000")
    comparables = select(case, [past("g", US), past("c", US, cpv=("90911000",))], TODAY)
    lent = [lend(case, lot, comparables) for lot in case.lots]
    assert [each and each.amount for each in lent] == [None, None, Decimal(100000)]
    hours = assess(case, Conventions(), TODAY, comparables=comparables).hours
    assert hours is not None
    assert hours.inputs.amount == 100000
    assert any("pour 1\u00a0lot." in source for source in hours.sources)


def test_a_published_amount_of_the_whole_counts_before_borrowed_ones_of_its_lots() -> None:
    case = two_lots("77310000", "90910000", value=Money(amount=Decimal(80000)))
    comparables = select(case, [past("g", US), past("c", US, cpv=("90911000",))], TODAY)
    hours = assess(case, Conventions(), TODAY, comparables=comparables).hours
    assert hours is not None
    assert hours.inputs.amount == 80000


def test_an_amount_lent_never_decides_the_obligation() -> None:
    comparables = select(marche(), [past("a", US, amount=Decimal(9_000_000))], TODAY)
    with_them = assess(marche(), Conventions(), TODAY, comparables=comparables)
    without = assess(marche(), Conventions(), TODAY)
    assert with_them.obligation == without.obligation
    assert with_them.hours != without.hours


def test_what_was_borrowed_changes_only_with_what_is_told() -> None:
    priced = marche(value=Money(amount=Decimal(50000)))
    near = select(priced, [past("a"), past("b"), past("c"), past("d", US)], TODAY)
    assert borrowed(priced, near) == ""
    seeking = [borrowed(marche(), select(marche(), rows, TODAY)) for rows in _nights()]
    assert seeking[0] == ""
    assert len(set(seeking)) == 3
    assert seeking[2] == seeking[3]


def _nights() -> list[list[PastContract]]:
    """Two contracts, a third, one of the buyer, one more of another."""
    rows = [past("a"), past("b"), past("c"), past("own", US), past("d")]
    return [rows[:2], rows[:3], rows[:4], rows]


def test_only_what_may_still_be_influenced_is_compared() -> None:
    coming = {"duration_months": Decimal(36), "stage": "attribue"}
    begun = AwardedContract(
        key="k",
        title="T",
        buyer=Buyer(name="B"),
        notified=date(2025, 1, 1),
        duration_months=Decimal(36),
    )
    ended = begun.model_copy(update={"notified": date(2020, 1, 1)})
    assert compares(marche(stage="clos"), TODAY)
    assert compares(marche(contracts=(begun,), **coming), TODAY)
    assert not compares(marche(contracts=(ended,), **coming), TODAY)
    assert not compares(marche(stage="annule"), TODAY)
