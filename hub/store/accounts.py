"""Accounts: one row a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select, update

from hub.store.bulk import Row, table
from hub.store.tables import AccountRow

ACCOUNTS = table(AccountRow)


def add(connection: Connection, row: Row) -> int:
    """Write a new account; returns its id."""
    return int(connection.execute(ACCOUNTS.insert().returning(ACCOUNTS.c.id), row).scalar_one())


def change(connection: Connection, id_: int, values: Mapping[str, Any]) -> None:
    """Set some columns of an account."""
    connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == id_).values(**values))


def one(connection: Connection, id_: int) -> Row | None:
    """An account by its id."""
    return _first(connection, "id", id_)


def by_login(connection: Connection, login: str) -> Row | None:
    """An account by its login, as it is kept: in lower case."""
    return _first(connection, "login", login)


def by_email(connection: Connection, email: str) -> Row | None:
    """An account by its e-mail address, as it is kept: in lower case."""
    return _first(connection, "email", email)


def by_subject(connection: Connection, subject: str) -> Row | None:
    """An account by what an OpenID Connect provider calls it."""
    return _first(connection, "subject", subject)


def listed(connection: Connection) -> list[Row]:
    """All accounts by login, disabled ones too."""
    query = select(ACCOUNTS).order_by(ACCOUNTS.c.login)
    return [dict(row) for row in connection.execute(query).mappings()]


def administrators(connection: Connection) -> list[str]:
    """The logins that administer and are open, but the local one."""
    query = select(ACCOUNTS.c.login).where(
        ACCOUNTS.c.role == "administration", ACCOUNTS.c.disabled.is_(None), ACCOUNTS.c.login != "local"
    )
    return list(connection.execute(query.order_by(ACCOUNTS.c.login)).scalars())


def _first(connection: Connection, column: str, value: Any) -> Row | None:
    row = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c[column] == value)).mappings().first()
    return dict(row) if row else None
