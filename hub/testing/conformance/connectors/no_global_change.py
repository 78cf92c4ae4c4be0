"""The connector leaves the process as it found it."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance import process
from hub.testing.conformance.acting import act
from hub.testing.conformance.check import Check
from hub.testing.conformance.subjects import ConnectorSubject


def run(subject: ConnectorSubject) -> Iterator[str]:
    before = process.settings()
    try:
        act(subject)
        yield from [f"it changed {name}" for name in process.changed(before)]
    finally:
        process.restore(before)


check = Check(
    id="no-global-change",
    what="Locale, working directory, environment, signal handlers, warnings filters, root logger,"
    " sys.path, recursion limit, socket timeout and decimal context are the same before and"
    " after.",
    why="Your plugin shares its process with the others and with the hub: what you set, they get.",
    mend="Parse dates and amounts yourself instead of setting a locale; pass a timeout or a context"
    " to the call that needs it.",
    run=run,
)
