"""The demo says of each of its records what a careful facilitator reads in it: the rules must agree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import orjson
import pytest

from hub.clauses.assessment import ClauseAnswer
from hub.clauses.signals import clause_answer, locate, notice_signals
from hub.plugin_api import Notice, RawRecord
from hub.testing.demo import DemoNotice, boamp_notices
from hub_procurement_feed.boamp.connector import Boamp

TODAY = date(2026, 11, 22)


def told() -> Iterator[tuple[DemoNotice, ClauseAnswer]]:
    connector = Boamp()
    for demo in boamp_notices(TODAY, with_damage=False):
        raw = RawRecord(demo.record["idweb"], orjson.dumps(demo.record), "application/json", "demo")
        (notice,) = connector.parse(raw)
        assert isinstance(notice, Notice)
        located = locate(notice_signals(notice), "boamp", notice.key)
        yield demo, clause_answer(located, None, tuple(lot.key for lot in notice.lots))


@pytest.fixture(scope="module")
def answers() -> list[tuple[DemoNotice, ClauseAnswer]]:
    return list(told())


def test_every_status_and_type_of_the_demo(answers: list[tuple[DemoNotice, ClauseAnswer]]) -> None:
    assert len(answers) > 300
    differing = [
        (demo.record["idweb"], demo.case, demo.expect_status, answer.status, demo.expect_types, answer.types)
        for demo, answer in answers
        if (demo.expect_status, set(demo.expect_types)) != (answer.status, set(answer.types))
    ]
    assert differing == []


def test_every_status_is_shown_by_the_demo(answers: list[tuple[DemoNotice, ClauseAnswer]]) -> None:
    shown = {answer.status for _, answer in answers}
    assert shown == {"presente", "declaree", "facultative", "contradictoire", "exclue", "silence", "objet"}


def test_codes_of_habit_are_not_listed(answers: list[tuple[DemoNotice, ClauseAnswer]]) -> None:
    silent = [answer for _, answer in answers if answer.status == "silence"]
    assert not [s for answer in silent for s in answer.signals if s.type == "NONE"]
