"""Past contracts, for comparison"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import hub.store.columns

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Past contracts, for comparison. Every assessment is made again: none was compared yet."""
    op.create_table(
        "past_contract",
        sa.Column("marche", sa.String(), nullable=False),
        sa.Column("trade", sa.String(), nullable=False),
        sa.Column("buyer_siren", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("amount", hub.store.columns.Euros(), nullable=True),
        sa.Column("priced", sa.Boolean(), nullable=False),
        sa.Column("notified", sa.Date(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("marche", "trade"),
    )
    with op.batch_alter_table("past_contract", schema=None) as batch_op:
        batch_op.create_index("ix_past_contract_own", ["trade", "buyer_siren", "notified"], unique=False)
        batch_op.create_index("ix_past_contract_priced", ["trade", "priced", "notified"], unique=False)

    op.create_table(
        "comparison",
        sa.Column("trade", sa.String(), nullable=False),
        sa.Column("marche", sa.String(), nullable=False),
        sa.Column("buyer_siren", sa.String(), nullable=True),
        sa.Column("seeks_amount", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("trade", "marche"),
    )
    with op.batch_alter_table("comparison", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comparison_marche"), ["marche"], unique=False)
        batch_op.create_index("ix_comparison_own", ["trade", "buyer_siren"], unique=False)

    hash_, again = sa.Column("comparables_hash", sa.String()), sa.Column("again", sa.Date())
    if op.get_bind().dialect.name == "sqlite":
        # Before the body: SQLite would otherwise read through it for each marché that may wait.
        with op.batch_alter_table("assessment", recreate="always") as batch_op:
            batch_op.add_column(hash_, insert_after="conventions")
            batch_op.add_column(again, insert_after="today")
    else:
        op.add_column("assessment", hash_)
        op.add_column("assessment", again)
    with op.batch_alter_table("marche", schema=None) as batch_op:
        batch_op.create_index("ix_marche_state", ["stage", "id", "case_hash"], unique=False)
    with op.batch_alter_table("match_state", schema=None) as batch_op:
        batch_op.add_column(sa.Column("comparables_hash", sa.String(), nullable=False, server_default=""))
