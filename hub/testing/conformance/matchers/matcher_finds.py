"""The matcher names somebody in its examples."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance.answers import matches
from hub.testing.conformance.check import Check
from hub.testing.conformance.subjects import MatcherSubject, described


def run(subject: MatcherSubject) -> Iterator[str]:
    if not subject.examples:
        yield "the suite has no `examples`: lots for which the matcher names somebody"
    for number, example in enumerate(subject.examples, 1):
        try:
            if not matches(subject, example):
                yield f"nobody was named in example {number}"
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            yield f"{described(error)} in example {number}"


check = Check(
    id="matcher-finds",
    what="In each of the `examples` the matcher names at least one employer.",
    why="A matcher that names nobody would pass all the other checks.",
    mend="Give `examples` a lot, its notice, and employers of whom one is able to do it.",
    run=run,
)
