"""A polite page of HTML, with status 200, where data was due."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance.check import Check
from hub.testing.conformance.subjects import ConnectorSubject
from hub.testing.conformance.verdicts import each_request, struck
from hub.testing.replay import faults


def run(subject: ConnectorSubject) -> Iterator[str]:
    return struck(subject, lambda healthy: each_request(faults.html_page(), "a page of HTML", healthy))


check = Check(
    id="fault-html-page",
    what="When the source answers with a page of HTML and status 200, the fetch raises SourceChanged,"
    " or lands what `parse` rejects.",
    why="Maintenance pages and log-in pages come with status 200: read as data, they are an empty list.",
    mend="Read with `response.json()`, which raises SourceChanged (`not-json`), or look at"
    " hub.plugin_api.documents.sniff before you read.",
    run=run,
)
