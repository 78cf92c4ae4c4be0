"""Inclusive employers: what each registry was seen to list, and the employers made of the entries."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from hub.store.columns import RowId, UtcDateTime


class SnapshotRow(SQLModel, table=True):
    """The last whole reading of a part of a registry. It is of the ledger: reading the same snapshot
    again moves ``read_on`` and ``run`` here, and writes nothing anywhere else."""

    __tablename__ = "snapshot"

    connector: str = Field(primary_key=True)
    scope: str = Field(primary_key=True)
    read_on: date
    run: str
    listed: int


class SightingRow(SQLModel, table=True):
    """What the hub believes of an entry: listed or gone, active or not.

    ``scope`` is the part of the snapshot in which it was last seen, ``None`` before any whole one.
    While it is listed its last day is that of the last snapshot of its scope (:class:`SnapshotRow`), at
    least ``last_seen``. ``content_hash`` is the state of the entry that ``inactive_since`` follows
    from: a held deactivation leaves it behind, so that the next run judges it again.
    """

    __tablename__ = "sighting"

    connector: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    scope: str | None = None
    first_seen: date
    last_seen: date
    gone_since: date | None = None
    inactive_since: date | None = None
    content_hash: str


class SightingEventRow(SQLModel, table=True):
    """What happened to an entry: ``gone``, ``back``, ``inactive``, ``active`` or ``moved``. Append-only."""

    __tablename__ = "sighting_event"
    __table_args__ = (Index("ix_sighting_event_entry", "connector", "key"),)

    id: int | None = Field(default=None, sa_column=Column(RowId, primary_key=True, autoincrement=True))
    connector: str
    key: str
    event: str
    day: date
    run: str
    detail: str = ""


class HeldChangeRow(SQLModel, table=True):
    """A change (``gone``, ``inactive``) that a suspicious snapshot asks for and a person must accept.
    The next run that judges the entry replaces it."""

    __tablename__ = "held_change"

    connector: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    event: str = Field(primary_key=True)
    run: str = Field(index=True)
    day: date


class EmployerRow(SQLModel, table=True):
    """An inclusive employer. ``id`` follows from the entry that was known first.

    ``latitude`` and ``longitude`` are degrees; ``facts["position"]`` says what they are of. ``fold`` is
    what a text is looked for in. ``facts`` has the names of the JSON surface, and of each fact the entry
    it comes from. ``state_hash`` says whether anything changed.
    """

    __tablename__ = "employer"
    __table_args__ = (Index("ix_employer_position", "latitude", "longitude"),)

    id: str = Field(primary_key=True)
    kind: str | None = Field(default=None, index=True)
    name: str
    fold: str
    siret: str | None = Field(default=None, index=True)
    siren: str | None = Field(default=None, index=True)
    insee: str | None = Field(default=None, index=True)
    departement: str | None = Field(default=None, index=True)
    latitude: float | None = None
    longitude: float | None = None
    capacity: int | None = None
    status: str = Field(index=True)
    first_seen: date
    facts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    state_hash: str
    updated: datetime = Field(sa_type=UtcDateTime)


class EmployerMemberRow(SQLModel, table=True):
    """Which employer an entry belongs to, and why. The other columns are the state of the entry that
    consolidation saw: another one means work to do."""

    __tablename__ = "employer_member"

    connector: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    employer: str = Field(index=True)
    content_hash: str
    gone_since: date | None = None
    inactive_since: date | None = None
    reason: str = ""


class EmployerAliasRow(SQLModel, table=True):
    """A former id of an employer, from before two of them turned out to be one."""

    __tablename__ = "employer_alias"

    id: str = Field(primary_key=True)
    employer: str = Field(index=True)


class EmployerActivityRow(SQLModel, table=True):
    """A trade of an employer, as the registry that it comes from names it."""

    __tablename__ = "employer_activity"
    __table_args__ = (Index("ix_employer_activity", "activity", "employer"),)

    employer: str = Field(primary_key=True)
    activity: str = Field(primary_key=True)


class EmployerCorrectionRow(SQLModel, table=True):
    """What a person says of an employer against the registries. Append-only: of each field the last one
    stands, and a ``value`` of ``None`` gives the word back to the registries. It is anchored to an
    entry, and follows it when employers are merged or split."""

    __tablename__ = "employer_correction"
    __table_args__ = (Index("ix_employer_correction_entry", "connector", "key"),)

    id: int | None = Field(default=None, sa_column=Column(RowId, primary_key=True, autoincrement=True))
    connector: str
    key: str
    field: str
    value: Any = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    author: str
    reason: str
    at: datetime = Field(sa_type=UtcDateTime)
