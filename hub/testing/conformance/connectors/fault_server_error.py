"""500: the source is ill."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance.check import Check
from hub.testing.conformance.subjects import ConnectorSubject
from hub.testing.conformance.verdicts import each_request, struck
from hub.testing.replay import faults


def run(subject: ConnectorSubject) -> Iterator[str]:
    return struck(subject, lambda healthy: each_request(faults.status(500), "500", healthy))


check = Check(
    id="fault-server-error",
    what="When the source answers 500, once or for ever, the fetch recovers or raises SourceUnavailable.",
    why="A page that failed is not an empty page.",
    mend="Let `SourceUnavailable` of `ctx.http` pass; the cursor stays where it was and the next run"
    " goes on.",
    run=run,
)
