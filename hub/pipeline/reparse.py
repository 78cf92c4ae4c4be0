"""Parse again from the stored raw records: after a new parser, or to retry the quarantine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from hub.pipeline.batch import Writer, read
from hub.pipeline.clock import Clock
from hub.plugin_api.connector import Connector
from hub.plugin_api.runs import RunReport
from hub.store import leases, ledger, raw
from hub.store.bulk import batches
from hub.store.engine import Store

_SIZE = 500


def reparse(
    store: Store,
    connector: Connector[Any],
    clock: Clock,
    *,
    distribution: str,
    version: str,
    raw_ids: Sequence[int] | None = None,
    only_older: bool = False,
    trigger: str = "parse",
) -> RunReport:
    """Parse the current raw records of ``connector`` again, or only ``raw_ids``.

    A run of its own: nothing is fetched, ``landed`` counts the records parsed again.
    """
    run = ledger.new_run_id(clock.now())
    now = clock.now()
    info = connector.info
    with store.write() as connection:
        leases.take(connection, info.id, run, now)
        ledger.begin(
            connection,
            {
                "id": run,
                "connector": info.id,
                "distribution": distribution,
                "version": version,
                "parser_version": info.parser_version,
                "trigger": trigger,
                "started": now,
            },
        )
    ids = raw_ids if raw_ids is not None else _current(store, connector, only_older)
    counts = _parse_all(store, connector, run, clock, ids)
    status = "partial" if counts["quarantined"] else "succeeded"
    with store.write() as connection:
        ledger.finish(connection, run, status, clock.now())
        leases.release(connection, info.id, run)
        row = ledger.one(connection, run)
    assert row is not None
    return ledger.report(row)


def _current(store: Store, connector: Connector[Any], only_older: bool) -> list[int]:
    before = connector.info.parser_version if only_older else None
    with store.read() as connection:
        return [id_ for _, _, id_ in raw.current(connection, connector.info.id, before_version=before)]


def _parse_all(
    store: Store, connector: Connector[Any], run: str, clock: Clock, ids: Sequence[int]
) -> Counter[str]:
    total: Counter[str] = Counter()
    for some in batches(ids, _SIZE):
        now = clock.now()
        with store.write() as connection:
            leases.beat(connection, connector.info.id, run, now)
            landed = raw.load(connection, some)
            counts = read(connection, Writer(connector, run, now), landed)
            counts["landed"] = counts["fetched"] = len(landed)
            total += counts
            ledger.count(connection, run, total)
    return total
