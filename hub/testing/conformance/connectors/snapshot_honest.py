"""The end of a snapshot is said once, at the end, and never after a fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from hub.plugin_api import RawRecord, SnapshotComplete
from hub.testing.conformance.check import Check, NotApplicable
from hub.testing.conformance.runs import Run
from hub.testing.conformance.subjects import ConnectorSubject
from hub.testing.conformance.verdicts import healthy_runs
from hub.testing.replay import faults


def run(subject: ConnectorSubject) -> Iterator[str]:
    snapshot = subject.connector.info.mode == "snapshot"
    for case, healthy in healthy_runs(subject):
        if not snapshot:
            yield from (
                f"{case.name}: an incremental connector said that it is whole" for _ in healthy.promises
            )
            continue
        yield from (f"{case.name}: {problem}" for problem in _of_healthy(healthy))
        count = len(healthy.requests)
        for number in sorted({1, (count + 1) // 2, count}):
            broken = subject.run(case, faults=[faults.status(500).on(number, times=None)])
            lost = set(healthy.keys) - set(broken.keys)
            if lost and _promised_all(healthy, broken):
                yield f"{case.name}: whole after a fault at request {number}, without {sorted(lost)[:3]}"
    if not snapshot and not subject.cases:
        raise NotApplicable("nothing is fetched")


def _of_healthy(run: Run) -> Iterator[str]:
    if not run.promises:
        yield "nothing was said to be whole"
    yield from (f"{scope!r} twice" for scope, n in Counter(p.scope for p in run.promises).items() if n > 1)
    since_last = 0
    for item in run.items:
        if isinstance(item, RawRecord):
            since_last += 1
        elif isinstance(item, SnapshotComplete):
            if item.expected is not None and since_last < item.expected:
                yield f"{item.scope!r} is whole with {since_last} records of {item.expected}"
            since_last = 0
    if since_last and run.promises:
        yield f"{since_last} records came after the last word"


def _promised_all(healthy: Run, broken: Run) -> bool:
    return {p.scope for p in broken.promises} >= {p.scope for p in healthy.promises}


check = Check(
    id="snapshot-honest",
    what="A snapshot connector yields SnapshotComplete once for each scope, after all its records and"
    " only when all came; an incremental connector never does.",
    why="After it, whoever is absent is marked as no longer listed: said after half a list, it takes"
    " half the employers of a département off the map.",
    mend="Yield SnapshotComplete as the last statement, never in a `finally`; compare what came with"
    " the count that the source announces, and raise SourceUnavailable when it is less.",
    run=run,
)
