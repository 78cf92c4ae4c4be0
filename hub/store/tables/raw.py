"""What was received, immutable, and what could not be read."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from hub.store.columns import RowId, UtcDateTime


class RawRecordRow(SQLModel, table=True):
    """A raw record as received less the declared personal fields, compressed with zstd.

    Unique on (connector, key, hash): the same bytes for the same key are one row for ever, so a
    record that goes A, B, A again points back at its first row.
    """

    __tablename__ = "raw_record"
    __table_args__ = (UniqueConstraint("connector", "key", "hash"),)

    id: int | None = Field(default=None, sa_column=Column(RowId, primary_key=True, autoincrement=True))
    connector: str
    key: str
    hash: str
    media: str
    origin: str
    published: date | None = None
    size: int
    payload: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    landed: datetime = Field(sa_type=UtcDateTime)
    run: str


class RawHeadRow(SQLModel, table=True):
    """The current raw record of each key. ``outcome`` is ``parsed`` or ``quarantined``."""

    __tablename__ = "raw_head"

    connector: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    hash: str
    raw: int = Field(sa_column=Column(RowId, nullable=False))
    outcome: str
    parser_version: int


class QuarantineRow(SQLModel, table=True):
    """A work-list: records that could not be read as what they claim to be.

    ``state`` is ``open``, ``resolved`` (a later parse succeeded) or ``discarded`` (a person said so).
    """

    __tablename__ = "quarantine"
    __table_args__ = (
        UniqueConstraint("connector", "key", "hash"),
        Index("ix_quarantine_state", "state", "connector"),
    )

    id: int | None = Field(default=None, sa_column=Column(RowId, primary_key=True, autoincrement=True))
    connector: str
    key: str
    hash: str
    raw: int = Field(sa_column=Column(RowId, nullable=False))
    code: str
    detail: str
    next_step: str
    state: str = "open"
    tries: int = 0
    parser_version: int
    first_seen: datetime = Field(sa_type=UtcDateTime)
    last_tried: datetime = Field(sa_type=UtcDateTime)
    run: str
