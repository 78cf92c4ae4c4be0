"""Redirections: followed on the same site, refused towards another."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance.check import Check
from hub.testing.conformance.runs import Run
from hub.testing.conformance.subjects import ConnectorSubject
from hub.testing.conformance.verdicts import Strike, each_request, struck
from hub.testing.replay import faults

_HERE = "{path}?{query}"
_ELSEWHERE = "http://localhost:{port}{path}?{query}"


def run(subject: ConnectorSubject) -> Iterator[str]:
    return struck(subject, _strikes)


def _strikes(healthy: Run) -> Iterator[Strike]:
    for number in sorted({1, len(healthy.requests)}):
        yield f"redirected on the same site at request {number}", faults.redirect(_HERE, 307).on(number)
    yield from each_request(faults.redirect(_ELSEWHERE, 307), "redirected to another site", healthy)


check = Check(
    id="fault-redirect",
    what="A redirection on the same site changes nothing; one to another site, which the session"
    " refuses, ends the fetch with SourceChanged.",
    why="An expired domain name redirects to whoever bought it.",
    mend="Let `SourceChanged` (`address-refused`) of `ctx.http` pass; an operator allows a new host"
    " by its setting.",
    run=run,
)
