"""People who sign in, what opens the door to them, and what they did."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index
from sqlmodel import Field, SQLModel

from hub.store.columns import RowId, UtcDateTime


def _row_id() -> Any:
    return Field(default=None, sa_column=Column(RowId, primary_key=True, autoincrement=True))


def _account(*, index: bool = True) -> Any:
    return Field(sa_column=Column(RowId, ForeignKey("account.id"), nullable=False, index=index))


class AccountRow(SQLModel, table=True):
    """A person. Never deleted, since the audit log names it: ``disabled`` closes the door. ``password``
    is an argon2 hash; ``subject`` is ``issuer subject`` of an OpenID Connect provider."""

    __tablename__ = "account"

    id: int | None = _row_id()
    login: str = Field(unique=True)
    name: str = ""
    email: str | None = Field(default=None, unique=True)
    role: str
    territories: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    password: str | None = None
    subject: str | None = Field(default=None, unique=True)
    created: datetime = Field(sa_type=UtcDateTime)
    disabled: datetime | None = Field(default=None, sa_type=UtcDateTime)


class WebSessionRow(SQLModel, table=True):
    """A browser that is signed in. ``id`` is the hash of its cookie. Closing it deletes the row."""

    __tablename__ = "web_session"

    id: str = Field(primary_key=True)
    account: int = _account()
    agent: str = ""
    created: datetime = Field(sa_type=UtcDateTime)
    seen: datetime = Field(sa_type=UtcDateTime)


class InvitationRow(SQLModel, table=True):
    """A link that is good once. ``id`` is the hash of its token; ``purpose`` is ``sign_in`` or
    ``password``. Spent ones stay until they expire, so that a second use can be told from a wrong link."""

    __tablename__ = "invitation"

    id: str = Field(primary_key=True)
    account: int = _account()
    purpose: str
    created: datetime = Field(sa_type=UtcDateTime)
    expires: datetime = Field(sa_type=UtcDateTime)
    spent: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AccessTokenRow(SQLModel, table=True):
    """What a program signs in with. ``scope`` is ``lecture``, ``decision``, ``administration`` or
    ``flux``; a ``flux`` token opens the feeds of one ``search`` or one ``territory`` and nothing else."""

    __tablename__ = "access_token"

    id: int | None = _row_id()
    account: int = _account()
    name: str
    hash: str = Field(unique=True)
    scope: str
    search: int | None = Field(
        default=None, sa_column=Column(RowId, ForeignKey("saved_search.id", ondelete="CASCADE"))
    )
    territory: str | None = None
    created: datetime = Field(sa_type=UtcDateTime)
    expires: datetime | None = Field(default=None, sa_type=UtcDateTime)
    used: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInAttemptRow(SQLModel, table=True):
    """Failed sign-ins of one login, one address, or one login from one address. ``id`` is a hash: what
    people type as a login is at times their password."""

    __tablename__ = "sign_in_attempt"

    id: str = Field(primary_key=True)
    failures: int
    last: datetime = Field(sa_type=UtcDateTime, index=True)
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AuditRow(SQLModel, table=True):
    """Who did what. Append-only: nothing in the program changes or deletes a line."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_object", "object"),)

    id: int | None = _row_id()
    at: datetime = Field(sa_type=UtcDateTime)
    who: str
    action: str
    object: str = ""
    detail: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class SavedSearchRow(SQLModel, table=True):
    """Filters of the queue that a person named."""

    __tablename__ = "saved_search"

    id: int | None = _row_id()
    account: int = _account()
    name: str
    filters: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    created: datetime = Field(sa_type=UtcDateTime)
