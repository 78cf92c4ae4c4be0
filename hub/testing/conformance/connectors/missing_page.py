"""A page that comes empty although more was announced."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance.check import Check
from hub.testing.conformance.pages import struck_pages
from hub.testing.conformance.subjects import ConnectorSubject


def run(subject: ConnectorSubject) -> Iterator[str]:
    return struck_pages(subject, "empty", "an empty page")


check = Check(
    id="missing-page",
    what="When a page comes empty although the answer announces more records, the fetch asks again or"
    " raises SourceUnavailable.",
    why="A list cut by the source looks like its end.",
    mend="Compare the number of records that came with the announced total before you yield the checkpoint.",
    run=run,
)
