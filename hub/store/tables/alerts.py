"""Who wants to be told of what, what they were told already, and the letters on their way."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index
from sqlmodel import Field, SQLModel

from hub.store.columns import RowId, UtcDateTime


def _row_id() -> Any:
    return Field(default=None, sa_column=Column(RowId, primary_key=True, autoincrement=True))


def _of(target: str, *, primary_key: bool = False) -> Any:
    """A reference that goes away with what it names."""
    key = ForeignKey(f"{target}.id", ondelete="CASCADE")
    return Field(sa_column=Column(RowId, key, nullable=False, primary_key=primary_key, index=not primary_key))


class AlertRow(SQLModel, table=True):
    """A digest that a person asked for: of a saved search, of a territory, or (neither) of the whole queue.

    ``cadence`` is ``daily`` or ``weekly``, the latter on ``weekday`` (0 is Monday). ``channel`` is
    ``courriel`` or the name of one in the settings. ``what`` are some of ``new``, ``changed``, ``drift``,
    ``deadline``, ``renewals``. ``key`` signs the link that ends it. ``edition`` counts the times it was
    looked at; ``since`` and ``last_day`` are the last one. ``failures`` are refusals in a row.
    """

    __tablename__ = "alert"

    id: int | None = _row_id()
    account: int = _of("account")
    search: int | None = Field(
        default=None, sa_column=Column(RowId, ForeignKey("saved_search.id", ondelete="CASCADE"))
    )
    territory: str | None = None
    cadence: str
    weekday: int | None = None
    channel: str
    what: list[str] = Field(sa_column=Column(JSON, nullable=False))
    key: str
    edition: int = 0
    since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_day: date | None = None
    created: datetime = Field(sa_type=UtcDateTime)
    paused: datetime | None = Field(default=None, sa_type=UtcDateTime)
    failures: int = 0


class AnnouncedRow(SQLModel, table=True):
    """What an alert told of a thing: the guard against telling it twice. ``what`` is ``marche``,
    ``deadline`` or ``renewal``; ``told`` are the facts, so that the next digest can say what changed."""

    __tablename__ = "announced"
    __table_args__ = ({"sqlite_with_rowid": False},)

    alert: int = _of("alert", primary_key=True)
    what: str = Field(primary_key=True)
    object: str = Field(primary_key=True)
    told: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    at: datetime = Field(sa_type=UtcDateTime)


class OutboxRow(SQLModel, table=True):
    """A letter. It holds no address and no secret: they are looked up when it is sent.

    ``state`` is ``waiting``, ``sent``, ``failed`` (refused for good) or ``given_up`` (tried for a week).
    ``message_id`` is chosen once, so that a letter sent twice is one to whoever receives it.
    ``items`` are ``{what, id}``.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_state", "state", "next_try"),)

    id: int | None = _row_id()
    alert: int = _of("alert")
    account: int = _of("account")
    channel: str
    message_id: str = Field(unique=True)
    subject: str
    text: str
    html: str
    items: list[dict[str, str]] = Field(sa_column=Column(JSON, nullable=False))
    state: str
    attempts: int = 0
    next_try: datetime = Field(sa_type=UtcDateTime)
    error: dict[str, str] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )
    created: datetime = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
