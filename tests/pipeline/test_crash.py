"""``kill -9`` at any moment, then the same command again: nothing lost, nothing doubled."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from store_rows import store_rows

from hub.store.engine import Store

SUPPORT = Path(__file__).resolve().parents[1] / "support"
CHILD = SUPPORT / "crash_child.py"
MOMENTS = int(os.environ.get("HUB_TEST_CRASHES", "4"))


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


@pytest.mark.timeout(600)
def test_killed_at_random_moments_the_store_ends_the_same(tmp_path):
    """Replay one with HUB_TEST_SEED; more moments with HUB_TEST_CRASHES."""
    seed = int(os.environ.get("HUB_TEST_SEED", "20260910"))
    print(f"seed {seed}")
    moments = random.Random(seed)
    calm = f"sqlite:///{tmp_path / 'calm.sqlite3'}"
    duration = whole(calm)
    expected = store_rows(Store(calm))
    for n in range(MOMENTS):
        url = f"sqlite:///{tmp_path / f'crashed-{n}.sqlite3'}"
        for _ in range(moments.randint(1, 2)):
            killed(url, moments.uniform(0, duration))
        whole(url)
        store = Store(url)
        assert store_rows(store) == expected, f"seed {seed}, moment {n}"
        with store.read() as connection:
            runs = connection.exec_driver_sql(
                "SELECT status, fetched - landed - unchanged, landed - parsed - quarantined,"
                " parsed - created - changed - same FROM run"
            ).all()
        assert {tuple(row[1:]) for row in runs} == {(0, 0, 0)}
        assert "running" not in {row[0] for row in runs}
        store.close()
