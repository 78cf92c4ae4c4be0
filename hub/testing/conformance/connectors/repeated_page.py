"""A page that comes twice, instead of the next one."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance.check import Check
from hub.testing.conformance.pages import struck_pages
from hub.testing.conformance.subjects import ConnectorSubject


def run(subject: ConnectorSubject) -> Iterator[str]:
    return struck_pages(subject, "repeat", "the page before")


check = Check(
    id="repeated-page",
    what="When a page is answered with the one before it, the fetch asks again or raises SourceUnavailable.",
    why="Records that arrive between two pages push the list along: one page comes twice and another never.",
    mend="Count the different keys and compare with the announced total; a page of which every record"
    " was already seen is no page.",
    run=run,
)
