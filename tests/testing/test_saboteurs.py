"""For every law a saboteur that breaks it, and it alone: a check that nobody can fail proves nothing.

(A well-known SDK compares generator objects in its primary-key check: no duplicate ever failed it.)
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hub.plugin_api import Address, Employer, Lot, Notice
from hub.testing import MatchExample
from hub.testing.conformance import process
from hub.testing.conformance.catalogue import CONNECTOR_CHECKS, MATCHER_CHECKS, RULE_CHECKS
from hub.testing.conformance.check import Check, NotApplicable, NotConforming
from hub.testing.conformance.stage import Stage
from hub.testing.conformance.subjects import ConnectorSubject, MatcherSubject, RuleSubject

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from saboteurs import bad_days, feeds, good, judges, loud, neighbours, parsers  # noqa: E402
from saboteurs.long_feed import LongFeed  # noqa: E402

CONNECTORS = {
    check: saboteur
    for module in (feeds, parsers, bad_days, neighbours, loud)
    for check, saboteur in module.BY_CHECK.items()
}
FINDS = ("Voir la charte d’insertion du pays.",)
NOTICE = Notice(key="26-1", kind="competition", title="Berges", published="2026-09-01")
HERE_LOT = Lot(key="1", title="Berges", places=(Address(insee="01053"),))
EMPLOYERS = (
    Employer(key="a", kind="AI", name="Les Berges", address=Address(insee="01053")),
    Employer(key="b", kind="EI", name="Le Pré", address=Address(insee="01053")),
    Employer(key="c", kind="EI", name="Ailleurs"),
)
EXAMPLES = (MatchExample(HERE_LOT, NOTICE, EMPLOYERS),)


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    """Saboteurs change the process: what one leaves must not reach the next test."""
    settings, contents = process.settings(), process.contents()
    yield
    process.unpatch(contents)
    process.restore(settings)


def connector_subject(connector: Any, stage: Stage) -> ConnectorSubject:
    return ConnectorSubject(
        connector=connector,
        recordings=HERE / "saboteurs" / ("registry" if connector.info.mode == "snapshot" else "feed"),
        stage=stage,
        personal_samples=("Camille Dutilleul",),
        long_feed=lambda records: [LongFeed(records)],
    )


def broken_by(checks: tuple[Check[Any], ...], subject: Any) -> dict[str, str]:
    """The laws that ``subject`` breaks, with their explanations."""
    return {check.id: verdict for check in checks if (verdict := _verdict(check, subject))}


def _verdict(check: Check[Any], subject: Any) -> str:
    try:
        check.enforce(subject)
    except NotConforming as broken:
        return str(broken)
    except NotApplicable:
        return ""
    return ""


@pytest.mark.parametrize("check", CONNECTOR_CHECKS, ids=lambda check: check.id)
def test_a_connector_wrong_in_one_way_breaks_one_law(check: Check[Any]) -> None:
    with Stage() as stage:
        broken = broken_by(CONNECTOR_CHECKS, connector_subject(CONNECTORS[check.id](), stage))
    assert list(broken) == [check.id], broken


@pytest.mark.parametrize("check", RULE_CHECKS, ids=lambda check: check.id)
def test_a_rule_wrong_in_one_way_breaks_one_law(check: Check[Any]) -> None:
    broken = broken_by(RULE_CHECKS, RuleSubject(judges.RULES[check.id](), FINDS))
    assert list(broken) == [check.id], broken


@pytest.mark.parametrize("check", MATCHER_CHECKS, ids=lambda check: check.id)
def test_a_matcher_wrong_in_one_way_breaks_one_law(check: Check[Any]) -> None:
    broken = broken_by(MATCHER_CHECKS, MatcherSubject(judges.MATCHERS[check.id](), EXAMPLES))
    assert list(broken) == [check.id], broken


@pytest.mark.parametrize("connector", [good.Feed, good.Registry])
def test_a_good_connector_breaks_none(connector: type[Any]) -> None:
    with Stage() as stage:
        assert broken_by(CONNECTOR_CHECKS, connector_subject(connector(), stage)) == {}


def test_a_good_rule_and_a_good_matcher_break_none() -> None:
    assert broken_by(RULE_CHECKS, RuleSubject(good.Charter(), FINDS)) == {}
    assert broken_by(MATCHER_CHECKS, MatcherSubject(good.Neighbours(), EXAMPLES)) == {}


def test_a_verdict_says_what_why_and_how_to_mend() -> None:
    with Stage() as stage:
        (text,) = broken_by(CONNECTOR_CHECKS[:1], connector_subject(feeds.ShoutsItsName(), stage)).values()
    assert text.startswith("info-valid\n\n  - info.id is 'Feed of the Valley'")
    for part in ("What is demanded: ", "Why it matters: ", "How to mend: ", "docs/conformance.md#info-valid"):
        assert part in text


def test_no_saboteur_is_left_without_its_check() -> None:
    assert set(CONNECTORS) == {check.id for check in CONNECTOR_CHECKS}
    assert set(judges.RULES) == {check.id for check in RULE_CHECKS}
    assert set(judges.MATCHERS) == {check.id for check in MATCHER_CHECKS}
