"""How often one may try to sign in.

Three counts, each with its own patience: one login from one address (5 tries, then up to a quarter of an
hour), one address whatever the logins (20 tries), one login whatever the addresses (20 tries, then at most
one minute, so that nobody can lock somebody else out for long). A refused try does not count: hammering
makes no wait longer. The counts are in the store, and a restart forgets nothing.
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from hub.access.errors import TooManyAttempts
from hub.store import sign_in_attempts
from hub.store.bulk import Row

WINDOW = timedelta(hours=1)
"""After so long without a failure the count starts again."""


@dataclass(frozen=True)
class Patience:
    """``free`` failures cost nothing; then each doubles the wait, from ``first`` to ``longest``."""

    free: int
    first: timedelta
    longest: timedelta

    def wait(self, failures: int) -> timedelta | None:
        """How long to wait after so many failures."""
        beyond = failures - self.free
        if beyond < 0:
            return None
        # 2^16 times anything is beyond the longest wait; 2^2000 would be no timedelta.
        return min(self.first * (1 << min(beyond, 16)), self.longest)


PAIR = Patience(5, timedelta(seconds=30), timedelta(minutes=15))
ADDRESS = Patience(20, timedelta(seconds=30), timedelta(minutes=15))
LOGIN = Patience(20, timedelta(seconds=5), timedelta(minutes=1))


def admit(connection: Connection, login: str, address: str, now: datetime) -> None:
    """Count this try as failed before it is judged, so that a hundred sent at once are not all admitted.
    Raises :class:`TooManyAttempts` when one must wait. :func:`succeed` takes the count back."""
    sign_in_attempts.forget(connection, now - 24 * WINDOW)
    patience = _keys(login, address)
    held = sign_in_attempts.hold(connection, list(patience), now)
    wait = max((_left(held[key], now) for key in patience), default=0)
    if wait > 0:
        raise TooManyAttempts("Trop d’essais de connexion ont échoué.", retry_after=wait)
    sign_in_attempts.put(connection, [_failed(held[key], patience[key], now) for key in sorted(patience)])


def succeed(connection: Connection, login: str, address: str, now: datetime) -> None:
    """A good sign-in: this login is forgiven at this address, and the try counts nowhere else."""
    patience = _keys(login, address)
    pair = _pair(login, address)
    held = sign_in_attempts.hold(connection, list(patience), now)
    others = [key for key in sorted(patience) if key != pair]
    sign_in_attempts.put(connection, [_taken_back(held[key]) for key in others])
    sign_in_attempts.drop(connection, pair)


def _keys(login: str, address: str) -> Mapping[str, Patience]:
    return {
        _pair(login, address): PAIR,
        _key("address", _network(address)): ADDRESS,
        _key("login", login): LOGIN,
    }


def _pair(login: str, address: str) -> str:
    return _key("pair", login, _network(address))


def _network(address: str) -> str:
    """An IPv6 customer has 2^64 addresses: they count as one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(found) if found.version == 4 else str(ipaddress.ip_network((found, 64), strict=False))


def _key(*parts: str) -> str:
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=32).hexdigest()


def _left(row: Row, now: datetime) -> int:
    """Whole seconds to wait, rounded up."""
    return (
        0 if row["until"] is None or row["until"] <= now else -int(-(row["until"] - now).total_seconds() // 1)
    )


def _failed(row: Row, patience: Patience, now: datetime) -> Row:
    failures = 1 if now - row["last"] >= WINDOW else row["failures"] + 1
    wait = patience.wait(failures)
    return {"id": row["id"], "failures": failures, "last": now, "until": now + wait if wait else None}


def _taken_back(row: Row) -> Row:
    return {**row, "failures": max(row["failures"] - 1, 0), "until": None}
