"""What programs sign in with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, update

from hub.store.bulk import Row, table
from hub.store.tables import AccessTokenRow

TOKENS = table(AccessTokenRow)


def add(connection: Connection, row: Row) -> int:
    """Write a new token; returns its number."""
    return int(connection.execute(TOKENS.insert().returning(TOKENS.c.id), row).scalar_one())


def by_hash(connection: Connection, hash_: str) -> Row | None:
    """A token by its hash, revoked ones too."""
    row = connection.execute(select(TOKENS).where(TOKENS.c.hash == hash_)).mappings().first()
    return dict(row) if row else None


def listed(connection: Connection, account: int) -> list[Row]:
    """The tokens of an account that were not revoked, the newest first."""
    query = (
        select(TOKENS)
        .where(TOKENS.c.account == account, TOKENS.c.revoked.is_(None))
        .order_by(TOKENS.c.id.desc())
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def touch(connection: Connection, id_: int, now: datetime) -> None:
    """Note that a token was used."""
    connection.execute(update(TOKENS).where(TOKENS.c.id == id_).values(used=now))


def revoke(connection: Connection, account: int, id_: int, now: datetime) -> bool:
    """End a token of this account; whether there was one."""
    mine = (TOKENS.c.id == id_) & (TOKENS.c.account == account) & TOKENS.c.revoked.is_(None)
    return connection.execute(update(TOKENS).where(mine).values(revoked=now)).rowcount == 1
