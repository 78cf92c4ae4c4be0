"""Notes, assignments and undone decisions; corrected hours"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import hub.store.columns

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What a line of the history changes, and the hours that people know better."""
    op.add_column("decision", sa.Column("kind", sa.String(), nullable=False, server_default="decision"))
    op.create_table(
        "hours_correction",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("marche", sa.String(), nullable=False),
        sa.Column("anchor_kind", sa.String(), nullable=False),
        sa.Column("anchor_connector", sa.String(), nullable=False),
        sa.Column("anchor_key", sa.String(), nullable=False),
        sa.Column("lot", sa.String(), nullable=False),
        sa.Column("amount", hub.store.columns.Euros(), nullable=False),
        sa.Column("labour_share", sa.Float(), nullable=False),
        sa.Column("insertion_rate", sa.Float(), nullable=False),
        sa.Column("hourly_cost", sa.Float(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", hub.store.columns.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("hours_correction", schema=None) as batch_op:
        batch_op.create_index(
            "ix_hours_correction_anchor", ["anchor_kind", "anchor_connector", "anchor_key"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_hours_correction_marche"), ["marche"], unique=False)
