"""The time of a matcher grows with the number of employers, no faster."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice

from hub.testing.conformance.answers import matches
from hub.testing.conformance.check import Check
from hub.testing.conformance.limits import Prepared, too_steep
from hub.testing.conformance.subjects import MatcherSubject, MatchExample

_MOST = 2560


def run(subject: MatcherSubject) -> Iterator[str]:
    for example in subject.examples[:2]:
        steep = too_steep(lambda n, example=example: _prepared(subject, example, n), "employers", _MOST)  # type: ignore[misc]
        if steep:
            yield steep


def _prepared(subject: MatcherSubject, example: MatchExample, count: int) -> Prepared:
    many = tuple(
        employer.model_copy(update={"key": f"{employer.key}-{number}"})
        for number, employer in enumerate(islice(cycle(example.employers), count))
    )
    return lambda: matches(subject, MatchExample(example.lot, example.notice, many))


check = Check(
    id="matcher-linear",
    what="Twice the employers take about twice the time.",
    why="There are thousands of employers, and the matcher is asked for each lot.",
    mend="Do not compare employers with each other; prepare what you look up in a dict.",
    run=run,
)
