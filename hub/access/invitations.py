"""One-time links: the one of ``hub review``, and those by which somebody chooses a password."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from hub.access.errors import LinkSpent
from hub.access.opaque import hashed, new_token
from hub.store import accounts, invitations
from hub.store.bulk import Row

SIGN_IN: Final = "sign_in"
PASSWORD: Final = "password"  # noqa: S105 - a purpose
LASTS: Final = {SIGN_IN: timedelta(hours=12), PASSWORD: timedelta(days=3)}


def invite(connection: Connection, account: int, purpose: str, now: datetime) -> str:
    """A new link's token. The unspent ones of the same purpose stop working."""
    invitations.forget(connection, now - timedelta(days=30))
    invitations.withdraw(connection, account, purpose)
    token = new_token()
    row = {
        "id": hashed(token),
        "account": account,
        "purpose": purpose,
        "created": now,
        "expires": now + LASTS[purpose],
    }
    invitations.add(connection, row)
    return token


def look(connection: Connection, token: str, now: datetime) -> tuple[str, Row] | None:
    """(purpose, account) of a link that is still good, without spending it."""
    found = invitations.one(connection, hashed(token))
    if found is None or found["spent"] is not None or found["expires"] <= now:
        return None
    account = accounts.one(connection, found["account"])
    if account is None or account["disabled"] is not None:
        return None
    return found["purpose"], account


def spend(connection: Connection, token: str, purpose: str, now: datetime) -> Row:
    """Use a link: the account it is for; raises :class:`LinkSpent`."""
    found = look(connection, token, now)
    if found is None or found[0] != purpose or not invitations.spend(connection, hashed(token), now):
        raise LinkSpent("Ce lien a déjà servi, a expiré, ou n’est pas le bon : il ne s’ouvre qu’une fois.")
    return found[1]


def withdraw(connection: Connection, token: str) -> None:
    """Take a link back."""
    invitations.drop(connection, hashed(token))
