"""``parse`` answers to any bytes: records, or ``RecordRejected``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hub.plugin_api import RawRecord, RecordRejected
from hub.testing import hostile
from hub.testing.conformance.check import Check
from hub.testing.conformance.landed import samples
from hub.testing.conformance.subjects import ConnectorSubject, described


def run(subject: ConnectorSubject) -> Iterator[str]:
    for raw in samples(subject):
        for damage, payload in hostile.documents(raw.payload):
            problem = _problem(subject, replace(raw, payload=payload))
            if problem:
                yield f"{raw.key}, {damage}: {problem}"


def _problem(subject: ConnectorSubject, raw: RawRecord) -> str | None:
    try:
        list(subject.connector.parse(raw))
    except RecordRejected as error:
        return None if error.code and error.detail else "RecordRejected without a code or a detail"
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        return f"parse raised {described(error)}"
    return None


check = Check(
    id="parse-total",
    what="For any bytes at all (empty, cut, flipped, wrongly encoded, too deep, of another type)"
    " `parse` returns a sequence of records or raises RecordRejected(code, detail).",
    why="Any other error is a fault of the plugin in the ledger. A rejection is kept in quarantine"
    " with its bytes, has a code, and is parsed again when you publish the next version.",
    mend="Read bytes with hub.plugin_api.documents, which raises RecordRejected itself. A field that"
    " cannot be read becomes None with a Finding; when nothing can be identified, raise"
    " RecordRejected.",
    run=run,
)
