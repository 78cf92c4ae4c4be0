"""Letters on their way: written in the transaction that announces what they say, then sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from hub.store.bulk import Row, table
from hub.store.tables import AccountRow, AlertRow, OutboxRow

OUTBOX = table(OutboxRow)
ALERTS = table(AlertRow)
ACCOUNTS = table(AccountRow)
WAITING, SENT, FAILED, GIVEN_UP = "waiting", "sent", "failed", "given_up"


def add(connection: Connection, row: Row) -> int:
    """Write a new letter; returns its number."""
    return int(connection.execute(OUTBOX.insert().returning(OUTBOX.c.id), row).scalar_one())


def waiting(connection: Connection, *, until: datetime | None = None, only: int | None = None) -> list[Row]:
    """Letters to send, the oldest first, each with ``alert_key``, ``failures``, ``login``, ``email`` and
    ``disabled``: those whose time has come (``until``), or this one, or all. Those of a paused
    alert wait for the end of the pause."""
    query = (
        select(OUTBOX, ALERTS.c.key.label("alert_key"), ACCOUNTS.c.login, ACCOUNTS.c.email)
        .add_columns(ACCOUNTS.c.disabled, ALERTS.c.failures)
        .join(ALERTS, ALERTS.c.id == OUTBOX.c.alert)
        .join(ACCOUNTS, ACCOUNTS.c.id == OUTBOX.c.account)
        .where(OUTBOX.c.state == WAITING)
        .order_by(OUTBOX.c.id)
    )
    if until is not None:
        query = query.where(OUTBOX.c.next_try <= until)
    query = query.where(ALERTS.c.paused.is_(None) if only is None else OUTBOX.c.id == only)
    return [dict(row) for row in connection.execute(query).mappings()]


def one(connection: Connection, id_: int) -> Row | None:
    """A letter by its number."""
    row = connection.execute(select(OUTBOX).where(OUTBOX.c.id == id_)).mappings().first()
    return dict(row) if row else None


def change(connection: Connection, id_: int, values: Mapping[str, Any], *, state: str | None = None) -> bool:
    """Set some columns of a letter that is in this state; whether it was."""
    mine = OUTBOX.c.id == id_
    if state is not None:
        mine &= OUTBOX.c.state == state
    return connection.execute(update(OUTBOX).where(mine).values(**values)).rowcount == 1


def undelivered(connection: Connection, account: int | None = None) -> list[Row]:
    """Letters that did not leave, with the ``login`` of whom they are for: of this account, or all."""
    query = (
        select(OUTBOX, ACCOUNTS.c.login)
        .join(ACCOUNTS, ACCOUNTS.c.id == OUTBOX.c.account)
        .where(OUTBOX.c.state != SENT)
        .order_by(OUTBOX.c.id.desc())
    )
    if account is not None:
        query = query.where(OUTBOX.c.account == account)
    return [dict(row) for row in connection.execute(query).mappings()]


def purge(connection: Connection, before: datetime) -> None:
    """Forget the letters that were sent before this moment, or given up."""
    old = (OUTBOX.c.sent_at < before) | (OUTBOX.c.state.in_((FAILED, GIVEN_UP)) & (OUTBOX.c.created < before))
    connection.execute(delete(OUTBOX).where(old))
