"""Canonical rows: notices, awarded contracts and employer entries, each with its revisions.

Columns are what lists filter and order by; ``record`` is the whole canonical record as JSON,
compressed with zstd. Provenance: ``raw`` (the raw record), ``run``, ``parser_version``.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, Column, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from hub.store.columns import Euros, RowId, UtcDateTime


class _Canonical(SQLModel):
    connector: str
    key: str
    revision: int = 1
    content_hash: str
    raw: int = Field(sa_type=BigInteger)
    run: str
    parser_version: int
    created: datetime = Field(sa_type=UtcDateTime)
    changed: datetime = Field(sa_type=UtcDateTime)


class NoticeRow(_Canonical, table=True):
    """A published notice. Unique on what the source calls it."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("connector", "key"), Index("ix_notice_published", "published"))

    id: int | None = Field(default=None, sa_column=Column(RowId, primary_key=True, autoincrement=True))
    kind: str
    title: str
    buyer_name: str | None = None
    buyer_siren: str | None = Field(default=None, index=True)
    buyer_fold: str | None = Field(default=None, index=True)
    nature: str | None = None
    cpv: str | None = None
    published: date
    deadline: datetime | None = Field(default=None, sa_type=UtcDateTime)
    record: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class ContractRow(_Canonical, table=True):
    """An awarded contract (DECP), modifications applied."""

    __tablename__ = "contract"
    __table_args__ = (UniqueConstraint("connector", "key"),)

    id: int | None = Field(default=None, sa_column=Column(RowId, primary_key=True, autoincrement=True))
    title: str
    buyer_siren: str | None = Field(default=None, index=True)
    buyer_fold: str | None = Field(default=None, index=True)
    notified: date | None = Field(default=None, index=True)
    nature: str | None = None
    cpv: str | None = Field(default=None, index=True)
    amount: Decimal | None = Field(default=None, sa_type=Euros)
    duration_months: int | None = None
    record: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class EmployerEntryRow(_Canonical, table=True):
    """An employer as one registry lists it. Several entries make one employer."""

    __tablename__ = "employer_entry"
    __table_args__ = (UniqueConstraint("connector", "key"),)

    id: int | None = Field(default=None, sa_column=Column(RowId, primary_key=True, autoincrement=True))
    kind: str | None = None
    name: str
    siret: str | None = Field(default=None, index=True)
    siren: str | None = Field(default=None, index=True)
    record: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class _Revision(SQLModel):
    connector: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    content_hash: str
    raw: int = Field(sa_type=BigInteger)
    run: str
    parser_version: int
    replaced: datetime = Field(sa_type=UtcDateTime)


class NoticeRevisionRow(_Revision, table=True):
    """An earlier state of a notice, kept when a newer one replaced it."""

    __tablename__ = "notice_revision"
    record: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class ContractRevisionRow(_Revision, table=True):
    """An earlier state of an awarded contract."""

    __tablename__ = "contract_revision"
    record: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class EmployerEntryRevisionRow(_Revision, table=True):
    """An earlier state of an employer entry."""

    __tablename__ = "employer_entry_revision"
    record: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
