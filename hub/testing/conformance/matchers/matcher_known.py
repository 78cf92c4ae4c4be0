"""The matcher names employers that it was given, each once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from hub.plugin_api import Match
from hub.testing.conformance.answers import matches
from hub.testing.conformance.check import Check
from hub.testing.conformance.subjects import MatcherSubject


def run(subject: MatcherSubject) -> Iterator[str]:
    for example in subject.examples:
        known = {employer.key for employer in example.employers}
        found = matches(subject, example)
        yield from (
            f"{type(m).__name__} was returned, Match is due" for m in found if not isinstance(m, Match)
        )
        named = Counter(match.employer for match in found if isinstance(match, Match))
        yield from (f"{key!r} is none of the employers" for key in named if key not in known)
        yield from (f"{key!r} is named {times} times" for key, times in named.items() if times > 1)


check = Check(
    id="matcher-known",
    what="Every Match names, by its key, one of the employers that were given, and no employer comes twice.",
    why="An employer that the hub does not know cannot be shown; one that comes twice looks like two.",
    mend="Use `employer.key` of the sequence that you get, and keep the best reason of each.",
    run=run,
)
