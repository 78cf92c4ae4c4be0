"""Links that are good once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from hub.store.bulk import Row, insert, table
from hub.store.tables import InvitationRow

INVITATIONS = table(InvitationRow)


def add(connection: Connection, row: Row) -> None:
    """Write a new invitation."""
    insert(connection, InvitationRow, [row])


def one(connection: Connection, id_: str) -> Row | None:
    """An invitation by the hash of its token."""
    row = connection.execute(select(INVITATIONS).where(INVITATIONS.c.id == id_)).mappings().first()
    return dict(row) if row else None


def spend(connection: Connection, id_: str, now: datetime) -> bool:
    """Use an invitation; whether it was us. Two browsers at once cannot both have it."""
    open_ = (INVITATIONS.c.id == id_) & INVITATIONS.c.spent.is_(None) & (INVITATIONS.c.expires > now)
    return connection.execute(update(INVITATIONS).where(open_).values(spent=now)).rowcount == 1


def withdraw(connection: Connection, account: int, purpose: str) -> None:
    """Drop the unspent invitations of an account."""
    mine = (INVITATIONS.c.account == account) & (INVITATIONS.c.purpose == purpose)
    connection.execute(delete(INVITATIONS).where(mine, INVITATIONS.c.spent.is_(None)))


def drop(connection: Connection, id_: str) -> None:
    """Drop one invitation."""
    connection.execute(delete(INVITATIONS).where(INVITATIONS.c.id == id_))


def forget(connection: Connection, expired_before: datetime) -> None:
    """Drop the invitations that expired long ago."""
    connection.execute(delete(INVITATIONS).where(INVITATIONS.c.expires < expired_before))
