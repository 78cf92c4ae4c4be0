"""The suites that an author subclasses: one class is one suite, one check is one test.

::

    class TestMine(ConnectorConformance):
        connector = MyConnector
        recordings = Path(__file__).parent / "recordings"
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pytest

from hub.plugin_api import Connector, Matcher, Rule
from hub.testing.conformance.catalogue import CONNECTOR_CHECKS, MATCHER_CHECKS, RULE_CHECKS
from hub.testing.conformance.check import Check, NotApplicable, NotConforming
from hub.testing.conformance.stage import Stage
from hub.testing.conformance.subjects import ConnectorSubject, MatcherSubject, MatchExample, RuleSubject
from hub.testing.replay import Source

_DAY = date(2026, 9, 10)
T = TypeVar("T")


class ConnectorConformance:
    """The laws of a connector.

    ``connector`` is the class or an object of it, ``recordings`` a folder (see
    :mod:`hub.testing.recordings`). ``settings`` are given to every case, ``today`` is the day of the
    runs. ``overlap_days``: days before its cursor that the connector reads again on purpose.
    ``personal_samples``: names, mailboxes… that stand in the recordings and must never land. ``files``:
    files for ``read`` that are kept elsewhere than in ``recordings/files``.
    """

    connector: ClassVar[type[Connector[Any]] | Connector[Any]]
    recordings: ClassVar[Path]
    settings: ClassVar[Mapping[str, Any]] = {}
    today: ClassVar[date] = _DAY
    overlap_days: ClassVar[int] = 0
    personal_samples: ClassVar[tuple[str, ...]] = ()
    files: ClassVar[tuple[Path, ...]] = ()

    def long_feed(self, records: int) -> Sequence[Source] | None:
        """Sources that stand for a feed of ``records`` records, made as they are asked for; ``None``: the
        memory is not checked."""
        return None

    def subject(self, stage: Stage) -> ConnectorSubject:
        """What the checks look at."""
        return ConnectorSubject(
            connector=_made(self.connector),
            recordings=self.recordings,
            stage=stage,
            settings=self.settings,
            today=self.today,
            overlap_days=self.overlap_days,
            personal_samples=self.personal_samples,
            more_files=tuple(self.files),
            long_feed=self.long_feed,
        )

    @pytest.mark.parametrize("check", CONNECTOR_CHECKS, ids=attrgetter("id"))
    def test_conformance(self, check: Check[ConnectorSubject]) -> None:
        """One law."""
        with Stage() as stage:
            _enforce(check, self.subject(stage))


class RuleConformance:
    """The laws of a rule. ``finds`` are texts in which it sees something."""

    rule: ClassVar[type[Rule] | Rule]
    finds: ClassVar[tuple[str, ...]] = ()

    @pytest.mark.parametrize("check", RULE_CHECKS, ids=attrgetter("id"))
    def test_conformance(self, check: Check[RuleSubject]) -> None:
        """One law."""
        _enforce(check, RuleSubject(_made(self.rule), self.finds))


class MatcherConformance:
    """The laws of a matcher. ``examples`` are lots for which it names somebody."""

    matcher: ClassVar[type[Matcher] | Matcher]
    examples: ClassVar[tuple[MatchExample, ...]] = ()

    @pytest.mark.parametrize("check", MATCHER_CHECKS, ids=attrgetter("id"))
    def test_conformance(self, check: Check[MatcherSubject]) -> None:
        """One law."""
        _enforce(check, MatcherSubject(_made(self.matcher), self.examples))


def _made(thing: Callable[[], T] | T) -> T:
    return thing() if isinstance(thing, type) else thing  # type: ignore[return-value]


def _enforce(check: Check[Any], subject: object) -> None:
    verdict = ""
    try:
        check.enforce(subject)
    except NotApplicable as reason:
        pytest.skip(str(reason))
    except NotConforming as broken:
        verdict = str(broken)
    if verdict:  # the explanation is for the author; where in the kit it was found is not
        pytest.fail(verdict, pytrace=False)
