"""Contracts that come back: when they end at the latest, and when to act."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from hub.store.columns import UtcDateTime


class RenewalRow(SQLModel, table=True):
    """The renewal to expect of an awarded marché.

    ``end_max`` counts options and renewals; the window is when the next need is being defined.
    ``successor`` is the marché that already replaced it, ``predecessor`` the cycle before.
    ``confidence`` is 0 to 100, made of ``reasons``.
    """

    __tablename__ = "renewal"

    marche: str = Field(primary_key=True)
    case_hash: str
    end_max: date = Field(index=True)
    window_from: date
    window_to: date
    intensity: int
    confidence: int
    reasons: list[str] = Field(sa_column=Column(JSON, nullable=False))
    predecessor: str | None = None
    successor: str | None = None
    updated: datetime = Field(sa_type=UtcDateTime)
