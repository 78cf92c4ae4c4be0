"""A fetch that ends well ends on a checkpoint, or on the end of a snapshot."""

from __future__ import annotations

from collections.abc import Iterator

from hub.plugin_api import Checkpoint, SnapshotComplete
from hub.testing.conformance.check import Check
from hub.testing.conformance.subjects import ConnectorSubject
from hub.testing.conformance.verdicts import healthy_runs


def run(subject: ConnectorSubject) -> Iterator[str]:
    incremental = subject.connector.info.mode == "incremental"
    due = Checkpoint if incremental else Checkpoint | SnapshotComplete
    for case, found in healthy_runs(subject):
        if not found.items or not isinstance(found.items[-1], due):
            last = type(found.items[-1]).__name__ if found.items else "nothing"
            yield f"{case.name}: the last thing yielded is {last}"


check = Check(
    id="ends-on-checkpoint",
    what="A fetch that ends without an error has yielded, last of all, a Checkpoint (or a"
    " SnapshotComplete for a snapshot).",
    why="What comes after the last checkpoint is read again at each run, for ever: the hub refuses"
    " such a run.",
    mend="Yield Checkpoint(cursor) after the last record, even when nothing was found: the cursor may"
    " be the one that you were given.",
    run=run,
)
