"""One writer at a time; a dead one makes way at once, one far away after a minute."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from hub.store import leases, ledger, schema
from hub.store.bulk import table
from hub.store.engine import Store
from hub.store.tables import LeaseRow

NOW = datetime(2026, 9, 10, 6, 0, tzinfo=UTC)


@pytest.fixture
def store(database_url):
    store = Store(database_url)
    schema.ready(store)
    yield store
    store.close()


def take(store, run, now=NOW):
    with store.write() as connection:
        dead = leases.take(connection, "boamp", run, now)
        ledger.begin(connection, {"id": run, "connector": "boamp", "started": now})
        return dead


def pretend(store, **values):
    """The lease as another process would have written it."""
    with store.write() as connection:
        connection.execute(table(LeaseRow).update().values(**values))


def dead_pid():
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_a_dead_process_on_this_host_is_taken_over_at_once(store):
    take(store, "r1")
    pretend(store, pid=dead_pid())
    assert take(store, "r2") == "r1"
    with store.read() as connection:
        run = ledger.one(connection, "r1")
    assert (run["status"], run["error_code"]) == ("abandoned", "run-abandoned")


def test_a_pid_that_was_given_to_another_process_is_not_the_holder(store):
    take(store, "r1")
    pretend(store, pid=os.getpid(), pid_started="0")
    assert take(store, "r2") == "r1"


def test_a_live_process_is_not_disturbed_however_old_its_heartbeat(store):
    take(store, "r1", NOW - timedelta(hours=9))
    with pytest.raises(leases.Busy) as busy:
        take(store, "r2")
    assert busy.value.next_step == "hub runs r1"


@pytest.mark.parametrize(("age", "gone"), [(59, False), (61, True)])
def test_a_process_elsewhere_has_a_minute(store, age, gone):
    take(store, "r1")
    pretend(store, host="elsewhere", heartbeat=NOW - timedelta(seconds=age))
    if gone:
        assert take(store, "r2") == "r1"
    else:
        with pytest.raises(leases.Busy):
            take(store, "r2")


def test_the_slower_of_two_writers_stops_when_it_was_taken_over(store):
    take(store, "r1")
    pretend(store, run="r2")
    with pytest.raises(leases.Busy) as lost, store.write() as connection:
        leases.beat(connection, "boamp", "r1", NOW)
    assert lost.value.code == "lease-lost"


def test_a_released_lease_is_free(store):
    take(store, "r1")
    with store.write() as connection:
        leases.release(connection, "boamp", "r1")
    assert take(store, "r2") is None
