"""What programs sign in with: API tokens with a scope, and feed tokens for one search or one territory.

A token is shown once; its hash is kept, with its last use.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from hub.access.errors import AccountInvalid, RoleTooLow
from hub.access.opaque import PREFIX, hashed, new_access_token
from hub.access.person import ADMINISTER, DECIDE, READ, Person, person_of
from hub.store import access_tokens, accounts, saved_searches
from hub.store.bulk import Row

FEED: Final = "flux"
SCOPES: Final = {"lecture": READ, "decision": DECIDE, "administration": ADMINISTER}
"""The role that each scope of an API token stands for."""

NOTED_EVERY = timedelta(minutes=15)
LONGEST_NAME = 80
LONGEST_DAYS = 3660
MOST = 50
"""Tokens of one person: a script gone wild must not fill the table."""


@dataclass(frozen=True)
class Wanted:
    """A token to make. ``scope`` is a key of :data:`SCOPES` or :data:`FEED`; a feed token names one
    ``search`` or one ``territory``. ``days=None`` never expires."""

    name: str
    scope: str
    search: int | None = None
    territory: str | None = None
    days: int | None = 365


@dataclass(frozen=True)
class Bearer:
    """A program that showed a token: the person it acts for, never with more than the scope allows."""

    id: int
    person: Person
    scope: str
    search: int | None
    territory: str | None
    stale: bool


def create(connection: Connection, person: Person, wanted: Wanted, now: datetime) -> tuple[str, Row]:
    """(the token, its row). Raises :class:`AccountInvalid` or :class:`RoleTooLow`."""
    _check(connection, person, wanted)
    token = new_access_token()
    row = {
        "account": person.id,
        "name": " ".join(wanted.name.split())[:LONGEST_NAME],
        "hash": hashed(token),
        "scope": wanted.scope,
        "search": wanted.search,
        "territory": wanted.territory,
        "created": now,
        "expires": now + timedelta(days=wanted.days) if wanted.days else None,
    }
    return token, {**row, "id": access_tokens.add(connection, row), "used": None}


def find(connection: Connection, token: str, now: datetime) -> Bearer | None:
    """Who shows this token, unless it is revoked, expired, or of a disabled account."""
    row = access_tokens.by_hash(connection, hashed(token)) if token.startswith(PREFIX) else None
    if row is None or row["revoked"] or (row["expires"] and row["expires"] <= now):
        return None
    account = accounts.one(connection, row["account"])
    if account is None or account["disabled"] is not None:
        return None
    person = _narrowed(person_of(account), row)
    if person is None:
        return None
    stale = row["used"] is None or now - row["used"] >= NOTED_EVERY
    return Bearer(row["id"], person, row["scope"], row["search"], row["territory"], stale)


def _narrowed(person: Person, row: Row) -> Person | None:
    if row["territory"] is None:
        return person.at_most(SCOPES.get(row["scope"], READ))
    # The person may have lost this territory since the token was made.
    return person.at_most(READ).within(row["territory"]) if person.sees([row["territory"]]) else None


def _check(connection: Connection, person: Person, wanted: Wanted) -> None:
    if not wanted.name.strip():
        raise AccountInvalid("Un jeton a un nom, par exemple « tableau de bord ».")
    if wanted.days is not None and not 1 <= wanted.days <= LONGEST_DAYS:
        raise AccountInvalid(f"Un jeton dure de 1 à {LONGEST_DAYS} jours, ou n’a pas de fin.")
    if len(access_tokens.listed(connection, person.id)) >= MOST:
        raise AccountInvalid(f"Un compte a au plus {MOST} jetons : en révoquer un d’abord.")
    if wanted.scope == FEED:
        _check_feed(connection, person, wanted)
    elif wanted.scope not in SCOPES:
        raise AccountInvalid(f"« {wanted.scope} » n’est pas une portée : {', '.join(SCOPES)} ou {FEED}.")
    elif not person.may(SCOPES[wanted.scope]):
        raise RoleTooLow("Un jeton ne peut pas plus que la personne à qui il appartient.")
    elif wanted.search or wanted.territory:
        raise AccountInvalid("Seul un jeton de flux porte sur une recherche ou un territoire.")


def _check_feed(connection: Connection, person: Person, wanted: Wanted) -> None:
    if (wanted.search is None) == (wanted.territory is None):
        raise AccountInvalid("Un jeton de flux porte sur une recherche ou sur un territoire.")
    if wanted.search is not None and saved_searches.one(connection, person.id, wanted.search) is None:
        raise AccountInvalid("Cette recherche n’existe pas.", code="unknown-search")
    if wanted.territory is not None and not person.sees([wanted.territory]):
        raise AccountInvalid("Ce territoire n’existe pas.", code="unknown-territory")
