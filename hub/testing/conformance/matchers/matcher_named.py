"""The matcher has a name of its own, a version and a title."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance.check import Check
from hub.testing.conformance.naming import misnamed
from hub.testing.conformance.subjects import MatcherSubject


def run(subject: MatcherSubject) -> Iterator[str]:
    return misnamed(subject.matcher)


check = Check(
    id="matcher-named",
    what="`id` is lower case and begins with a name of yours (`ain-bus`), `version` is 1 or more,"
    " `title` is a few words in French.",
    why="The id says in the log who failed; the version says which lists of employers are out of date.",
    mend="Set the three class attributes.",
    run=run,
)
