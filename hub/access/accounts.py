"""Accounts: adding one, changing one. An account is disabled, never deleted: the audit log names it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from hub.access import sessions
from hub.access.errors import AccountInvalid, unknown_account
from hub.access.passwords import check_strength, passwords
from hub.access.person import ADMINISTER, ROLES
from hub.store import accounts, invitations
from hub.store.bulk import Row

LOCAL: Final = "local"
"""The account of whoever runs ``hub review`` alone on a machine."""

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,63}")
_EMAIL = re.compile(r"[^@\s<>\"']{1,64}@[^@\s<>\"']{1,190}\.[a-z]{2,}", re.IGNORECASE)


@dataclass(frozen=True)
class Profile:
    """What one says of a new account. ``territories`` are ids; none means no limit."""

    login: str
    role: str
    name: str = ""
    email: str | None = None
    territories: tuple[str, ...] = ()


def add(connection: Connection, profile: Profile, now: datetime) -> Row:
    """Write a new account without a password; raises :class:`AccountInvalid`."""
    login = folded(profile.login)
    if not _LOGIN.fullmatch(login):
        raise AccountInvalid(f"« {login[:64]} » n’est pas un identifiant : lettres, chiffres, . _ - @ +.")
    if login == LOCAL:
        raise _reserved()
    return _added(connection, login, profile, now)


def local(connection: Connection, now: datetime) -> Row:
    """The account :data:`LOCAL`, made on demand. Whoever may write the store may have it opened again."""
    row = accounts.by_login(connection, LOCAL)
    if row is None:
        return _added(connection, LOCAL, Profile(LOCAL, ADMINISTER, name="Poste local"), now)
    if row["disabled"] is not None:
        accounts.change(connection, row["id"], {"disabled": None})
    return {**row, "disabled": None}


def invited(connection: Connection, login: str) -> Row:
    """An account that may be given a link to choose a password."""
    row = named(connection, login)
    if row["login"] == LOCAL:
        raise _reserved()
    if row["disabled"] is not None:
        raise AccountInvalid(
            f"Le compte « {row['login']} » est désactivé.",
            code="account-disabled-invalid",
            next_step=f"hub accounts enable {row['login']}",
        )
    return row


def _reserved() -> AccountInvalid:
    return AccountInvalid(
        f"« {LOCAL} » est le compte de ce poste : il s’ouvre par le lien de hub review, sans mot de passe.",
        next_step="hub review",
    )


def _added(connection: Connection, login: str, profile: Profile, now: datetime) -> Row:
    if accounts.by_login(connection, login):
        raise AccountInvalid(f"L’identifiant « {login} » est déjà pris.", code="login-taken-invalid")
    row = {
        "login": login,
        "name": " ".join(profile.name.split())[:200],
        "email": _email(connection, profile.email, None),
        "role": _role(profile.role),
        "territories": sorted(set(profile.territories)),
        "created": now,
    }
    id_ = accounts.add(connection, row)
    return {**row, "id": id_, "password": None, "subject": None, "disabled": None}


def change(connection: Connection, login: str, values: Mapping[str, Any]) -> Row:
    """Set ``name``, ``email``, ``role``, ``territories`` of an account. What a person may has changed:
    its sessions are closed when the role or the territories did."""
    row = named(connection, login)
    found = {name: _checked(connection, row, name, value) for name, value in values.items()}
    changed = {name: value for name, value in found.items() if row[name] != value}
    if "role" in changed and row["role"] == ADMINISTER:
        _keep_one_administrator(connection, row)
    if changed:
        accounts.change(connection, row["id"], changed)
    if changed.keys() & {"role", "territories"}:
        sessions.close_all(connection, row["id"])
    return {**row, **changed}


def disable(connection: Connection, login: str, now: datetime) -> Row:
    """Close an account: its sessions end, its tokens and links open nothing."""
    row = named(connection, login)
    if row["disabled"] is None:
        _keep_one_administrator(connection, row)
        accounts.change(connection, row["id"], {"disabled": now})
        sessions.close_all(connection, row["id"])
        for purpose in ("sign_in", "password"):
            invitations.withdraw(connection, row["id"], purpose)
    return {**row, "disabled": row["disabled"] or now}


def enable(connection: Connection, login: str) -> Row:
    """Open a disabled account again."""
    row = named(connection, login)
    accounts.change(connection, row["id"], {"disabled": None})
    return {**row, "disabled": None}


def set_password(connection: Connection, row: Row, password: str, *, keep: str | None = None) -> None:
    """Choose a password; every session of the account ends, but the one to ``keep`` perhaps."""
    check_strength(password, row["login"])
    accounts.change(connection, row["id"], {"password": passwords().hashed(password)})
    sessions.close_all(connection, row["id"], but=keep)


def named(connection: Connection, login: str) -> Row:
    """The account of this login; raises ``unknown-account``."""
    row = accounts.by_login(connection, folded(login))
    if row is None:
        raise unknown_account(login)
    return row


def folded(login: str) -> str:
    """A login as it is kept. PostgreSQL refuses to even look for a text that holds NUL."""
    return login.replace("\0", "").strip().lower()


def team_exists(connection: Connection) -> bool:
    """Whether somebody else than :data:`LOCAL` may sign in."""
    return any(row["login"] != LOCAL and row["disabled"] is None for row in accounts.listed(connection))


def _checked(connection: Connection, row: Row, name: str, value: Any) -> Any:
    if name == "role":
        return _role(value)
    if name == "email":
        return _email(connection, value, row["id"])
    if name == "territories":
        return sorted(set(value))
    return " ".join(str(value).split())[:200]


def _role(role: str) -> str:
    if role not in ROLES:
        raise AccountInvalid(f"« {role} » n’est pas un rôle : choisir parmi {', '.join(ROLES)}.")
    return role


def _email(connection: Connection, email: str | None, id_: int | None) -> str | None:
    kept = (email or "").strip().lower()
    if not kept:
        return None
    if not _EMAIL.fullmatch(kept):
        raise AccountInvalid(f"« {kept[:100]} » n’est pas une adresse électronique.")
    other = accounts.by_email(connection, kept)
    if other and other["id"] != id_:
        raise AccountInvalid(f"L’adresse {kept} est déjà celle d’un compte.", code="email-taken-invalid")
    return kept


def _keep_one_administrator(connection: Connection, row: Row) -> None:
    if row["role"] == ADMINISTER and accounts.administrators(connection) == [row["login"]]:
        raise AccountInvalid(
            f"« {row['login']} » est le seul compte d’administration : personne ne pourrait plus en ouvrir.",
            code="last-administrator-invalid",
            next_step="Donner d’abord ce rôle à un autre compte.",
        )
