"""Memory does not grow with the length of the feed."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager

from hub.plugin_api import RawRecord
from hub.testing.conformance.check import Check, NotApplicable
from hub.testing.conformance.subjects import ConnectorSubject
from hub.testing.recordings import Case

_SHORT, _TIMES = 200, 10
# The readers of hub.plugin_api.documents look at a window of 1 MiB.
_SLACK = 3 * 1024 * 1024
# A snapshot may hold its list, decoded, to see it whole before it says so; a feed may hold a page.
_SHARE = {"snapshot": 24.0, "incremental": 0.25}
_EVERY = 50


def run(subject: ConnectorSubject) -> Iterator[str]:
    if subject.long_feed(_SHORT) is None:
        raise NotApplicable("NOT CHECKED: the suite has no long_feed(records)")
    _measured(subject, 10)  # what is loaded on first use is not counted
    short, few = _measured(subject, _SHORT)
    long, many = _measured(subject, _SHORT * _TIMES)
    if many < few * _TIMES / 2:
        yield f"the long feed gave {many} bytes of records, the short one {few}: it is not long"
        return
    allowed = _SLACK + _SHARE[subject.connector.info.mode] * (many - few)
    if long - short > allowed:
        yield (
            f"{_TIMES} times the feed took {(long - short) >> 10} KiB more,"
            f" {int(allowed) >> 10} KiB are allowed"
        )


def _measured(subject: ConnectorSubject, records: int) -> tuple[int, int]:
    """The most memory held at a record, and the bytes of the records, in one fetch that keeps nothing."""
    case = Case("long", tuple(subject.long_feed(records) or ()))
    held, landed = 0, 0
    with subject.context(case) as (ctx, _), _traced():
        for number, item in enumerate(subject.connector.fetch(ctx, None)):
            landed += len(item.payload) if isinstance(item, RawRecord) else 0
            if number % _EVERY == 0:
                held = max(held, tracemalloc.get_traced_memory()[0])
        return max(held, tracemalloc.get_traced_memory()[0]), landed


@contextmanager
def _traced() -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
    finally:
        tracemalloc.stop()


check = Check(
    id="memory-bounded",
    what="Ten times the feed takes no more memory, but for a page; a snapshot may hold its list once.",
    why="The first run reads years. A connector that gathers all before it yields takes the machine"
    " of a small association down, and loses everything when it fails at the end.",
    mend="Yield each record as it comes; read large answers with `stream=True` and"
    " hub.plugin_api.documents; never keep a list or a set of what was seen over the whole feed.",
    run=run,
)
