"""Alerts, what they told, and the letters on their way"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import hub.store.columns

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Three empty tables: nobody asked to be told of anything yet."""
    _alert()
    op.create_table(
        "announced",
        sa.Column("alert", _number(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("at", _moment(), nullable=False),
        sa.ForeignKeyConstraint(["alert"], ["alert.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("alert", "what", "object"),
        sqlite_with_rowid=False,
    )
    _outbox()


def _number() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _moment() -> hub.store.columns.UtcDateTime:
    return hub.store.columns.UtcDateTime(timezone=True)


def _alert() -> None:
    op.create_table(
        "alert",
        sa.Column("id", _number(), autoincrement=True, nullable=False),
        sa.Column("account", _number(), nullable=False),
        sa.Column("search", _number(), nullable=True),
        sa.Column("territory", sa.String(), nullable=True),
        sa.Column("cadence", sa.String(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("what", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("since", _moment(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("created", _moment(), nullable=False),
        sa.Column("paused", _moment(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["search"], ["saved_search.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_alert_account", "alert", ["account"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", _number(), autoincrement=True, nullable=False),
        sa.Column("alert", _number(), nullable=False),
        sa.Column("account", _number(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", _moment(), nullable=False),
        sa.Column("error", sa.JSON(), nullable=True),
        sa.Column("created", _moment(), nullable=False),
        sa.Column("sent_at", _moment(), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["account.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["alert"], ["alert.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("message_id"),
    )
    op.create_index("ix_outbox_account", "outbox", ["account"])
    op.create_index("ix_outbox_alert", "outbox", ["alert"])
    op.create_index("ix_outbox_state", "outbox", ["state", "next_try"])
