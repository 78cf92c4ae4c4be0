"""A stage's turn: one process at a time, and the lease given back whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hub.pipeline.clock import Clock
from hub.store import leases, ledger
from hub.store.engine import Store


@contextmanager
def turn(store: Store, name: str, clock: Clock) -> Iterator[str]:
    """Hold the lease ``name``; yields the id that its heartbeats need. Raises ``Busy`` when another
    live process holds it."""
    run = ledger.new_run_id(clock.now())
    with store.write() as connection:
        leases.take(connection, name, run, clock.now())
    try:
        yield run
    finally:
        with store.write() as connection:
            leases.release(connection, name, run)
