"""The queue: what deserves a call this morning comes first."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from hub.clauses.assessment import (
    ClauseAnswer,
    ClauseStatus,
    HoursAnswer,
    MomentAnswer,
    ObligationAnswer,
    PotentialAnswer,
    PriorityPart,
)
from hub.clauses.case import Case, CaseTerritory
from hub.clauses.conventions import Conventions
from hub.clauses.hours import hours
from hub.clauses.moment import moment
from hub.clauses.next_step import next_step
from hub.clauses.obligation import obligation
from hub.clauses.potential import potential
from hub.clauses.priority import priority
from hub.plugin_api.records import Buyer, Money

TODAY = date(2026, 11, 24)
DEFAULTS = Conventions()


def case(**given: Any) -> Case:
    base: dict[str, Any] = {
        "id": "m",
        "title": "Entretien des espaces verts",
        "stage": "ouvert",
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


Answers = tuple[ClauseAnswer, ObligationAnswer, PotentialAnswer, HoursAnswer | None, MomentAnswer]


def answers(given: Case, status: ClauseStatus = "silence") -> Answers:
    clause = ClauseAnswer(status)
    sizing = hours(given, DEFAULTS)
    return (
        clause,
        obligation(given),
        potential(given, DEFAULTS, None, sizing),
        sizing.answer,
        moment(given, TODAY, status != "silence"),
    )


def scored(given: Case, status: ClauseStatus = "silence") -> tuple[int, tuple[PriorityPart, ...]]:
    return priority(given, *answers(given, status), TODAY)


def step(given: Case, status: ClauseStatus = "silence") -> str:
    return next_step(given, *answers(given, status), TODAY)


def points(given: Case, name: str, status: ClauseStatus = "silence") -> int:
    return next((part.points for part in scored(given, status)[1] if part.name == name), 0)


BEST = case(deadline=datetime(2026, 12, 8, 12, tzinfo=UTC))
LATER = case(deadline=datetime(2027, 1, 20, 12, tzinfo=UTC))
SMALL = case(value=Money(amount=Decimal(70000)), procedure="Procédure adaptée")
FARAWAY = case(territories=())
INSURANCE = case(title="Assurances", cpv=("66510000",))
LATE = case(deadline=datetime(2026, 11, 30, 12, tzinfo=UTC))
CANCELLED = case(stage="annule")


def test_the_order_of_the_queue() -> None:
    queue = [BEST, LATER, SMALL, INSURANCE, LATE, CANCELLED]
    found = [scored(one)[0] for one in queue]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == len(found)


def test_a_clause_already_there_leaves_less_to_do() -> None:
    assert scored(BEST, "presente")[0] < scored(SMALL)[0]
    assert scored(BEST, "presente")[0] < scored(BEST, "declaree")[0] < scored(BEST)[0]


def test_the_territory_counts_by_its_certainty() -> None:
    certainties = ("certain", "probable", "incertain")
    found = [points(case(territories=(CaseTerritory("x", c),)), "territoire") for c in certainties]  # type: ignore[arg-type]
    assert found == [10, 6, 3]
    assert points(FARAWAY, "territoire") == 0


def test_what_contradicts_itself_is_to_be_clarified() -> None:
    assert points(BEST, "clarification", "contradictoire") == 10
    assert points(BEST, "clarification", "exclue") == 10
    assert points(SMALL, "clarification", "exclue") == 0


def test_urgency_grows_as_the_last_useful_day_comes() -> None:
    assert points(BEST, "moment") > points(LATER, "moment")


@pytest.mark.parametrize("given", [BEST, LATER, SMALL, FARAWAY, INSURANCE, LATE, CANCELLED])
@pytest.mark.parametrize("status", ["silence", "presente", "declaree", "contradictoire", "exclue", "objet"])
def test_the_parts_sum_to_the_priority(given: Case, status: ClauseStatus) -> None:
    total, parts = scored(given, status)
    assert total == sum(part.points for part in parts)
    assert 0 <= total <= 100
    assert all(part.name and part.reason for part in parts)
    assert len({part.name for part in parts}) == len(parts)


def test_too_late_and_cancelled_sink_whatever_they_promise() -> None:
    assert scored(LATE)[0] <= 5
    assert scored(CANCELLED)[0] == 0
    assert points(CANCELLED, "annulation") < 0


def test_a_running_contract_waits_unless_its_renewal_is_near() -> None:
    start = {"stage": "attribue", "territories": (CaseTerritory("oisans", "certain"),)}
    far = case(**start, deadline=datetime(2026, 6, 1, 12, tzinfo=UTC))
    near = case(**start, deadline=datetime(2023, 12, 1, 12, tzinfo=UTC))
    assert scored(far)[0] < scored(near)[0] <= 40


def test_the_next_step_names_the_buyer_the_hours_and_the_day() -> None:
    assert step(BEST) == (
        "Appeler l’acheteur (Commune de Valbrune) au plus tard le 28/11/2026 pour proposer "
        "une clause d’insertion d’environ 350\u00a0h par un rectificatif."
    )


@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        (BEST, "declaree", "obtenir le DCE"),
        (BEST, "presente", "vérifier le volume"),
        (BEST, "contradictoire", "clarifier"),
        (BEST, "facultative", "rendre ferme"),
        (BEST, "exclue", "pour quel motif"),
        (BEST, "objet", "structures d’insertion"),
        (INSURANCE, "silence", "quelle considération sociale"),
        (LATE, "silence", "prochain marché"),
        (LATE, "presente", "suivi de son exécution"),
        (CANCELLED, "silence", "relancée"),
        (case(stage="attribue"), "presente", "réunion de mise au point"),
        (case(stage="attribue"), "silence", "renouvellement"),
        (case(stage="amont", buyer=None), "silence", "l’acheteur"),
    ],
)
def test_next_steps(given: Case, status: ClauseStatus, words: str) -> None:
    sentence = step(given, status)
    assert words in sentence
    assert sentence.endswith(".")


def test_a_clause_to_keep_at_the_renewal_comes_before_the_follow_up() -> None:
    """An award of four years ago: its kick-off meeting is long past, its successor is being written."""
    running = case(stage="attribue", deadline=datetime(2023, 6, 15, 12, tzinfo=UTC))
    assert step(running, "presente") == (
        "Contacter l’acheteur (Commune de Valbrune) au plus tard le 15/02/2027 pour garder une clause "
        "dans le prochain marché, et faire le point sur celle en cours."
    )


def test_nothing_to_propose_below_the_thresholds_without_labour() -> None:
    small = case(title="Assurances", cpv=("66510000",), value=Money(amount=Decimal(50000)))
    assert step(small).startswith("Rien à proposer")


def test_a_moment_without_reason_still_makes_a_part() -> None:
    owed = ObligationAnswer("hors_champ", "L2112-2-1")
    given = case()
    _, parts = priority(
        given, ClauseAnswer("silence"), owed, potential(given, DEFAULTS), None, MomentAnswer("ideal"), TODAY
    )
    assert next(part.points for part in parts if part.name == "moment") > 0


def test_the_last_useful_day_itself_is_urgent() -> None:
    last = case(deadline=datetime(2026, 12, 4, 12, tzinfo=UTC))
    assert points(last, "moment") == 20
    assert moment(last, TODAY).act_before == TODAY
    assert moment(last, TODAY + timedelta(days=1)).state == "trop_tard"
