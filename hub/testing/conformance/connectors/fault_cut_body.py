"""A body that ends before its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hub.testing.conformance.check import Check
from hub.testing.conformance.runs import Run
from hub.testing.conformance.subjects import ConnectorSubject
from hub.testing.conformance.verdicts import Strike, each_request, struck
from hub.testing.replay import Fault, Request, Response, faults


def run(subject: ConnectorSubject) -> Iterator[str]:
    return struck(subject, _strikes)


def _strikes(healthy: Run) -> Iterator[Strike]:
    yield from each_request(Fault("half", _half), "half a body", healthy)
    yield from each_request(faults.wrong_length(64), "a Content-Length too long by 64", healthy)


def _half(_request: Request, response: Response) -> Response:
    body = response.whole_body()
    return replace(response, body=body, delivery=replace(response.delivery, cut_after=len(body) // 2))


check = Check(
    id="fault-cut-body",
    what="When an answer is cut in its middle, or shorter than its Content-Length, the fetch recovers"
    " or raises SourceUnavailable.",
    why="Half an export is a valid export to whoever reads line by line: the other half would be missed.",
    mend="Let the `SourceUnavailable` (`body-cut-short`) of `iter_bytes` pass; do not wrap the"
    " reading in a broad `except`.",
    run=run,
)
