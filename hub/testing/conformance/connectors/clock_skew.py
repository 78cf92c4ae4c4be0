"""A source whose clock is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance.check import Check
from hub.testing.conformance.subjects import ConnectorSubject
from hub.testing.conformance.verdicts import healthy_runs
from hub.testing.replay import faults

_DAYS = (-400, 2)


def run(subject: ConnectorSubject) -> Iterator[str]:
    for case, healthy in healthy_runs(subject):
        for days in _DAYS:
            skewed = subject.run(case, faults=[faults.clock_skew(days * 86400).always()])
            if _cursors(skewed.items) != _cursors(healthy.items):
                yield f"{case.name}: {days} days off, the fetch yields something else"


def _cursors(items: tuple[object, ...]) -> list[object]:
    return [getattr(item, "key", item) for item in items]


check = Check(
    id="clock-skew",
    what="A fetch yields the same records and the same cursors whatever the `Date` of the answers.",
    why="Clocks of servers are wrong by hours, and by years after a power cut: a cursor from the"
    " future jumps over all that is published until then.",
    mend="Judge by `ctx.today` and by the days printed in the records, never by the Date header.",
    run=run,
)
