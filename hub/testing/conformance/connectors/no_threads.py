"""The connector leaves no thread and no process behind."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Iterator

from hub.testing.conformance.acting import act
from hub.testing.conformance.check import Check
from hub.testing.conformance.subjects import ConnectorSubject

_GRACE_S = 0.5
_SERVER = "process_request_thread"


def run(subject: ConnectorSubject) -> Iterator[str]:
    _ = subject.stage.base_url  # the server's own thread is there before
    before = set(threading.enumerate())
    act(subject)
    for thread in set(threading.enumerate()) - before:
        if _SERVER in thread.name:
            continue
        thread.join(_GRACE_S)
        if thread.is_alive():
            yield f"the thread {thread.name!r} still runs"
    yield from (f"the process {child.name!r} still runs" for child in multiprocessing.active_children())


check = Check(
    id="no-threads",
    what="After a fetch, a read and a parse, no thread or process of the connector is alive.",
    why="The daemon runs for months: a thread left by each run ends it one night, far from its cause.",
    mend="Do the work in `fetch` itself: the session keeps the pace, so threads gain nothing. If you"
    " must, use an executor in a `with` statement.",
    run=run,
)
