"""What the law asks, on both sides of every edge."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from benchmarks.obligation import Edge, edges
from benchmarks.obligation import case as edge_case
from hub.clauses.assessment import ClauseAnswer, LocatedSignal
from hub.clauses.case import Case, CaseLot, CaseNotice
from hub.clauses.obligation import obligation, with_consideration
from hub.plugin_api.records import AwardedContract, Buyer, Money, Notice, NoticeKind

FIRST = date(2026, 8, 22)


def euros(amount: int | str, **more: Any) -> Money:
    return Money(amount=Decimal(amount), **more)


def buyer(name: str = "Commune de Valbrune", code: str | None = "BT-11:la") -> Buyer:
    return Buyer(name=name, legal_type=code)


def case(**given: Any) -> Case:
    base: dict[str, Any] = {
        "id": "m1",
        "title": "Entretien des espaces verts",
        "stage": "ouvert",
        "nature": "services",
        "buyer": buyer(),
        "dispatched": date(2026, 9, 1),
    }
    return Case(**base | given)


def notice(kind: NoticeKind, on: date = date(2026, 9, 1), **more: Any) -> CaseNotice:
    return CaseNotice("boamp", Notice(key=f"26-{kind}", kind=kind, title="T", published=on, **more))


def state(**given: Any) -> str:
    return obligation(case(**given)).state


def said(**given: Any) -> str:
    answer = obligation(case(**given))
    return " ".join((*answer.reasons, *answer.possible_exceptions))


@pytest.mark.parametrize("edge", list(edges()), ids=lambda e: e.edge)
def test_both_sides_of_every_edge(edge: Edge) -> None:
    answer = obligation(edge_case(**edge.given))
    assert answer.state == edge.state
    assert edge.article in (None, answer.article)


@pytest.mark.parametrize(
    ("amount", "nature", "code", "expected"),
    [
        ("215999.99", "services", "BT-11:la", "hors_champ"),
        ("216000", "services", "BT-11:la", "obligation_presumee"),
        ("216000", "fournitures", "BT-11:ra", "obligation_presumee"),
        ("139999.99", "services", "BT-11:cga", "hors_champ"),
        ("140000", "services", "BT-11:cga", "obligation_presumee"),
        ("140000", "services", "BT-11:body-pl", "obligation_presumee"),
        ("140000", "services", "BT-11:body-pl-la", "hors_champ"),
        ("431999.99", "services", "BT-11:pub-undert", "hors_champ"),
        ("432000", "services", "BT-11:spec-rights-entity", "obligation_presumee"),
        ("5403999.99", "travaux", "BT-11:la", "hors_champ"),
        ("5404000", "travaux", "BT-11:la", "obligation_presumee"),
        ("5404000", "travaux", "BT-11:cga", "obligation_presumee"),
        ("216000", "services", "AA_AUTHORITY_TYPE:3", "obligation_presumee"),
        ("431999", "services", "AA_AUTHORITY_TYPE:4", "hors_champ"),
    ],
)
def test_the_threshold_itself_is_covered(amount: str, nature: str, code: str, expected: str) -> None:
    who = buyer("Organisme Delta", code)
    assert state(value=euros(amount), nature=nature, buyer=who) == expected


@pytest.mark.parametrize(
    ("sent", "expected", "article"),
    [
        (date(2026, 8, 21), "regime_anterieur", "L2112-2"),
        (FIRST, "obligation_presumee", "L2112-2-1"),
        (date(2028, 2, 1), "obligation_presumee", "L2112-2-1"),
    ],
)
def test_the_first_day_is_covered(sent: date, expected: str, article: str) -> None:
    answer = obligation(case(dispatched=sent, value=euros(300000)))
    assert (answer.state, answer.article) == (expected, article)


def test_the_day_of_the_original_call_counts_not_that_of_the_rectificatif() -> None:
    late = notice("change", date(2026, 9, 20))
    first = notice("competition", date(2026, 8, 20))
    assert (
        state(dispatched=date(2026, 8, 20), notices=(first, late), value=euros(900000)) == "regime_anterieur"
    )


def test_a_publication_date_stands_in_with_less_confidence() -> None:
    given = {"dispatched": None, "published": date(2026, 9, 3), "value": euros(300000)}
    assert state(**given) == "obligation_presumee"
    assert "confiance moindre" in said(**given)


def test_no_date_at_all_presumes_nothing() -> None:
    assert state(dispatched=None, value=euros(300000)) == "obligation_possible"


def test_thresholds_past_the_table_say_that_they_are_old() -> None:
    assert "à mettre à jour" in said(dispatched=date(2028, 2, 1), value=euros(300000))


@pytest.mark.parametrize(
    ("name", "code", "threshold"),
    [
        ("UGAP", None, 140000),
        ("Ministère des Armoiries", "BT-11:la", 140000),
        ("Préfecture de la Valserine", None, 140000),
        ("Préfecture de la région Haut-Vallon", None, 140000),
        ("Direction départementale des territoires du Rouvre", None, 140000),
        ("CHU de Montclair", "BT-11:cga", 216000),
        ("Centre hospitalier de la Combe", "BT-11:cga", 216000),
        ("Commune de Valbrune", None, 216000),
        ("Département du Rouvre", None, 216000),
        ("CC du Haut-Vallon", None, 216000),
        ("SIVOM des Trois Cols", None, 216000),
        ("OPH Valserine Habitat", None, 216000),
        ("Service de santé des armées", "BT-11:cga", 216000),
        ("Société d'économie mixte Bièvre Aménagement", "BT-11:pub-undert-la", 216000),
        ("Association Delta", "BT-11:body-pl", 140000),
        ("Association Delta", None, 140000),
    ],
)
def test_the_class_of_the_buyer(name: str, code: str | None, threshold: int) -> None:
    assert obligation(case(value=euros(900000), buyer=buyer(name, code))).threshold == threshold


def test_the_directive_of_the_notice_decides_for_network_entities() -> None:
    network = notice("competition", legal_basis="32014L0025")
    assert obligation(case(value=euros(300000), notices=(network,))).threshold == 432000
    classic = notice("competition", legal_basis="32014L0024")
    who = buyer("Régie Delta", "BT-11:pub-undert-la")
    assert obligation(case(value=euros(300000), buyer=who, notices=(classic,))).threshold == 140000


def test_a_declared_central_authority_takes_the_lower_threshold_and_says_so() -> None:
    text = said(value=euros(150000), buyer=buyer("Organisme Delta", "BT-11:cga"))
    assert "seuil le plus bas" in text


def test_a_buyer_of_unknown_kind_is_only_possible_between_the_thresholds() -> None:
    unknown = buyer("Association Delta", None)
    assert state(value=euros(300000), buyer=unknown) == "obligation_possible"
    assert state(value=euros(432000), buyer=unknown) == "obligation_presumee"
    assert state(value=euros(139999), buyer=unknown) == "hors_champ"


def test_an_unknown_nature_is_only_possible_below_the_works_threshold() -> None:
    assert state(value=euros(900000), nature=None) == "obligation_possible"
    assert state(value=euros(6000000), nature=None) == "obligation_presumee"
    assert state(value=euros(900000), nature=None, cpv=("77310000",)) == "obligation_presumee"
    assert state(value=euros(900000), nature=None, cpv=("45233000",)) == "hors_champ"


@pytest.mark.parametrize(("amount", "expected"), [(5403999, "hors_champ"), (5404000, "obligation_presumee")])
def test_concessions_have_their_article_and_threshold(amount: int, expected: str) -> None:
    answer = obligation(case(regime="concession", value=euros(amount)))
    assert (answer.state, answer.article, answer.threshold) == (expected, "L3114-2-1", Decimal(5404000))


def test_concessions_know_neither_the_ready_made_nor_the_six_month_exception() -> None:
    short = case(regime="concession", nature="travaux", value=euros(6000000), duration_months=Decimal(4))
    assert obligation(short).possible_exceptions == ()


def test_defence_stays_out_whatever_the_value() -> None:
    answer = obligation(case(regime="defense", value=euros(9000000)))
    assert (answer.state, answer.article) == ("hors_champ", "L2312-1-1")
    marked = notice("competition", legal_basis="32009L0081")
    assert state(value=euros(9000000), notices=(marked,)) == "hors_champ"


def lots(*amounts: int | None, **more: Any) -> tuple[CaseLot, ...]:
    return tuple(
        CaseLot(str(n), f"Lot {n}", value=euros(a) if a else None, **more) for n, a in enumerate(amounts, 1)
    )


def test_lots_are_added_up_and_each_follows_the_whole() -> None:
    whole = case(lots=lots(200000, 16000))
    assert obligation(whole).state == "obligation_presumee"
    small = obligation(whole, whole.lots[1])
    assert (small.state, small.value) == ("obligation_presumee", Decimal(216000))
    assert any("tous lots confondus" in reason for reason in small.reasons)
    assert state(lots=lots(200000, 15999)) == "hors_champ"


def test_a_sum_with_missing_lots_is_a_lower_bound() -> None:
    assert state(lots=lots(220000, None)) == "obligation_presumee"
    assert state(lots=lots(20000, None)) == "obligation_possible"
    assert state(lots=lots(20000, None), formal=True) == "obligation_presumee"


def test_the_value_of_the_procedure_wins_over_its_lots() -> None:
    assert obligation(case(value=euros(500000), lots=lots(1000, 1000))).value == 500000


def test_a_framework_counts_for_its_maximum() -> None:
    maximum = euros(216000, basis="framework_maximum")
    assert state(framework=True, maximum=maximum) == "obligation_presumee"
    assert state(framework=True, maximum=euros(215999, basis="framework_maximum")) == "hors_champ"
    assert state(framework=True, value=euros(100000), maximum=maximum) == "obligation_presumee"


def test_framework_maximums_of_lots_are_added_up() -> None:
    two = tuple(CaseLot(str(n), maximum=euros(108000, basis="framework_maximum")) for n in (1, 2))
    assert obligation(case(framework=True, lots=two)).value == 216000


def test_an_unknown_value_follows_the_kind_of_procedure() -> None:
    assert state(formal=True) == "obligation_presumee"
    assert "confiance moyenne" in said(formal=True)
    assert state(formal=False, procedure="Procédure adaptée") == "obligation_possible"
    assert state(procedure="Appel d’offres ouvert") == "obligation_presumee"
    assert state() == "obligation_possible"


def test_amounts_ttc_ranges_and_other_currencies() -> None:
    assert state(value=euros(260000, vat="TTC")) == "obligation_presumee"
    assert state(value=euros(230000, vat="TTC")) == "obligation_possible"
    assert state(value=euros(200000, vat="TTC")) == "hors_champ"
    assert state(value=euros(500000, basis="range_maximum")) == "obligation_possible"
    assert state(value=euros(200000, basis="range_maximum")) == "hors_champ"
    assert state(value=euros(9000000, currency="CHF")) == "obligation_possible"


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (None, "obligation_possible"),
        (300000, "obligation_possible"),
        (900000, "obligation_possible"),
        (50000, "hors_champ"),
    ],
)
def test_social_services_are_to_be_verified(amount: int | None, expected: str) -> None:
    value = euros(amount) if amount else None
    assert state(social_services=True, formal=True, value=value) == expected


def test_plans_are_only_possible_and_old_plans_belong_to_the_former_rules() -> None:
    def plan(on: date) -> dict[str, Any]:
        return {
            "stage": "amont",
            "dispatched": on,
            "value": euros(900000),
            "notices": (notice("planning", on),),
        }

    assert state(**plan(date(2026, 9, 1))) == "obligation_possible"
    assert state(**plan(date(2026, 3, 1))) == "obligation_possible"
    assert state(**plan(date(2024, 3, 1))) == "regime_anterieur"


def test_a_result_without_its_call_is_only_possible() -> None:
    given: dict[str, Any] = {"stage": "attribue", "dispatched": None, "value": euros(900000, basis="awarded")}
    assert state(**given, notices=(notice("result", FIRST),)) == "obligation_possible"
    assert "appel à la concurrence n’est pas connu" in said(**given, notices=(notice("result", FIRST),))
    assert state(**given, notices=(notice("result", date(2026, 8, 21)),)) == "regime_anterieur"
    both = (notice("competition", FIRST), notice("result", date(2026, 11, 2)))
    assert state(**given | {"dispatched": FIRST}, notices=both) == "obligation_presumee"


def test_a_contract_alone_is_like_a_result() -> None:
    contract = AwardedContract(key="k:1", title="T", buyer=buyer(), notified=date(2026, 10, 1))
    given: dict[str, Any] = {"stage": "attribue", "dispatched": None, "contracts": (contract,)}
    assert state(**given, value=euros(900000, basis="awarded")) == "obligation_possible"


def test_the_possible_exceptions_say_what_suggests_them() -> None:
    works: dict[str, Any] = {"nature": "travaux", "value": euros(6000000), "cpv": ("45233000",)}
    five, six = (obligation(case(**works, duration_months=Decimal(n))) for n in (5, 6))
    assert five.possible_exceptions == ("4° travaux de moins de six mois (durée annoncée de 5\u00a0mois).",)
    assert six.possible_exceptions == ()
    goods = said(nature="fournitures", value=euros(300000), cpv=("30213000",))
    assert "1° solution immédiatement disponible" in goods


def test_renewals_count_in_the_six_months() -> None:
    renewed = case(
        nature="travaux",
        value=euros(6000000),
        duration_months=Decimal(4),
        renewals=1,
        renewal_months=Decimal(2),
    )
    assert obligation(renewed).possible_exceptions == ()


def test_six_months_are_counted_lot_by_lot() -> None:
    short = CaseLot("1", "Démolition", nature="travaux", duration_months=Decimal(3))
    long = CaseLot("2", "Gros œuvre", nature="travaux", duration_months=Decimal(14))
    whole = case(nature="travaux", value=euros(6000000), lots=(short, long))
    assert obligation(whole, short).possible_exceptions
    assert not obligation(whole, long).possible_exceptions
    assert obligation(whole).possible_exceptions == ("4° travaux de moins de six mois (lot 1).",)


def test_what_the_notices_say_is_told_beside_the_duty() -> None:
    answer = obligation(case(value=euros(300000)))
    silent = with_consideration(answer, ClauseAnswer("silence")).reasons[-1]
    assert "Aucune considération sociale repérée dans l’avis" in silent
    assert "L2112-2-1, II" in silent
    assert "annoncée" in with_consideration(answer, ClauseAnswer("presente")).reasons[-1]
    assert "se référer au DCE" in with_consideration(answer, ClauseAnswer("declaree")).reasons[-1]
    below = obligation(case(value=euros(1000)))
    assert with_consideration(below, ClauseAnswer("silence")) == below


def test_amounts_and_dates_are_written_for_a_french_reader() -> None:
    text = said(value=euros(300000))
    assert "216\u202f000\u00a0€ HT" in text
    assert "01/09/2026" in text


def denied(rule: str) -> ClauseAnswer:
    signal = LocatedSignal("NONE", rule, "X", "strong", None, "non", 0, 3, True, "boamp", "1")
    return ClauseAnswer("exclue", signals=(signal,))


def test_a_notice_that_rules_out_clauses_and_one_that_only_rules_out_a_reservation() -> None:
    answer = obligation(case(value=euros(300000)))
    assert "écarte toute clause" in with_consideration(answer, denied("NEG_CLAUSE")).reasons[-1]
    *_, reserved, silent = with_consideration(answer, denied("NEG_RES")).reasons
    assert "écarte une réservation" in reserved
    assert "Aucune considération sociale repérée" in silent


def test_an_optional_clause_and_a_plan_are_told_as_such() -> None:
    answer = obligation(case(value=euros(300000)))
    assert "facultative" in with_consideration(answer, ClauseAnswer("facultative")).reasons[-1]
    planned = with_consideration(answer, ClauseAnswer("silence"), planned=True).reasons[-1]
    assert "à ce stade" in planned
    assert "DCE" not in planned
