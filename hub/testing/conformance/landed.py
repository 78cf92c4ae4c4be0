"""The records of the recordings, for the checks of ``parse``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hub.plugin_api import RawRecord, RecordRejected
from hub.plugin_api.records import CanonicalRecord
from hub.testing.conformance.check import NotApplicable
from hub.testing.conformance.subjects import ConnectorSubject

_SAMPLES = 8


def parsed(subject: ConnectorSubject) -> Iterator[tuple[RawRecord, Sequence[CanonicalRecord]]]:
    """Every raw record that can be parsed, with its result."""
    for raw in subject.raws():
        try:
            yield raw, subject.connector.parse(raw)
        except RecordRejected:
            continue


def samples(subject: ConnectorSubject) -> list[RawRecord]:
    """A few raw records that differ from each other: the shortest and the longest of each medium."""
    raws = sorted(subject.raws(), key=lambda raw: len(raw.payload))
    if not raws:
        raise NotApplicable("no record in the recordings")
    step = max(1, len(raws) // _SAMPLES)
    return raws[::step][: _SAMPLES - 1] + raws[-1:]
