"""Nothing about a marché may change with the day unless it was to be looked at again by then."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from hub.clauses.again import again
from hub.clauses.assess import assess
from hub.clauses.case import Case
from hub.clauses.conventions import Conventions
from hub.pipeline.cases import Documents, build_case
from hub.plugin_api import RawRecord
from hub.testing.demo import boamp_records
from hub_procurement_feed.boamp.connector import Boamp

TODAY = date(2026, 11, 22)
HORIZON = TODAY + timedelta(days=6 * 366)


@pytest.fixture(scope="module")
def still() -> list[Case]:
    """Marchés of the demo whose consultation is over, awarded ones among them with a duration."""
    parse, cases = Boamp().parse, []
    for record in boamp_records(TODAY, with_damage=False)[::5]:
        raw = RawRecord(record["idweb"], json.dumps(record).encode(), "application/json", "demo")
        (notice,) = parse(raw)
        case = build_case(record["idweb"], Documents((("boamp", notice),)), TODAY + timedelta(days=400))
        if case.stage == "attribue":
            case = replace(case, duration_months=Decimal(36 + len(cases) % 13))
        if case.stage in ("clos", "attribue", "annule"):
            cases.append(case)
    return cases


def test_a_closed_marche_answers_the_same_until_the_day_announced(still: list[Case]) -> None:
    start = TODAY + timedelta(days=400)
    turns = 0
    for case in still:
        day, until = start, again(case, start)
        answers = assess(case, Conventions(), day)
        while until is not None and until < HORIZON:
            for inside in (until - timedelta(days=1), day + (until - day) // 2):
                assert assess(case, Conventions(), inside) == answers, (case.id, inside)
            assert until > day
            day, until, answers = until, again(case, until), assess(case, Conventions(), until)
            turns += 1
        assert assess(case, Conventions(), HORIZON if until is None else until - timedelta(days=1)) == answers
    assert len(still) > 20
    assert turns > 20


def test_the_window_of_a_renewal_is_told_on_its_day(still: list[Case]) -> None:
    """It was once told only when something else about the contract changed."""
    start = TODAY + timedelta(days=400)
    (case, *_) = [c for c in still if c.stage == "attribue" and c.nature == "services"]
    day, seen = start, []
    while (day := again(case, day)) and day < HORIZON:
        seen.append((assess(case, Conventions(), day).moment.reasons[-1], day))
    opened = [day for reason, day in seen if reason == "La fenêtre est ouverte."]
    assert opened
    assert (
        "La fenêtre est ouverte."
        not in assess(case, Conventions(), opened[0] - timedelta(days=1)).moment.reasons
    )


def test_an_open_call_is_looked_at_each_day() -> None:
    case = Case("m1", "Tonte", "ouvert")
    assert again(case, TODAY) == TODAY + timedelta(days=1)
    assert again(replace(case, stage="annule"), TODAY) is None
