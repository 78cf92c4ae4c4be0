"""The queue as a narrow table, and its words"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

import hub.store.columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Empty tables: ``env.py`` fills them from the others when all migrations are done."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "queue_entry",
        *_narrow(),
        sa.Column("id", number, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_queue_entry_order", "queue_entry", [column.name for column in _narrow()])
    op.create_index("ix_queue_entry_marche", "queue_entry", ["marche"], unique=True)
    op.create_table(
        "queue_territory",
        *_narrow(),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("territory", sa.String(), nullable=False),
        sa.Column("certainty", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("territory", "rank", "marche"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_queue_territory_id", "queue_territory", ["id"])
    op.create_table(
        "reading",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("marche", sa.String(), nullable=False),
        sa.Column("seen_at", hub.store.columns.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person", "marche"),
        sqlite_with_rowid=False,
    )
    _search()


def _narrow() -> list[sa.Column[object]]:
    """The columns that both tables have."""
    return [
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("marche", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("clause_status", sa.String(), nullable=False),
        sa.Column("obligation_state", sa.String(), nullable=False),
        sa.Column("potential_level", sa.String(), nullable=False),
        sa.Column("moment_state", sa.String(), nullable=False),
        sa.Column("nature", sa.String(), nullable=True),
        sa.Column("review", sa.String(), nullable=False),
        sa.Column("assignee", sa.String(), nullable=True),
        sa.Column("trades", sa.String(), nullable=False),
        sa.Column("amount", hub.store.columns.Euros(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("published", sa.Date(), nullable=False),
        sa.Column("buyer_siren", sa.String(), nullable=True),
        sa.Column("changed", hub.store.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("cpv", sa.String(), nullable=False),
    ]


def _search() -> None:
    text = sa.Text().with_variant(TSVECTOR(), "postgresql")
    op.create_table(
        "queue_words",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True),
        sa.Column("marche", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("buyer", text, nullable=False),
        sa.Column("words", text, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("marche"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.create_index("queue_search", "queue_words", ["words", "buyer"], postgresql_using="gin")
        return
    op.execute(
        "CREATE VIRTUAL TABLE queue_search USING fts5(buyer, words, content='queue_words', "
        "content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
    )
