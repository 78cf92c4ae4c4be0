"""When one can still act, around the edges of each state."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from hub.clauses.calendar import add_months
from hub.clauses.case import Case, CaseNotice
from hub.clauses.moment import moment
from hub.plugin_api.records import Award, AwardedContract, Buyer, Code, Notice

TODAY = date(2026, 11, 24)
PARIS_WINTER = timezone(timedelta(hours=1))


def case(stage: str, **given: Any) -> Case:
    base: dict[str, Any] = {"id": "m", "title": "Marché", "stage": stage, "nature": "services"}
    return Case(**base | given)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=PARIS_WINTER)


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (35, "rectificatif"),
        (11, "rectificatif"),
        (10, "rectificatif"),
        (9, "trop_tard"),
        (0, "trop_tard"),
        (-1, "trop_tard"),
    ],
)
def test_an_open_call_needs_ten_days(days: int, state: str) -> None:
    deadline = TODAY + timedelta(days=days)
    answer = moment(case("ouvert", deadline=noon(deadline)), TODAY)
    assert answer.state == state
    assert answer.act_before == (deadline - timedelta(days=10) if state == "rectificatif" else None)


def test_the_tenth_day_is_the_last_to_act() -> None:
    answer = moment(case("ouvert", deadline=noon(date(2026, 12, 4))), TODAY)
    assert answer.act_before == TODAY
    assert "24/11/2026" in answer.reasons[1]


def test_the_deadline_is_a_french_day() -> None:
    """23:30 UTC is already the next day in France: ten days are left, not nine."""
    late = datetime(2026, 12, 3, 23, 30, tzinfo=UTC)
    assert moment(case("ouvert", deadline=late), TODAY).state == "rectificatif"


def test_a_clause_already_there_does_not_change_the_days_left() -> None:
    open_call = case("ouvert", deadline=noon(date(2026, 12, 20)))
    assert moment(open_call, TODAY, clause_present=True) == moment(open_call, TODAY)


@pytest.mark.parametrize(("age", "state"), [(5, "rectificatif"), (30, "rectificatif"), (31, "trop_tard")])
def test_an_open_call_without_deadline(age: int, state: str) -> None:
    answer = moment(case("ouvert", published=TODAY - timedelta(days=age)), TODAY)
    assert (answer.state, answer.act_before) == (state, None)


@pytest.mark.parametrize(
    ("age", "state"), [(0, "ideal"), (120, "ideal"), (121, "a_temps"), (365, "a_temps"), (366, "trop_tard")]
)
def test_a_plan_grows_old(age: int, state: str) -> None:
    assert moment(case("amont", published=TODAY - timedelta(days=age)), TODAY).state == state


def planned(expected: date) -> Case:
    code = Code(field="BT-127", value=f"{expected.isoformat()}+01:00")
    notice = Notice(key="1", kind="planning", title="T", published=date(2026, 10, 1), codes=(code,))
    return case("amont", published=notice.published, notices=(CaseNotice("ted", notice),))


@pytest.mark.parametrize(
    ("left", "state", "dated"),
    [
        (121, "ideal", True),
        (120, "a_temps", True),
        (0, "a_temps", True),
        (-1, "a_temps", False),
        (-366, "trop_tard", False),
    ],
)
def test_a_plan_with_its_expected_publication(left: int, state: str, dated: bool) -> None:
    expected = TODAY + timedelta(days=left)
    answer = moment(planned(expected), TODAY)
    assert (answer.state, answer.act_before) == (state, expected if dated else None)


def test_a_plan_without_any_date_is_taken_as_new() -> None:
    assert moment(case("amont"), TODAY).state == "ideal"


def test_an_absurd_expected_date_is_left_aside() -> None:
    code = Code(field="BT-127", value="bientôt")
    notice = Notice(key="1", kind="planning", title="T", published=TODAY, codes=(code,))
    assert moment(case("amont", notices=(CaseNotice("ted", notice),)), TODAY).state == "ideal"


def test_a_cancelled_call_is_over_even_with_a_clause() -> None:
    answer = moment(case("annule", deadline=noon(date(2026, 12, 30))), TODAY, clause_present=True)
    assert answer.state == "trop_tard"
    assert "annulée" in answer.reasons[0]


@pytest.mark.parametrize("stage", ["clos", "attribue"])
def test_after_the_deadline_only_a_clause_is_followed(stage: str) -> None:
    works = case(stage, nature="travaux", duration_months=Decimal(24), deadline=noon(date(2026, 11, 1)))
    assert moment(works, TODAY).state == "trop_tard"
    assert moment(works, TODAY, clause_present=True).state == "suivi"


def test_a_service_that_comes_back_waits_for_its_renewal() -> None:
    notice = Notice(
        key="1",
        kind="result",
        title="T",
        published=date(2025, 11, 1),
        awards=(Award(awarded=date(2025, 10, 15)),),
    )
    running = case("attribue", duration_months=Decimal(36), notices=(CaseNotice("boamp", notice),))
    answer = moment(running, TODAY)
    assert (answer.state, answer.act_before) == ("suivi", date(2028, 6, 15))
    assert "du 15/04/2027 au 15/06/2028" in answer.reasons[0]


def test_an_end_without_the_length_of_its_renewals_is_not_the_latest() -> None:
    running = case(
        "attribue",
        duration_months=Decimal(12),
        renewals=3,
        deadline=noon(date(2026, 6, 1)),
        nature="services",
    )
    answer = moment(running, TODAY)
    assert answer.reasons[0].startswith("Fin le 01/06/2027, sauf reconduction (3 au plus)\u00a0:")


def test_renewals_lengthen_a_contract_and_the_essential_data_win() -> None:
    contract = AwardedContract(
        key="k", title="T", buyer=Buyer(name="B"), notified=date(2024, 1, 31), duration_months=Decimal(49)
    )
    running = case("attribue", contracts=(contract,), duration_months=Decimal(12))
    answer = moment(running, TODAY)
    assert answer.act_before == date(2027, 10, 29)
    assert "La fenêtre est ouverte." in answer.reasons


def test_works_come_back_only_under_a_framework() -> None:
    given: dict[str, Any] = {
        "nature": "travaux",
        "duration_months": Decimal(48),
        "deadline": noon(date(2026, 11, 1)),
    }
    assert moment(case("clos", **given), TODAY).state == "trop_tard"
    assert moment(case("clos", framework=True, **given), TODAY).state == "suivi"


def test_a_renewal_past_its_window_is_too_late() -> None:
    ended = case("attribue", duration_months=Decimal(12), deadline=noon(date(2024, 1, 1)))
    assert moment(ended, TODAY).state == "trop_tard"


@pytest.mark.parametrize(
    ("months", "expected"),
    [(1, date(2026, 2, 28)), (-2, date(2025, 11, 30)), (12, date(2027, 1, 31)), (10**7, date(9999, 12, 31))],
)
def test_months_stay_inside_the_month(months: int, expected: date) -> None:
    assert add_months(date(2026, 1, 31), months) == expected
