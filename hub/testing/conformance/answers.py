"""What rules and matchers answer, taken whole."""

from __future__ import annotations

from hub.plugin_api import Match, Notice, Signal
from hub.testing.conformance.subjects import MatcherSubject, MatchExample, RuleSubject


def signals(subject: RuleSubject, notice: Notice) -> list[Signal]:
    """The signals of a rule in one notice."""
    return list(subject.rule.signals(notice))


def matches(subject: MatcherSubject, example: MatchExample) -> list[Match]:
    """The matches of a matcher for one lot."""
    return list(subject.matcher.match(example.lot, example.notice, example.employers))
