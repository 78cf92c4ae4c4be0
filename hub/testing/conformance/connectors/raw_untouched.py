"""``parse`` leaves the raw record as it is."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import astuple, replace

from hub.testing.conformance.check import Check
from hub.testing.conformance.landed import samples
from hub.testing.conformance.subjects import ConnectorSubject


def run(subject: ConnectorSubject) -> Iterator[str]:
    for raw in samples(subject):
        given = replace(raw)
        with contextlib.suppress(Exception):
            subject.connector.parse(given)
        if astuple(given) != astuple(raw):
            yield f"{raw.key}: the raw record is another one after parse"


check = Check(
    id="raw-untouched",
    what="After `parse`, the RawRecord that it was given is unchanged.",
    why="The raw record is the evidence; the hub stores it, hashes it and parses it again.",
    mend="Work on what you decode from the payload, never on the record.",
    run=run,
)
