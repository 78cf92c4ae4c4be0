"""What people decided. Append-only: a decision is never edited, a later one stands."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from hub.store.columns import Euros, RowId, UtcDateTime


class DecisionRow(SQLModel, table=True):
    """A review decision. It is anchored to a document of the marché, so that it follows that
    document when marchés are merged or split; ``assessment`` names what the person was shown.

    ``kind`` says what the line changes: ``decision``, ``note``, ``assignment``, or ``undo``, which
    restores what stood before the line above it. Every line has the whole state that follows from it.
    """

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_anchor", "anchor_kind", "anchor_connector", "anchor_key"),)

    id: int | None = Field(default=None, sa_column=Column(RowId, primary_key=True, autoincrement=True))
    marche: str = Field(index=True)
    anchor_kind: str
    anchor_connector: str
    anchor_key: str
    state: str
    because: str | None = None
    note: str | None = None
    assignee: str | None = None
    author: str
    at: datetime = Field(sa_type=UtcDateTime)
    assessment: str | None = None
    kind: str = Field(default="decision", sa_column_kwargs={"server_default": "decision"})


class HoursCorrectionRow(SQLModel, table=True):
    """The four inputs of the hours as a person knows them. It stands beside the estimate, which it does
    not change; anchored as a decision is. ``lot`` is empty for the marché as a whole. Append-only."""

    __tablename__ = "hours_correction"
    __table_args__ = (Index("ix_hours_correction_anchor", "anchor_kind", "anchor_connector", "anchor_key"),)

    id: int | None = Field(default=None, sa_column=Column(RowId, primary_key=True, autoincrement=True))
    marche: str = Field(index=True)
    anchor_kind: str
    anchor_connector: str
    anchor_key: str
    lot: str = ""
    amount: Decimal = Field(sa_type=Euros)
    labour_share: float
    insertion_rate: float
    hourly_cost: float
    hours: int
    why: str
    author: str
    at: datetime = Field(sa_type=UtcDateTime)
