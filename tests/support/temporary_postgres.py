"""A PostgreSQL server for the length of a test run, and a fresh database for each test.

The server lives in a temporary folder, listens on 127.0.0.1 and a local socket only, and gives up
durability for speed: nothing in it outlives the run.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy.engine import URL, make_url

APT_LINE = "apt-get update && apt-get install -y --no-install-recommends postgresql"
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=32MB",
    "max_connections=50",
)
START_SECONDS = 60


class PostgresMissing(RuntimeError):
    """No server programs on this machine."""


@dataclass(frozen=True)
class PostgresServer:
    """A running server. ``admin`` is an SQLAlchemy address whose user may create databases."""

    admin: URL
    _numbers: Iterator[int] = field(default_factory=count)

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address (``postgresql+psycopg://…``) of a new, empty database, dropped at the end."""
        name = f"hub_test_{os.getpid()}_{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE template0")
        try:
            yield self.admin.set(database=name).render_as_string(hide_password=False)
        finally:
            # FORCE: a pool that a test left open must not fail the next one.
            self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _execute(self, statement: str) -> None:
        address = self.admin.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    """The server named by ``HUB_TEST_POSTGRES_URL``, else one started here and stopped at the end."""
    given = os.environ.get("HUB_TEST_POSTGRES_URL")
    if given:
        yield PostgresServer(make_url(given).set(drivername="postgresql+psycopg"))
        return
    programs = find_programs()
    # /tmp by name: the path of a socket has at most 107 bytes, and the server's user must reach it.
    with tempfile.TemporaryDirectory(prefix="hub-pg-", dir="/tmp") as folder:
        _hand_over(Path(folder))
        with _started(programs, Path(folder)) as port:
            yield PostgresServer(URL.create("postgresql+psycopg", "hub", None, "127.0.0.1", port, "postgres"))


def find_programs() -> Path:
    """The folder holding ``initdb`` and ``postgres``, the newest version first."""
    on_path = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if on_path and (Path(on_path).resolve().parent / "postgres").exists():
        return Path(on_path).resolve().parent
    if not debian:
        raise PostgresMissing(
            f"PostgreSQL's server programs are not installed. As root: {APT_LINE}  "
            "(or leave them out, knowingly: HUB_TEST_WITHOUT=postgres)"
        )
    return debian[-1].parent


def _hand_over(folder: Path) -> None:
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")


def _as_server_user() -> list[str]:
    # initdb and postgres refuse root. The server also ends when this process dies, however it dies.
    command = ["setpriv", "--pdeathsig", "INT"]
    if os.getuid() == 0:
        command += ["--reuid", "postgres", "--regid", "postgres", "--init-groups"]
    return command


@contextmanager
def _started(programs: Path, folder: Path) -> Iterator[int]:
    data, log = folder / "data", folder / "log"
    make = f"{programs / 'initdb'} -D {data} -U hub -A trust -E UTF8 --locale=C --no-sync".split()
    done = subprocess.run(
        [*_as_server_user(), *make], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"initdb failed: {done.stderr.strip() or done.stdout.strip()}")
    port = _free_port()
    options = [f"-c{option}" for option in (*FAST, f"port={port}", "listen_addresses=127.0.0.1")]
    options.append(f"-cunix_socket_directories={folder}")
    with log.open("wb") as output:
        command = [*_as_server_user(), str(programs / "postgres"), "-D", str(data), *options]
        server = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
    try:
        _wait_until_ready(server, port, log)
        yield port
    finally:
        server.send_signal(signal.SIGINT)  # fast shutdown: does not wait for clients
        server.wait(timeout=START_SECONDS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            psycopg.connect(f"postgresql://hub@127.0.0.1:{port}/postgres", connect_timeout=5).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')[-2000:]}")
