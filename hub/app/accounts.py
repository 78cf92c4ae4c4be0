"""What administrators do with accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hub.app.base import Wired
from hub.plugin_api.errors import HubError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from hub.access.accounts import Profile
    from hub.access.person import Person
    from hub.store.bulk import Row

Json = dict[str, Any]


class Accounts(Wired):
    """Accounts. ``by`` is who asks: a person, or the name of the system's user on the command line.
    An account as JSON: ``{login, name, email, role, territories, created, disabled, password, openid}``,
    the last two being whether it has one."""

    def accounts(self, *, by: Person | str = "") -> list[Json]:
        """The accounts that ``by`` may manage, by login, disabled ones too."""
        from hub.store import accounts

        with self.store.read() as connection:
            rows = accounts.listed(connection)
        return [account_json(row) for row in rows if _oversees(by, row["territories"])]

    def account(self, login: str, *, by: Person | str = "") -> Json:
        """One account; raises ``unknown-account``."""
        with self.store.read() as connection:
            return account_json(_managed(connection, login, by))

    def add_account(self, profile: Profile, *, by: Person | str) -> Json:
        """A new account, without a password: :meth:`invite` gives the link to choose one."""
        from hub.access import accounts, audit

        self._known_territories(profile.territories, by)
        now = self.clock.now()
        with self.store.write() as connection:
            row = accounts.add(connection, profile, now)
            detail = {"role": row["role"], "territories": row["territories"]}
            audit.write(connection, by, "compte.ajout", row["login"], detail, now)
        return account_json(row)

    def change_account(self, login: str, values: Mapping[str, Any], *, by: Person | str) -> Json:
        """Set some of ``name``, ``email``, ``role``, ``territories``. A new role or new territories close
        the sessions of the account."""
        from hub.access import accounts, audit

        self._known_territories(values.get("territories"), by)
        now = self.clock.now()
        with self.store.write() as connection:
            before = _managed(connection, login, by)
            row = accounts.change(connection, login, values)
            changed = {name: row[name] for name in values if row[name] != before[name]}
            audit.write(connection, by, "compte.modification", row["login"], changed, now)
        return account_json(row)

    def disable_account(self, login: str, *, by: Person | str) -> Json:
        """Close an account and its sessions; its tokens open nothing."""
        from hub.access import accounts, audit

        now = self.clock.now()
        with self.store.write() as connection:
            _managed(connection, login, by)
            row = accounts.disable(connection, login, now)
            audit.write(connection, by, "compte.desactivation", row["login"], None, now)
        return account_json(row)

    def enable_account(self, login: str, *, by: Person | str) -> Json:
        """Open a disabled account again."""
        from hub.access import accounts, audit

        now = self.clock.now()
        with self.store.write() as connection:
            _managed(connection, login, by)
            row = accounts.enable(connection, login)
            audit.write(connection, by, "compte.reactivation", row["login"], None, now)
        return account_json(row)

    def invite(self, login: str, *, by: Person | str) -> str:
        """The token of a one-time link by which this person chooses a password."""
        from hub.access import accounts, audit, invitations

        now = self.clock.now()
        with self.store.write() as connection:
            _managed(connection, login, by)
            row = accounts.invited(connection, login)
            token = invitations.invite(connection, row["id"], invitations.PASSWORD, now)
            audit.write(connection, by, "compte.invitation", row["login"], None, now)
        return token

    def _known_territories(self, ids: Sequence[str] | None, by: Person | str) -> None:
        """Raise ``unknown-territory``; nobody gives more than they have."""
        if ids is None:
            return
        known = sorted(id_ for id_ in self.territories if _oversees(by, [id_]))
        unknown = sorted(set(ids) - set(known))
        if unknown or not _oversees(by, ids):
            named = (
                f"« {unknown[0]} » n’est pas un territoire" if unknown else "Choisir au moins un territoire"
            )
            raise HubError(
                f"{named}. Les territoires : {', '.join(known) or 'aucun'}.",
                code="unknown-territory" if unknown else "territory-missing-invalid",
                next_step="Choisir un de ces noms, ou ajouter un fichier de territoire (HUB_TERRITORIES).",
            )


def _managed(connection: Connection, login: str, by: Person | str) -> Row:
    """An account that ``by`` may manage; any other is as good as none."""
    from hub.access.accounts import named
    from hub.access.errors import unknown_account

    row = named(connection, login)
    if not _oversees(by, row["territories"]):
        raise unknown_account(login)
    return row


def _oversees(by: Person | str, territories: Sequence[str]) -> bool:
    return isinstance(by, str) or by.oversees(territories)


def account_json(row: Row) -> Json:
    """An account as it may be shown: no hash."""
    return {
        "login": row["login"],
        "name": row["name"],
        "email": row["email"],
        "role": row["role"],
        "territories": list(row["territories"]),
        "created": row["created"].isoformat(),
        "disabled": row["disabled"].isoformat() if row["disabled"] else None,
        "password": row["password"] is not None,
        "openid": row["subject"] is not None,
    }
