"""A record keeps its key and its bytes from one fetch to the next."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance.check import Check
from hub.testing.conformance.subjects import ConnectorSubject
from hub.testing.conformance.verdicts import healthy_runs


def run(subject: ConnectorSubject) -> Iterator[str]:
    for case, first in healthy_runs(subject):
        second = subject.run(case)
        if sorted(first.keys) != sorted(second.keys):
            changed = sorted(set(first.keys) ^ set(second.keys))
            yield f"{case.name}: two fetches of the same source gave other keys: {changed[:4]}"
            continue
        before = {(raw.key, raw.payload) for raw in first.raws}
        changed = sorted({raw.key for raw in second.raws if (raw.key, raw.payload) not in before})
        if changed:
            yield f"{case.name}: two fetches of the same source gave other bytes for {changed[:4]}"


check = Check(
    id="keys-stable",
    what="Two fetches of the same source yield the same keys, each with the same bytes.",
    why="The key is the record's identity: another key is another record, and the hub would hold"
    " both. Other bytes look like a change of the notice, which wakes people up.",
    mend="Take the key from the source's own identifier, never from a position, a clock or a random"
    " number; write the payload with sorted keys and without what changes at each answer.",
    run=run,
)
