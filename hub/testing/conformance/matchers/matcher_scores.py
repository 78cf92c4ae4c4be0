"""Scores are from 0 to 1, best first."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from hub.testing.conformance.answers import matches
from hub.testing.conformance.check import Check
from hub.testing.conformance.subjects import MatcherSubject


def run(subject: MatcherSubject) -> Iterator[str]:
    for example in subject.examples:
        scores = [getattr(match, "score", 0.0) for match in matches(subject, example)]
        wrong = [s for s in scores if not isinstance(s, int | float) or not isfinite(s) or not 0 <= s <= 1]
        if wrong:
            yield f"a score of {wrong[0]!r}"
        elif scores != sorted(scores, reverse=True):
            yield f"the scores come as {scores[:6]}"


check = Check(
    id="matcher-scores",
    what="Scores are finite, from 0 to 1, and come in falling order.",
    why="The lists of several matchers are joined by their scores: 50 would put yours before everybody's.",
    mend="Divide by the best score that is possible, and sort before you return.",
    run=run,
)
