"""A source that does not answer in time."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance.check import Check
from hub.testing.conformance.runs import Run
from hub.testing.conformance.subjects import ConnectorSubject
from hub.testing.conformance.verdicts import Strike, struck
from hub.testing.replay import faults

_PATIENCE_S, _SLOW_S = 0.05, 0.4


def run(subject: ConnectorSubject) -> Iterator[str]:
    return struck(subject, _strikes, timeout_s=_PATIENCE_S)


def _strikes(healthy: Run) -> Iterator[Strike]:
    last = len(healthy.requests)
    yield f"no answer from request {last} of {last} on", faults.slow(_SLOW_S).on(last, times=None)


check = Check(
    id="fault-slow",
    what="When the source does not answer in time, the fetch raises SourceUnavailable.",
    why="Silence is the commonest fault of public portals, at night, when nobody looks.",
    mend="Let `SourceUnavailable` of `ctx.http` pass: it is raised after `timeout_s` and some more tries.",
    run=run,
)
