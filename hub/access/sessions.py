"""Sessions of browsers: a cookie of 256 bits, whose hash is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from hub.access.opaque import derived, hashed, new_token
from hub.access.person import Person, person_of
from hub.store import accounts, web_sessions
from hub.store.bulk import Row

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
NOTED_EVERY = timedelta(minutes=15)
"""How often "last seen" is written: a page must not wait for the store's write lock each time."""


@dataclass(frozen=True)
class Session:
    """A browser that is signed in. ``csrf`` is what its forms carry; ``stale`` says that its last use
    should be noted."""

    id: str
    person: Person
    csrf: str
    stale: bool


def start(connection: Connection, account: int, now: datetime, agent: str = "") -> str:
    """A new session of an account; returns the cookie's value, which is kept nowhere."""
    web_sessions.forget(connection, now - IDLE, now - LONGEST)
    token = new_token()
    row = {"id": hashed(token), "account": account, "agent": agent[:200], "created": now, "seen": now}
    web_sessions.add(connection, row)
    return token


def find(connection: Connection, cookie: str, now: datetime) -> Session | None:
    """The session of a cookie, unless it is closed, too old, or of a disabled account."""
    row = web_sessions.one(connection, hashed(cookie))
    if row is None or is_over(row, now):
        return None
    account = accounts.one(connection, row["account"])
    if account is None or account["disabled"] is not None:
        return None
    return Session(row["id"], person_of(account), csrf_of(cookie), now - row["seen"] >= NOTED_EVERY)


def csrf_of(cookie: str) -> str:
    """What the forms shown to the bearer of this cookie carry. Nobody else can make it."""
    return derived(cookie, "csrf")


def close(connection: Connection, id_: str) -> None:
    """End one session."""
    web_sessions.close(connection, id_)


def close_all(connection: Connection, account: int, *, but: str | None = None) -> None:
    """End the sessions of an account, but one perhaps."""
    web_sessions.close_all(connection, account, but=but)


def is_over(row: Row, now: datetime) -> bool:
    """Whether a session was idle or open for too long."""
    seen, created = row["seen"], row["created"]
    return bool(now - seen >= IDLE or now - created >= LONGEST)
