"""A rule answers to any text."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance.answers import signals
from hub.testing.conformance.check import Check
from hub.testing.conformance.notices import hostile_notices
from hub.testing.conformance.subjects import RuleSubject, described


def run(subject: RuleSubject) -> Iterator[str]:
    for name, given in hostile_notices(subject.finds):
        try:
            signals(subject, given)
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            yield f"{name}: {described(error)}"


check = Check(
    id="rule-total",
    what="No text makes the rule raise: neither none at all, nor a huge one, nor one cut in a word.",
    why="A rule that raises marks the assessment as incomplete, and its marché stays uncertain.",
    mend="Look before you take: a text may end right after what you searched for.",
    run=run,
)
