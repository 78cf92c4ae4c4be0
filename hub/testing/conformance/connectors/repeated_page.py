"""A page that comes twice, instead of the next one."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance.check import Check, NotApplicable
from hub.testing.conformance.pages import Pages, page_numbers
from hub.testing.conformance.runs import Run
from hub.testing.conformance.subjects import ConnectorSubject
from hub.testing.conformance.verdicts import Strike, healthy_runs, struck


def run(subject: ConnectorSubject) -> Iterator[str]:
    if not any(page_numbers(healthy) for _, healthy in healthy_runs(subject)):
        raise NotApplicable("no list of the recordings comes in pages")
    return struck(subject, _strikes)


def _strikes(healthy: Run) -> Iterator[Strike]:
    for n in page_numbers(healthy):
        yield f"request {n} answered with the page before", Pages(n, "repeat").fault


check = Check(
    id="repeated-page",
    what="When a page is answered with the one before it, the fetch asks again or raises SourceUnavailable.",
    why="Records that arrive between two pages push the list along: one page comes twice and another never.",
    mend="Count the different keys and compare with the announced total; a page of which every record"
    " was already seen is no page.",
    run=run,
)
