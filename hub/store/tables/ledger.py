"""What happened: runs and their counts, who may write, where each connector stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from hub.store.columns import UtcDateTime


class RunRow(SQLModel, table=True):
    """One run of one connector, and what it did.

    The counts are kept up to date in the transactions that do the work, so they balance at every
    commit: ``fetched = landed + unchanged``, ``landed = parsed + quarantined``,
    ``parsed = created + changed + same``. A crash leaves them true.
    """

    __tablename__ = "run"
    __table_args__ = (Index("ix_run_connector_started", "connector", "started"),)

    # Identification
    id: str = Field(primary_key=True)
    connector: str
    distribution: str = ""
    version: str = ""
    parser_version: int = 1
    trigger: str = "cli"
    flow_run: str | None = None
    # Lifecycle
    status: str = Field(index=True)
    started: datetime = Field(sa_type=UtcDateTime)
    ended: datetime | None = Field(default=None, sa_type=UtcDateTime)
    # Where it read from
    cursor_before: str | None = None
    cursor_after: str | None = None
    # What it did
    fetched: int = 0
    landed: int = 0
    unchanged: int = 0
    parsed: int = 0
    quarantined: int = 0
    created: int = 0
    changed: int = 0
    same: int = 0
    # Why it stopped, and what it left aside
    error_code: str | None = None
    error_cause: str | None = None
    error_next_step: str | None = None
    notes: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class ConnectorRow(SQLModel, table=True):
    """Where a connector stands: its cursor, and the distribution that owns its id."""

    __tablename__ = "connector"

    id: str = Field(primary_key=True)
    distribution: str
    cursor: str | None = None
    parser_version: int = 1
    last_run: str | None = None
    last_success: datetime | None = Field(default=None, sa_type=UtcDateTime)


class LeaseRow(SQLModel, table=True):
    """The right to write for a connector (or a stage). One holder; a dead one is taken over."""

    __tablename__ = "lease"

    name: str = Field(primary_key=True)
    run: str
    host: str
    pid: int
    pid_started: str
    heartbeat: datetime = Field(sa_type=UtcDateTime)
