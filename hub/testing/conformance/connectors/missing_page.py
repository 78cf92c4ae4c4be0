"""A page that comes empty although more was announced."""

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
        yield f"request {n} answered with an empty page", Pages(n, "empty").fault


check = Check(
    id="missing-page",
    what="When a page comes empty although the answer announces more records, the fetch asks again or"
    " raises SourceUnavailable.",
    why="A list cut by the source looks like its end.",
    mend="Compare the number of records that came with the announced total before you yield the checkpoint.",
    run=run,
)
