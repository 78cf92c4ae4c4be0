"""A compressed body that does not decompress."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance.check import Check
from hub.testing.conformance.subjects import ConnectorSubject
from hub.testing.conformance.verdicts import each_request, struck
from hub.testing.replay import faults


def run(subject: ConnectorSubject) -> Iterator[str]:
    return struck(subject, lambda healthy: each_request(faults.broken_gzip(), "broken gzip", healthy))


check = Check(
    id="fault-broken-gzip",
    what="When an answer says that it is gzip and is not, the fetch raises SourceChanged.",
    why="Proxies do this, for hours: what cannot be read was not read.",
    mend="Let `SourceChanged` (`bad-encoding`) of `ctx.http` pass.",
    run=run,
)
