"""One writer per connector: a lease with the process that holds it."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, RowMapping, delete, select, update

from hub.plugin_api.errors import HubError
from hub.store import ledger
from hub.store.bulk import table, upsert
from hub.store.tables import LeaseRow

LEASES = table(LeaseRow)
STALE = timedelta(seconds=60)


class Busy(HubError):
    """Another live process works on the same connector."""

    default_code = "connector-busy"
    default_next_step = "hub runs"


@dataclass(frozen=True)
class Holder:
    """A process: its host, its pid, and when that pid began (a pid is used again one day)."""

    host: str
    pid: int
    pid_started: str

    @classmethod
    def me(cls) -> Holder:
        """This process."""
        pid = os.getpid()
        return cls(socket.gethostname(), pid, _started(pid))

    def alive(self) -> bool | None:
        """Whether it lives; ``None`` when it is on another host and cannot be asked."""
        if self.host != socket.gethostname():
            return None
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass
        return _started(self.pid) == self.pid_started


def _started(pid: int) -> str:
    try:
        # Field 22 of /proc/<pid>/stat, counted after the command's closing parenthesis.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def take(connection: Connection, name: str, run: str, now: datetime) -> str | None:
    """Take the lease for ``run``, or raise :class:`Busy`. A dead holder's run is marked abandoned
    and its id returned. Must run in a writing transaction."""
    row = connection.execute(select(LEASES).where(LEASES.c.name == name).with_for_update()).mappings().first()
    dead = None
    if row is not None:
        if not _gone(row, now):
            raise Busy(
                f"{name} est occupé par le processus {row['pid']} de {row['host']} (exécution {row['run']}).",
                next_step=f"hub runs {row['run']}",
            )
        dead = str(row["run"])
        ledger.abandon(connection, dead, now)
    me = Holder.me()
    upsert(
        connection,
        LeaseRow,
        [
            {
                "name": name,
                "run": run,
                "host": me.host,
                "pid": me.pid,
                "pid_started": me.pid_started,
                "heartbeat": now,
            }
        ],
        key=["name"],
    )
    return dead


def _gone(row: RowMapping, now: datetime) -> bool:
    alive = Holder(row["host"], row["pid"], row["pid_started"]).alive()
    if alive is None:
        return bool(now - row["heartbeat"] > STALE)
    return not alive


def beat(connection: Connection, name: str, run: str, now: datetime) -> None:
    """Say that ``run`` lives. Raises :class:`Busy` when the lease was taken over meanwhile: two
    writers would break the ledger, so the slower one stops."""
    kept = connection.execute(
        update(LEASES).where(LEASES.c.name == name, LEASES.c.run == run).values(heartbeat=now)
    )
    if kept.rowcount == 0:
        raise Busy(f"Un autre processus a repris {name} entre-temps.", code="lease-lost")


def release(connection: Connection, name: str, run: str) -> None:
    """Give the lease back."""
    connection.execute(delete(LEASES).where(LEASES.c.name == name, LEASES.c.run == run))
