"""The rule has a name of its own, a version and a title."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance.check import Check
from hub.testing.conformance.naming import misnamed
from hub.testing.conformance.subjects import RuleSubject


def run(subject: RuleSubject) -> Iterator[str]:
    return misnamed(subject.rule)


check = Check(
    id="rule-named",
    what="`id` is lower case and begins with a name of yours (`ain-charte`), `version` is 1 or more,"
    " `title` is a few words in French.",
    why="The id stands beside each piece of evidence, for ever; the version says which assessments"
    " are out of date; the title is what a facilitator reads.",
    mend="Set the three class attributes.",
    run=run,
)
