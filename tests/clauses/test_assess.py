"""The whole assessment: newest notices, plugin rules kept apart, the same answer each time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.clauses.assess import assess
from hub.clauses.assessment import Assessment
from hub.clauses.case import Case, CaseLot, CaseNotice, CaseTerritory
from hub.clauses.comparables import Comparable
from hub.clauses.conventions import Conventions
from hub.plugin_api.records import AwardedContract, Buyer, Money, Notice, NoticeKind, Text
from hub.plugin_api.rules import Evidence, Rule, Signal

TODAY = date(2026, 11, 24)
DEFAULTS = Conventions()
CLAUSE = "Le titulaire réserve au moins 210 heures d’insertion : clause sociale d’insertion obligatoire."
PLAIN = "Les offres sont remises par voie électronique."


def notice(
    key: str,
    kind: NoticeKind,
    text: str,
    on: date = date(2026, 11, 10),
    connector: str = "boamp",
    **more: Any,
) -> CaseNotice:
    texts = (Text(field="infosSup", text=text, role="conditions"),)
    return CaseNotice(connector, Notice(key=key, kind=kind, title="T", published=on, texts=texts, **more))


def case(*notices: CaseNotice, **given: Any) -> Case:
    base: dict[str, Any] = {
        "id": "m",
        "title": "Entretien des espaces verts",
        "stage": "ouvert",
        "notices": notices,
        "nature": "services",
        "buyer": Buyer(name="Commune de Valbrune", legal_type="BT-11:la"),
        "dispatched": date(2026, 11, 10),
        "deadline": datetime(2026, 12, 15, 12, tzinfo=UTC),
        "cpv": ("77310000",),
        "value": Money(amount=Decimal(300000)),
        "duration_months": Decimal(48),
        "territories": (CaseTerritory("oisans", "certain"),),
    }
    return Case(**base | given)


def run(given: Case, **more: Any) -> Assessment:
    return assess(given, DEFAULTS, TODAY, **more)


def status(*notices: CaseNotice, **given: Any) -> str:
    return run(case(*notices, **given)).clause.status


class Charter(Rule):
    id = "charte-x"
    version = 3

    def signals(self, notice: Notice) -> Iterator[Signal]:
        for text in notice.texts:
            at = text.text.find("charte solidaire")
            if at >= 0:
                yield Signal("EXEC", self.id, text.field, "strong", text.lot, Evidence.of(text, at, at + 16))


class Broken(Rule):
    id = "cassee"

    def signals(self, notice: Notice) -> Iterator[Signal]:
        yield Signal("EXEC", self.id, "infosSup", "strong", code="x")
        raise RuntimeError("division par zéro")


class Inventive(Rule):
    id = "inventive"

    def signals(self, notice: Notice) -> list[Signal]:
        return [Signal("EXEC", self.id, "infosSup", "strong", evidence=Evidence("300 heures", 0, 10))]


class Wordy(Rule):
    id = "bavarde"

    def signals(self, notice: Notice) -> Any:
        return ["clause sociale"]


class Mute(Rule):
    id = "muette"

    def signals(self, notice: Notice) -> Any:
        return None


def test_a_silent_open_call_above_the_threshold() -> None:
    found = run(case(notice("26-1", "competition", PLAIN)))
    assert found.clause.status == "silence"
    assert found.obligation.state == "obligation_presumee"
    assert found.potential.level == "fort"
    assert found.hours is not None
    assert (found.hours.default, found.hours.rounded) == (350, 350)
    assert (found.moment.state, found.moment.act_before) == ("rectificatif", date(2026, 12, 5))
    assert found.priority == sum(part.points for part in found.priority_parts)
    assert any("Aucune considération sociale repérée" in reason for reason in found.obligation.reasons)
    assert found.rules_version


def test_a_stated_clause_is_told_with_its_volume_beside_ours() -> None:
    found = run(case(notice("26-1", "competition", CLAUSE)))
    assert found.clause.status == "presente"
    assert found.hours is not None
    assert any("L’avis annonce 210" in source for source in found.hours.sources)
    assert "vérifier" in found.next_step


def test_a_rectificatif_in_words_adds_to_the_call() -> None:
    first = notice("26-1", "competition", PLAIN)
    added = notice("26-2", "change", CLAUSE, date(2026, 11, 20))
    assert status(first) == "silence"
    assert status(first, added) == "presente"


def test_an_eforms_change_replaces_the_call() -> None:
    first = notice("1-2026", "competition", CLAUSE, connector="ted", form="EFORMS/ContractNotice/16")
    changed = notice("2-2026", "change", PLAIN, date(2026, 11, 20), "ted", form="EFORMS/ContractNotice/16")
    assert status(first, changed) == "silence"


def test_the_change_also_replaces_the_call_as_the_other_source_carries_it() -> None:
    first = notice(
        "26-1", "competition", CLAUSE, dispatched=date(2026, 11, 9), form="EFORMS/ContractNotice/16"
    )
    twin = notice("1-2026", "competition", CLAUSE, connector="ted", dispatched=date(2026, 11, 9))
    changed = notice("2-2026", "change", PLAIN, date(2026, 11, 20), "ted", form="EFORMS/ContractNotice/16")
    assert {s.notice for s in run(case(first, twin)).clause.signals} == {"26-1", "1-2026"}
    assert status(first, twin, changed) == "silence"


def test_a_new_call_replaces_the_plan_and_the_former_call() -> None:
    plan = notice("26-0", "planning", CLAUSE, date(2026, 6, 1))
    former = notice("26-1", "competition", CLAUSE, date(2026, 9, 1))
    again = notice("26-2", "competition", PLAIN, date(2026, 11, 10))
    assert status(plan, stage="amont") == "presente"
    assert status(plan, former, again) == "silence"


def test_the_change_of_a_result_does_not_replace_the_call() -> None:
    call = notice("1-2026", "competition", CLAUSE, date(2026, 9, 1), "ted")
    corrected = notice("3-2026", "change", PLAIN, TODAY, "ted", form="EFORMS/ContractAwardNotice/29")
    assert status(call, corrected, stage="attribue") == "presente"


def test_results_and_contracts_add() -> None:
    first = notice("26-1", "competition", PLAIN, date(2026, 9, 1))
    result = notice("26-3", "result", CLAUSE, date(2026, 11, 20))
    assert status(first, result, stage="attribue") == "presente"
    contract = AwardedContract(
        key="k:1", title="T", buyer=Buyer(name="B"), considerations=("Clause sociale",), notified=TODAY
    )
    found = run(case(first, stage="attribue", contracts=(contract,)))
    assert found.clause.status == "presente"
    assert found.moment.state == "suivi"


def test_each_lot_has_its_answers() -> None:
    lots = (
        CaseLot("1", "Espaces verts", cpv=("77310000",), value=Money(amount=Decimal(216000))),
        CaseLot("2", "Fourniture de sel", cpv=("34927100",), value=Money(amount=Decimal(84000))),
    )
    found = run(case(notice("26-1", "competition", PLAIN), lots=lots, value=None))
    assert [lot.key for lot in found.lots] == ["1", "2"]
    assert [lot.potential.level for lot in found.lots] == ["fort", "nul"]
    assert all(lot.obligation.state == "obligation_presumee" for lot in found.lots)
    assert found.lots[0].hours is not None
    assert found.lots[0].hours.default == 252


def test_a_plugin_rule_is_heard() -> None:
    found = run(case(notice("26-1", "competition", "Voir la charte solidaire.")), rules=[Charter()])
    assert [signal.excerpt for signal in found.clause.signals if signal.rule == "charte-x"] == [
        "charte solidaire"
    ]
    assert found.failed_rules == ()
    assert "charte-x@3" in found.rules_version


@pytest.mark.parametrize("rule", [Broken(), Inventive(), Wordy(), Mute()], ids=lambda rule: rule.id)
def test_a_failing_rule_is_named_and_the_marche_stands(rule: Rule) -> None:
    """Régression : one rule raising in the middle of its generator must not take the others away."""
    given_case = case(notice("26-1", "competition", CLAUSE + " Voir la charte solidaire."))
    found = run(given_case, rules=[rule, Charter()])
    assert found.failed_rules == (rule.id,)
    assert {signal.rule for signal in found.clause.signals} >= {"charte-x"}
    assert rule.id not in {signal.rule for signal in found.clause.signals}
    assert any(rule.id in reason for reason in found.obligation.reasons)
    assert any(part.name == "regle_en_echec" and rule.id in part.reason for part in found.priority_parts)
    assert found.obligation.state == "obligation_presumee"


def test_the_order_of_rules_changes_nothing() -> None:
    given_case = case(notice("26-1", "competition", "Voir la charte solidaire."))
    rules: list[Rule] = [Broken(), Charter(), Inventive()]
    assert run(given_case, rules=rules) == run(given_case, rules=rules[::-1])


def test_comparables_reach_the_hours_and_never_the_duty() -> None:
    past = Comparable("c", "Espaces verts", Decimal(216000), ("77310000",), same_buyer=True)
    found = run(case(value=None), comparables=[past])
    assert found.hours is not None
    assert found.hours.default == 252
    assert found.obligation.value is None


def test_a_marche_known_by_its_name_only_is_assessed() -> None:
    found = run(Case("m", "Prestations", "ouvert"))
    assert found.obligation.state == "obligation_possible"
    assert found.hours is None
    assert found.next_step.endswith(".")


FORBIDDEN = re.compile(
    r"heures d.insertion obligatoires|illégal|illicite|infraction|hors la loi|violation|manquement|fraude|"
    r"\bNone\b|\bnan\b|Decimal|  ",
    re.IGNORECASE,
)
WORDS = ["peinture", "nettoyage", "assurance", "travaux", "voirie", "conseil", "fourniture", "repas", "étude"]
money = st.none() | st.builds(
    Money,
    amount=st.decimals("1", "99999999", places=2),
    currency=st.sampled_from(["EUR", "EUR", "EUR", "CHF"]),
    basis=st.sampled_from(["estimate", "range_maximum", "framework_maximum", "awarded", "initial"]),
    vat=st.sampled_from(["HT", "TTC"]),
)
months = st.none() | st.decimals("0.5", "120", places=1)
codes = st.lists(
    st.sampled_from(["77310000", "45442100", "90911200", "66510000", "30213000", "99999999"]), max_size=2
).map(tuple)
natures = st.sampled_from([None, "travaux", "services", "fournitures"])
days = st.none() | st.dates(date(2021, 1, 1), date(2029, 1, 1))
lots = st.builds(
    CaseLot,
    key=st.uuids().map(str),
    title=st.none() | st.sampled_from(WORDS),
    nature=natures,
    cpv=codes,
    value=money,
    maximum=money,
    duration_months=months,
    renewals=st.none() | st.integers(0, 5),
    renewal_months=months,
)
notices = st.builds(
    notice,
    key=st.uuids().map(str),
    kind=st.sampled_from(["planning", "competition", "result", "change", "cancellation", "contract"]),
    text=st.sampled_from(
        [CLAUSE, PLAIN, "Il n’est pas prévu de clause sociale.", "Considérations sociales : Non"]
    ),
    on=st.dates(date(2021, 1, 1), date(2029, 1, 1)),
    legal_basis=st.sampled_from([None, "32014L0024", "32014L0025", "32009L0081"]),
)
cases = st.builds(
    Case,
    id=st.just("m"),
    title=st.sampled_from(WORDS),
    stage=st.sampled_from(["amont", "ouvert", "clos", "attribue", "annule"]),
    notices=st.lists(notices, max_size=3).map(tuple),
    buyer=st.none()
    | st.builds(
        Buyer,
        name=st.sampled_from(["", "UGAP", "CHU X", "Commune Y", "Association Z"]),
        legal_type=st.sampled_from([None, "BT-11:cga", "x"]),
    ),
    nature=natures,
    regime=st.sampled_from(["marche", "marche", "concession", "defense"]),
    procedure=st.none() | st.sampled_from(["open", "Procédure adaptée"]),
    formal=st.none() | st.booleans(),
    framework=st.none() | st.booleans(),
    social_services=st.booleans(),
    dispatched=days,
    published=days,
    deadline=st.none() | st.datetimes(datetime(2021, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)),
    cpv=codes,
    value=money,
    maximum=money,
    duration_months=months,
    renewals=st.none() | st.integers(0, 5),
    renewal_months=months,
    lots=st.lists(lots, max_size=3).map(tuple),
    territories=st.lists(
        st.builds(
            CaseTerritory,
            id=st.just("isere"),
            certainty=st.sampled_from(["certain", "probable", "incertain"]),
        ),
        max_size=1,
    ).map(tuple),
)


def sentences(answer: Any) -> Iterator[str]:
    """Every text shown to a reader: all strings but the excerpts, which are the source's own words."""
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, tuple):
        for item in answer:
            yield from sentences(item)
    elif is_dataclass(answer):
        for field in fields(answer):
            if field.name not in ("signals", "rules_version"):
                yield from sentences(getattr(answer, field.name))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases)
def test_any_marche_is_assessed_the_same_twice_and_never_accused(generated: Case) -> None:
    found = run(generated)
    assert found == run(generated)
    assert 0 <= found.priority <= 100
    assert found.priority == sum(part.points for part in found.priority_parts)
    assert found.obligation.reasons
    assert found.potential.reasons
    assert found.moment.reasons
    assert 0 <= found.potential.score <= 100
    assert found.failed_rules == ()
    if found.hours:
        assert found.hours.low <= found.hours.default <= found.hours.high
        assert found.hours.rounded % 35 == 0
    if found.moment.state == "rectificatif" and found.moment.act_before:
        assert found.moment.act_before >= TODAY
    for text in sentences(found):
        assert not FORBIDDEN.search(text), text
