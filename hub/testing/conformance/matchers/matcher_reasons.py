"""Each employer comes with reasons."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance.answers import matches
from hub.testing.conformance.check import Check
from hub.testing.conformance.subjects import MatcherSubject


def run(subject: MatcherSubject) -> Iterator[str]:
    for example in subject.examples:
        for match in matches(subject, example):
            why = getattr(match, "why", ())
            if (
                not isinstance(why, tuple)
                or not why
                or not all(isinstance(w, str) and w.strip() for w in why)
            ):
                yield f"{getattr(match, 'employer', match)!r} comes with the reasons {why!r}"


def _says(why: object) -> bool:
    return isinstance(why, tuple) and bool(why) and all(isinstance(w, str) and w.strip() for w in why)


check = Check(
    id="matcher-reasons",
    what="`why` is a tuple of at least one sentence in French.",
    why="A facilitator calls an employer because of the reason, never because of a number.",
    mend="Say what was compared and what was found: « intervient à Bourg-en-Bresse », « peinture : 12"
    " salariés ».",
    run=run,
)
