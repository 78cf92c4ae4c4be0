"""Resuming from any checkpoint misses nothing."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance.check import Check, NotApplicable
from hub.testing.conformance.subjects import ConnectorSubject, described
from hub.testing.conformance.verdicts import healthy_runs


def run(subject: ConnectorSubject) -> Iterator[str]:
    found_one = False
    for case, whole in healthy_runs(subject):
        for place, cursor in whole.checkpoints:
            found_one = True
            rest = subject.run(case, since=cursor)
            if rest.error is not None:
                yield f"{case.name}: from {cursor!r}: {described(rest.error)}"
                continue
            missing = {raw.key for raw in whole.raws_after(place)} - set(rest.keys)
            missing -= {raw.key for raw in whole.raws_before(place)}
            if missing:
                yield f"{case.name}: from {cursor!r}, {sorted(missing)[:5]} did not come"
    if not found_one:
        raise NotApplicable("no checkpoint: a snapshot starts anew")


check = Check(
    id="resume-whole",
    what="Starting again from the cursor of any Checkpoint yields every record that came after it.",
    why="Runs are killed, sources fail, machines restart: the hub goes on from the last checkpoint,"
    " and a record that is jumped over there is missed for ever, without anybody seeing it.",
    mend="Yield a checkpoint only when everything before it is out, and begin at the cursor, not"
    " after it, when in doubt: a record that comes twice costs nothing.",
    run=run,
)
