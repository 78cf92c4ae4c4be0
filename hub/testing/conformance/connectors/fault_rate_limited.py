"""429: the source asks to wait."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance.check import Check
from hub.testing.conformance.runs import Run
from hub.testing.conformance.subjects import ConnectorSubject
from hub.testing.conformance.verdicts import Strike, each_request, struck
from hub.testing.replay import faults


def run(subject: ConnectorSubject) -> Iterator[str]:
    return struck(subject, _strikes)


def _strikes(healthy: Run) -> Iterator[Strike]:
    yield from each_request(faults.status(429, retry_after=2), "429", healthy)
    yield "429 until tomorrow", faults.status(429, retry_after=86400).always()


check = Check(
    id="fault-rate-limited",
    what="When the source answers 429, with or without end, the fetch recovers or raises SourceUnavailable.",
    why="Quotas end in the middle of a long read: taken for the end of the list, they cut it there for ever.",
    mend="Let `SourceUnavailable` (`rate-limited`) of `ctx.http` pass: it has already waited and"
    " tried again.",
    run=run,
)
