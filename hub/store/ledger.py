"""Runs: begin, count, finish; and the list of them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from hub.plugin_api.errors import HubError
from hub.plugin_api.runs import COUNTS, RunReport
from hub.store.bulk import Row, insert, table
from hub.store.tables import RunRow

RUNS = table(RunRow)


def new_run_id(now: datetime) -> str:
    """A run id that sorts by time and reads aloud: ``20261124T070000-3fa9c1``."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"


def begin(connection: Connection, run: Row) -> None:
    """Write a new run, status ``running``."""
    insert(connection, RunRow, [{"status": "running", "notes": [], **dict.fromkeys(COUNTS, 0), **run}])


def count(connection: Connection, run: str, counts: Mapping[str, int]) -> None:
    """Set the counts of a run to what it has done so far, in the transaction that did it."""
    connection.execute(update(RUNS).where(RUNS.c.id == run).values(**counts))


def finish(
    connection: Connection,
    run: str,
    status: str,
    now: datetime,
    *,
    error: HubError | None = None,
    cursor_after: str | None = None,
    notes: list[dict[str, Any]] | None = None,
) -> None:
    """Close a run with its status, and the error's three parts when it failed."""
    values: Row = {"status": status, "ended": now, "cursor_after": cursor_after, "notes": notes or []}
    if error is not None:
        values |= {
            "error_code": error.code,
            "error_cause": error.cause,
            "error_next_step": error.next_step,
        }
    connection.execute(update(RUNS).where(RUNS.c.id == run).values(**values))


def abandon(connection: Connection, run: str, now: datetime) -> None:
    """Mark a run whose process died. What it committed stands and balances."""
    connection.execute(
        update(RUNS)
        .where(RUNS.c.id == run, RUNS.c.status == "running")
        .values(
            status="abandoned",
            ended=now,
            error_code="run-abandoned",
            error_cause="Le programme qui la menait s’est arrêté sans la clore.",
            error_next_step="Rien à faire : l’exécution suivante a repris au dernier point d’arrêt.",
        )
    )


def listed(
    connection: Connection, *, connector: str | None = None, limit: int | None = 50, offset: int = 0
) -> list[Row]:
    """Runs, newest first, as rows."""
    query = select(RUNS).order_by(RUNS.c.started.desc(), RUNS.c.id.desc())
    if connector:
        query = query.where(RUNS.c.connector == connector)
    if limit is not None:
        query = query.limit(limit).offset(offset)
    return [dict(row) for row in connection.execute(query).mappings()]


def total(connection: Connection, connector: str | None = None) -> int:
    """How many runs :func:`listed` finds without a limit."""
    query = select(func.count()).select_from(RUNS)
    if connector:
        query = query.where(RUNS.c.connector == connector)
    return int(connection.execute(query).scalar_one())


def one(connection: Connection, run: str) -> Row | None:
    """One run as a row, or ``None``."""
    row = connection.execute(select(RUNS).where(RUNS.c.id == run)).mappings().first()
    return dict(row) if row else None


def report(row: Mapping[str, Any]) -> RunReport:
    """A row as plugins and people see it."""
    error = None
    if row["error_code"]:
        error = {
            "code": row["error_code"],
            "cause": row["error_cause"] or "",
            "next_step": row["error_next_step"] or "",
        }
    return RunReport(
        id=row["id"],
        connector=row["connector"],
        status=row["status"],
        started=row["started"],
        ended=row["ended"],
        trigger=row["trigger"],
        distribution=row["distribution"],
        version=row["version"],
        cursor_before=row["cursor_before"],
        cursor_after=row["cursor_after"],
        counts={name: row[name] for name in COUNTS},
        error=error,
    )


def last_started(connection: Connection) -> dict[str, datetime]:
    """When each connector's last run of its source began (runs over files do not count)."""
    query = (
        select(RUNS.c.connector, func.max(RUNS.c.started).label("started"))
        .where(RUNS.c.trigger.not_in(("files", "parse", "retry", "accept")))
        .group_by(RUNS.c.connector)
    )
    return {row.connector: row.started for row in connection.execute(query)}
