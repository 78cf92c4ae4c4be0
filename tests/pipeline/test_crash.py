"""``kill -9`` at any moment, then the same command again: nothing lost, nothing doubled."""

from __future__ import annotations

import itertools
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from store_rows import store_rows

from hub.store.engine import Store

SUPPORT = Path(__file__).resolve().parents[1] / "support"
CHILD = SUPPORT / "crash_child.py"
MOMENTS = int(os.environ.get("HUB_TEST_CRASHES", "3"))


def start(url: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(SUPPORT)}
    return subprocess.Popen(
        [sys.executable, str(CHILD), url], stdout=subprocess.PIPE, text=True, env=environment
    )


def whole(url: str) -> float:
    """Run to the end; returns how long the work itself took."""
    child = start(url)
    assert child.stdout.readline() == "begun\n"
    began = time.monotonic()
    assert child.stdout.read() == "done\n"
    assert child.wait() == 0
    return time.monotonic() - began


def killed(url: str, after: float) -> None:
    child = start(url)
    assert child.stdout.readline() == "begun\n"
    time.sleep(after)
    child.send_signal(signal.SIGKILL)
    child.wait()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def databases(request, tmp_path):
    """A function that gives the address of one more empty database of the kind at hand."""
    if request.param == "sqlite":
        numbers = itertools.count()
        yield lambda: f"sqlite:///{tmp_path / f'store-{next(numbers)}.sqlite3'}"
        return
    server = request.getfixturevalue("postgres_server")
    with ExitStack() as stack:
        yield lambda: stack.enter_context(server.database())


def unbalanced(store):
    """Runs whose counts do not add up, or that still say they run."""
    with store.read() as connection:
        return connection.exec_driver_sql(
            "SELECT id, status FROM run WHERE status = 'running' OR fetched <> landed + unchanged"
            " OR landed <> parsed + quarantined OR parsed <> created + changed + same"
        ).all()


@pytest.mark.timeout(900)
def test_killed_at_random_moments_the_store_ends_the_same(databases):
    """Replay one with HUB_TEST_SEED; more moments with HUB_TEST_CRASHES."""
    seed = int(os.environ.get("HUB_TEST_SEED", "20260910"))
    print(f"seed {seed}")
    moments = random.Random(seed)
    calm = databases()
    duration = whole(calm)
    store = Store(calm)
    expected = store_rows(store)
    store.close()
    for n in range(MOMENTS):
        url = databases()
        for _ in range(moments.randint(1, 2)):
            killed(url, moments.uniform(0, duration))
        whole(url)
        store = Store(url)
        assert store_rows(store) == expected, f"seed {seed}, moment {n}"
        assert unbalanced(store) == []
        store.close()
