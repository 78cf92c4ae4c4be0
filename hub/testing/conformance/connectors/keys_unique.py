"""A key stands for one record."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance.check import Check
from hub.testing.conformance.subjects import ConnectorSubject
from hub.testing.conformance.verdicts import healthy_runs


def run(subject: ConnectorSubject) -> Iterator[str]:
    for case, found in healthy_runs(subject):
        seen: dict[str, bytes] = {}
        for raw in found.raws:
            if not raw.key:
                yield f"{case.name}: a record has an empty key"
            elif seen.setdefault(raw.key, raw.payload) != raw.payload:
                yield f"{case.name}: {raw.key!r} is the key of two records"


check = Check(
    id="keys-unique",
    what="No two records of a fetch share a key, and no key is empty.",
    why="The second record would be stored as a new version of the first, which then disappears.",
    mend="Add to the key what tells the records apart (the lot, the kind, the year).",
    run=run,
)
