"""A rule depends on the notice alone."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance.answers import signals
from hub.testing.conformance.check import Check
from hub.testing.conformance.notices import notice
from hub.testing.conformance.purity import Impure, guarded
from hub.testing.conformance.subjects import RuleSubject


def run(subject: RuleSubject) -> Iterator[str]:
    for text in subject.finds:
        given = notice(text)
        first = signals(subject, given)
        try:
            second = guarded(lambda given=given: signals(subject, given))  # type: ignore[misc]
        except Impure as error:
            yield f"in {text[:60]!r}, it reaches for {error}"
            continue
        if first != second:
            yield f"the same notice gave two different answers for {text[:60]!r}"


check = Check(
    id="rule-pure",
    what="A rule gives equal signals for equal notices, and touches no network, clock, file or chance.",
    why="Every marché is assessed again when a rule changes: the answer must differ by the rule alone.",
    mend="Keep nothing between two notices; load tables once, on first use, from a file of your package.",
    run=run,
)
