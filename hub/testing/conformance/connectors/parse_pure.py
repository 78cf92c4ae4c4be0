"""``parse`` depends on its bytes alone."""

from __future__ import annotations

from collections.abc import Iterator

from hub.plugin_api import RawRecord, RecordRejected
from hub.testing.conformance.check import Check
from hub.testing.conformance.landed import samples
from hub.testing.conformance.purity import Impure, guarded
from hub.testing.conformance.subjects import ConnectorSubject


def run(subject: ConnectorSubject) -> Iterator[str]:
    for raw in samples(subject):
        try:
            # The first time, tables that are loaded on first use may be read from their files.
            first = _outcome(subject, raw)
            second = guarded(lambda raw=raw: _outcome(subject, raw))  # type: ignore[misc]
        except Impure as error:
            yield f"{raw.key}: parse reaches for {error}"
            continue
        if first != second:
            yield f"{raw.key}: the same bytes gave two different results"


def _outcome(subject: ConnectorSubject, raw: RawRecord) -> object:
    try:
        return list(subject.connector.parse(raw))
    except RecordRejected as error:
        return error.code, error.detail
    except Exception as error:  # noqa: BLE001 - parse-total judges it
        return type(error)


check = Check(
    id="parse-pure",
    what="`parse` returns equal records for equal bytes, and touches no network, clock, file or chance.",
    why="The hub rebuilds its tables from the raw records, years later and elsewhere: what came from"
    " outside the bytes could not be rebuilt, and every replay would look like a change.",
    mend="What depends on the day belongs to `fetch` (`ctx.today`) or to the rules; what depends on a"
    " table is loaded once, on first use, from a file of your package.",
    run=run,
)
