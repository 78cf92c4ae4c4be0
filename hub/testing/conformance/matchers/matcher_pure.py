"""A matcher depends on the lot, the notice and the employers alone."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance.answers import matches
from hub.testing.conformance.check import Check
from hub.testing.conformance.purity import Impure, guarded
from hub.testing.conformance.subjects import MatcherSubject


def run(subject: MatcherSubject) -> Iterator[str]:
    for number, example in enumerate(subject.examples, 1):
        first = matches(subject, example)
        try:
            second = guarded(lambda example=example: matches(subject, example))  # type: ignore[misc]
        except Impure as error:
            yield f"in example {number}, it reaches for {error}"
            continue
        if first != second:
            yield f"example {number} gave two different answers"


check = Check(
    id="matcher-pure",
    what="A matcher gives equal matches for equal questions, and touches no network, clock, file or chance.",
    why="It is asked for every lot of every marché, several times a day.",
    mend="What depends on the day is in the employers (`active`, `updated`); a table is loaded once,"
    " on first use, from a file of your package.",
    run=run,
)
