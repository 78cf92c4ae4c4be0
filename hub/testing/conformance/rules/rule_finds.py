"""The rule sees what its examples show."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance.answers import signals
from hub.testing.conformance.check import Check
from hub.testing.conformance.notices import notice
from hub.testing.conformance.subjects import RuleSubject, described


def run(subject: RuleSubject) -> Iterator[str]:
    if not subject.finds:
        yield "the suite has no `finds`: texts in which the rule sees something"
    for text in subject.finds:
        try:
            if not signals(subject, notice(text)):
                yield f"nothing was seen in {text[:80]!r}"
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            yield f"{described(error)} in {text[:80]!r}"


check = Check(
    id="rule-finds",
    what="In each text of `finds` the rule sees at least one signal.",
    why="A rule that sees nothing would pass all the other checks.",
    mend="Give `finds` the sentences that your rule is made for, as they were printed.",
    run=run,
)
