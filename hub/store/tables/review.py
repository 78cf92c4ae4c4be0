"""What people decided. Append-only: a decision is never edited, a later one stands."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from hub.store.columns import RowId, UtcDateTime


class DecisionRow(SQLModel, table=True):
    """A review decision. It is anchored to a document of the marché, so that it follows that
    document when marchés are merged or split; ``assessment`` names what the person was shown."""

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
