"""Marchés: what consolidation made of the notices and contracts."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from hub.store.columns import Euros, UtcDateTime


class MarcheRow(SQLModel, table=True):
    """A marché: the thing a facilitator talks about.

    ``id`` follows from its first document, so it is the same whatever the order of arrival.
    ``case_hash`` says which state of its documents it was made from. ``facts`` holds the merged
    facts in the names of the JSON surface.
    """

    __tablename__ = "marche"
    __table_args__ = (
        Index("ix_marche_stage_deadline", "stage", "deadline"),
        # What a stage looks at to find its work, without the facts.
        Index("ix_marche_state", "stage", "id", "case_hash"),
    )

    id: str = Field(primary_key=True)
    title: str
    buyer_name: str | None = None
    buyer_siren: str | None = Field(default=None, index=True)
    nature: str | None = None
    regime: str = "marche"
    stage: str
    published: date | None = Field(default=None, index=True)
    dispatched: date | None = None
    deadline: datetime | None = Field(default=None, sa_type=UtcDateTime)
    amount: Decimal | None = Field(default=None, sa_type=Euros)
    case_hash: str
    facts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    updated: datetime = Field(sa_type=UtcDateTime)


class MarcheMemberRow(SQLModel, table=True):
    """Which marché a notice or contract belongs to, and why.

    ``content_hash`` is the state that consolidation saw: another one means work to do.
    """

    __tablename__ = "marche_member"

    kind: str = Field(primary_key=True)
    connector: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    marche: str = Field(index=True)
    content_hash: str
    published: date | None = None
    reason: str = ""


class MarcheAliasRow(SQLModel, table=True):
    """A former id of a marché, from before an earlier document of it was known."""

    __tablename__ = "marche_alias"

    id: str = Field(primary_key=True)
    marche: str = Field(index=True)


class DocumentKeyRow(SQLModel, table=True):
    """A name under which a document is known, or names another: equal names join documents.

    ``space`` is what kind of name (``notice``, ``procedure``, ``reference``), ``scope`` whose
    (a connector, a SIREN, or empty), ``value`` the name itself.
    """

    __tablename__ = "document_key"
    __table_args__ = (Index("ix_document_key_name", "space", "scope", "value"),)

    kind: str = Field(primary_key=True)
    connector: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    space: str = Field(primary_key=True)
    scope: str = Field(primary_key=True)
    value: str = Field(primary_key=True)


class MarcheTerritoryRow(SQLModel, table=True):
    """A territory that a marché touches: ``certain``, ``probable`` or ``incertain``."""

    __tablename__ = "marche_territory"
    __table_args__ = (Index("ix_marche_territory", "territory", "marche"),)

    marche: str = Field(primary_key=True)
    territory: str = Field(primary_key=True)
    certainty: str
    reason: str = ""


class SimilarityRow(SQLModel, table=True):
    """Two documents taken for one procedure although nothing names both, and why."""

    __tablename__ = "similarity"
    __table_args__ = (Index("ix_similarity_other", "other_kind", "other_connector", "other_key"),)

    kind: str = Field(primary_key=True)
    connector: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    other_kind: str = Field(primary_key=True)
    other_connector: str = Field(primary_key=True)
    other_key: str = Field(primary_key=True)
    score: int
    reason: str


class ApartRow(SQLModel, table=True):
    """A person said that these two documents are not of one marché. It stays so."""

    __tablename__ = "apart"
    __table_args__ = (Index("ix_apart_other", "other_kind", "other_connector", "other_key"),)

    kind: str = Field(primary_key=True)
    connector: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    other_kind: str = Field(primary_key=True)
    other_connector: str = Field(primary_key=True)
    other_key: str = Field(primary_key=True)
    author: str
    at: datetime = Field(sa_type=UtcDateTime)
