"""The review queue as it is filtered and ordered: narrow copies of what other tables say.

Nothing is told here that is not told elsewhere: ``hub.store.queue.rebuild`` makes it all again. What is
not known has a value that sorts last (:data:`NO_DEADLINE`, :data:`NO_DAY`, an amount of 0), so that every
order is an index's order on both databases.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Column, Index, PrimaryKeyConstraint, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field, SQLModel

from hub.store.columns import Euros, RowId, UtcDateTime

NO_DEADLINE = date.max
NO_DAY = date.min

SEARCH = "queue_search"
"""The FTS5 table on SQLite, which makes tables of its own beside it; the GIN index on PostgreSQL."""


class _Narrow(SQLModel):
    """What the queue is filtered and ordered by.

    ``rank`` ascends from the best: priority, then the day to act before. ``trades`` are CPV divisions and
    ``cpv`` the first fifty whole codes, of the marché and its lots, a space before each. ``deadline`` is a
    day in Paris, ``changed`` when the documents last changed something.
    """

    rank: int = Field(sa_type=BigInteger)
    marche: str
    stage: str
    clause_status: str
    obligation_state: str
    potential_level: str
    moment_state: str
    nature: str | None
    review: str
    assignee: str | None
    trades: str
    amount: Decimal = Field(sa_type=Euros)
    deadline: date
    published: date
    buyer_siren: str | None
    changed: datetime = Field(sa_type=UtcDateTime)
    cpv: str


class QueueEntryRow(_Narrow, table=True):
    """A marché of the queue, under the number that :class:`QueueWordsRow` gave it.

    The index holds every column, in the queue's order: a page is read from it alone.
    """

    __tablename__ = "queue_entry"
    __table_args__ = (
        Index("ix_queue_entry_order", *_Narrow.model_fields),
        Index("ix_queue_entry_marche", "marche", unique=True),
    )

    id: int = Field(sa_column=Column(RowId, primary_key=True, autoincrement=False))


class QueueTerritoryRow(_Narrow, table=True):
    """The same in each territory that the marché touches. On SQLite the table is its own index, so that
    a territory is read as one run of rows in the queue's order."""

    __tablename__ = "queue_territory"
    __table_args__ = (
        PrimaryKeyConstraint("territory", "rank", "marche"),
        Index("ix_queue_territory_id", "id"),
        {"sqlite_with_rowid": False},
    )

    id: int = Field(sa_type=BigInteger)
    territory: str
    certainty: str


def _words() -> Any:
    return Field(sa_column=Column(Text().with_variant(TSVECTOR(), "postgresql"), nullable=False))


class QueueWordsRow(SQLModel, table=True):
    """The words a marché is found by, folded. ``hash`` says whether they are those of now.

    ``id`` is what full text knows the marché by: small numbers, which its lists hold in a byte or two.
    """

    __tablename__ = "queue_words"

    id: int | None = Field(default=None, sa_column=Column(RowId, primary_key=True, autoincrement=True))
    marche: str = Field(unique=True)
    hash: str
    buyer: Any = _words()
    words: Any = _words()


class ReadingRow(SQLModel, table=True):
    """When a person last opened a marché."""

    __tablename__ = "reading"
    __table_args__ = ({"sqlite_with_rowid": False},)

    person: str = Field(primary_key=True)
    marche: str = Field(primary_key=True)
    seen_at: datetime = Field(sa_type=UtcDateTime)


def is_declared(name: str | None, kind: str, _parents: Any) -> bool:
    """Alembic’s ``include_name``: leave out what searches texts, which neither database describes."""
    return not (kind in {"table", "index"} and name is not None and name.startswith(SEARCH))
