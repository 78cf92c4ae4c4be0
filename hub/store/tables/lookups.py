"""Answers of public registers, kept so that nobody is asked twice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from hub.store.columns import UtcDateTime


class LookupRow(SQLModel, table=True):
    """What a register said of a name. ``kind`` is ``siren`` (``key`` a SIREN) or ``buyer`` (``key`` a
    folded name and a post code). ``found`` is ``None`` when the register knows nothing of it."""

    __tablename__ = "lookup"

    kind: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    found: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    asked: datetime = Field(sa_type=UtcDateTime)
