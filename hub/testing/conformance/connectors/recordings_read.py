"""The recordings prove something: each yields records, and those that were expected."""

from __future__ import annotations

from collections.abc import Iterator

from hub.plugin_api import RawRecord
from hub.testing.conformance.check import Check
from hub.testing.conformance.subjects import ConnectorSubject, described


def run(subject: ConnectorSubject) -> Iterator[str]:
    if not subject.cases and not subject.files:
        yield f"nothing is recorded in {subject.recordings}"
    for case in subject.cases:
        found = subject.run(case)
        if found.strayed:
            yield (
                f"{case.name}: {found.strayed[0]} was asked for;"
                " write {server} in the setting that holds it"
            )
        elif found.error is not None:
            yield f"{case.name}: the fetch ended with {described(found.error)}"
        elif not found.keys:
            yield f"{case.name}: the fetch yielded no record"
        elif case.keys is not None and set(found.keys) != case.keys:
            yield f"{case.name}: expected and found differ by {sorted(set(found.keys) ^ case.keys)[:5]}"
    for path in subject.files:
        items, error = subject.read(path)
        if error is not None:
            yield f"{path.name}: read raised {described(error)}"
        elif not any(isinstance(item, RawRecord) for item in items):
            yield f"{path.name}: read found no record"


check = Check(
    id="recordings-read",
    what="There is at least one recording; every recorded conversation ends well and yields records"
    " (those of its `keys` when they are written down); every file in recordings/files gives"
    " records to `read`.",
    why="All other checks look at what the recordings yield: a connector that yields nothing would"
    " pass them.",
    mend="Compare the requests of your connector with the exchanges in case.json: a question that was"
    " not recorded is answered with 404.",
    run=run,
)
