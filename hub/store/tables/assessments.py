"""The four answers about each marché, and the signals they rest on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from hub.store.columns import RowId, UtcDateTime


class AssessmentRow(SQLModel, table=True):
    """The assessment of a marché: what it looked at (``case_hash``, ``rules_version``,
    ``conventions``, ``today``) and what it found. ``body`` has the names of the JSON surface.

    ``comparables_hash`` says what it took from past contracts: empty for nothing, ``None`` when these
    have changed since. ``again`` is the day from which the answers differ although nothing changed.
    """

    __tablename__ = "assessment"
    __table_args__ = (Index("ix_assessment_priority", "priority"),)

    marche: str = Field(primary_key=True)
    case_hash: str
    rules_version: str
    conventions: str
    comparables_hash: str | None = None
    today: date
    again: date | None = None
    clause_status: str = Field(index=True)
    obligation_state: str = Field(index=True)
    potential_level: str
    moment_state: str = Field(index=True)
    act_before: date | None = None
    hours: int | None = None
    priority: int
    body: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    updated: datetime = Field(sa_type=UtcDateTime)


class SignalRow(SQLModel, table=True):
    """One signal of an assessed marché, so that each rule's record can be counted."""

    __tablename__ = "signal"
    __table_args__ = (Index("ix_signal_rule", "rule"),)

    id: int | None = Field(default=None, sa_column=Column(RowId, primary_key=True, autoincrement=True))
    marche: str = Field(index=True)
    connector: str
    notice: str
    rule: str
    type: str
    field: str
    lot: str | None = None
    strength: str
    negated: bool = False
    excerpt: str
    start: int | None = None
    end: int | None = None
