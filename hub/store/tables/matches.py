"""The employers of each lot, and what they were ranked from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from hub.store.columns import UtcDateTime


class EmployerMatchRow(SQLModel, table=True):
    """An employer who may do a lot. ``lot`` is empty for a marché without lots; ``rank`` is 1 for the best.

    ``activities`` are the labels that match, ``why`` French sentences.
    """

    __tablename__ = "employer_match"

    marche: str = Field(primary_key=True)
    lot: str = Field(primary_key=True)
    rank: int = Field(primary_key=True)
    employer: str = Field(index=True)
    score: float
    distance_km: float | None = None
    activities: list[str] = Field(sa_column=Column(JSON, nullable=False))
    why: list[str] = Field(sa_column=Column(JSON, nullable=False))


class MatchStateRow(SQLModel, table=True):
    """What the matches of a marché were made from: its case, its assessment, and the ``version`` of the
    employers, the tables and the matchers. ``advice`` holds the advice by lot key."""

    __tablename__ = "match_state"

    marche: str = Field(primary_key=True)
    case_hash: str
    rules_version: str
    conventions: str
    comparables_hash: str = Field(default="", sa_column_kwargs={"server_default": ""})
    version: str
    advice: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    updated: datetime = Field(sa_type=UtcDateTime)
