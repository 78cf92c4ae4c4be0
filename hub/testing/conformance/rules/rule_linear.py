"""The time of a rule grows with the length of the text, no faster."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance.answers import signals
from hub.testing.conformance.check import Check
from hub.testing.conformance.limits import Prepared, too_steep
from hub.testing.conformance.notices import notice
from hub.testing.conformance.subjects import RuleSubject

_FILLERS = ("a", " ", "0", "insertion ", "clause d'", "\n", "(")


def run(subject: RuleSubject) -> Iterator[str]:
    for filler in (*_FILLERS, *subject.finds[:2], *(text[: len(text) // 2] for text in subject.finds[:2])):
        steep = too_steep(lambda size, filler=filler: _prepared(subject, filler, size), "characters")  # type: ignore[misc]
        if steep:
            yield f"a text of {filler[:40]!r} again and again: {steep}"


def _prepared(subject: RuleSubject, filler: str, size: int) -> Prepared:
    given = notice((filler * (size // max(1, len(filler)) + 1))[:size] + "!")
    return lambda: signals(subject, given)


check = Check(
    id="rule-linear",
    what="Twice the text takes about twice the time.",
    why="Notices hold texts of hundreds of pages: one pattern that goes back over them stops the whole run.",
    mend="Look for nested or neighbouring repetitions in your patterns (`(a+)+`, `\\s*\\s*`, `.*x.*y`),"
    " bound them (`{0,40}`), or search for a plain word first.",
    run=run,
)
