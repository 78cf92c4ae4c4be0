"""``fetch`` lives on the day that it is told."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance.check import Check
from hub.testing.conformance.clock import looked_at
from hub.testing.conformance.subjects import ConnectorSubject
from hub.testing.conformance.verdicts import healthy_runs


def run(subject: ConnectorSubject) -> Iterator[str]:
    package = type(subject.connector).__module__.partition(".")[0]
    for case, _ in healthy_runs(subject):
        with looked_at(package) as seen:
            subject.run(case)
        yield from (f"{case.name}: {where}" for where in sorted(set(seen)))


check = Check(
    id="own-clock",
    what="The connector's code asks neither `date.today()` nor `datetime.now()`: the day is `ctx.today`.",
    why="A run that starts before midnight and ends after it would lose a day, and no day could be replayed.",
    mend="Use `ctx.today`, or the days printed in the records.",
    run=run,
)
