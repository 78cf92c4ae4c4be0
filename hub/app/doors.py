"""How people come in and go out: password, one-time link, session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hub.app.base import Wired

if TYPE_CHECKING:
    from hub.access.oidc import Identity
    from hub.access.person import Person
    from hub.access.sessions import Session
    from hub.store.bulk import Row

Json = dict[str, Any]


class Doors(Wired):
    """Signing in and out. What these methods return as a *cookie* is shown to nobody else and kept
    nowhere."""

    def sign_in(self, login: str, password: str, address: str, agent: str = "") -> str:
        """A new session's cookie. Raises ``sign-in-refused``, or ``too-many-attempts`` with the seconds
        to wait, whatever the password then."""
        from hub.access import accounts, attempts
        from hub.access.errors import SignInRefused
        from hub.access.passwords import passwords

        login = accounts.folded(login)[:200]
        with self.store.write() as connection:
            attempts.admit(connection, login, address, self.clock.now())
        row = self._account_row(login)
        kept = row["password"] if row and row["disabled"] is None else None
        if not passwords().matches(password, kept) or row is None:
            self._note_refusal(row, address)
            raise SignInRefused("L’identifiant ou le mot de passe n’est pas le bon.")
        return self._admitted(row, password, address, agent)

    def _account_row(self, login: str) -> Row | None:
        from hub.store import accounts

        with self.store.read() as connection:
            return accounts.by_login(connection, login)

    def _note_refusal(self, row: Row | None, address: str) -> None:
        from hub.access import audit

        # A login that nobody has may be a password typed in the wrong field: it is not written down.
        who = row["login"] if row else "inconnu"
        with self.store.write() as connection:
            now = self.clock.now()
            audit.write(connection, who, "connexion.refus", who, {"adresse": address}, now)

    def _admitted(self, row: Row, password: str, address: str, agent: str) -> str:
        from hub.access import attempts, audit, sessions
        from hub.access.errors import SignInRefused
        from hub.access.passwords import passwords
        from hub.store import accounts

        renewed = passwords().hashed(password) if passwords().is_outdated(row["password"]) else None
        now = self.clock.now()
        with self.store.write() as connection:
            fresh = accounts.one(connection, row["id"])
            if fresh is None or fresh["disabled"] or fresh["password"] != row["password"]:
                # Closed or changed while the password was being checked.
                raise SignInRefused("L’identifiant ou le mot de passe n’est pas le bon.")
            attempts.succeed(connection, row["login"], address, now)
            if renewed:
                accounts.change(connection, row["id"], {"password": renewed})
            audit.write(connection, row["login"], "connexion", row["login"], {"adresse": address}, now)
            return sessions.start(connection, row["id"], now, agent)

    def local_link(self) -> str | None:
        """The token of a one-time link for whoever works alone on this machine; ``None`` when a team has
        accounts: its administrators then sign in as themselves."""
        from hub.access import accounts, invitations

        now = self.clock.now()
        with self.store.write() as connection:
            if accounts.team_exists(connection):
                return None
            local = accounts.local(connection, now)
            return invitations.invite(connection, local["id"], invitations.SIGN_IN, now)

    def has_team(self) -> bool:
        """Whether somebody else than the local account may sign in."""
        from hub.access.accounts import team_exists

        with self.store.read() as connection:
            return team_exists(connection)

    def withdraw_link(self, token: str) -> None:
        """Take a one-time link back."""
        from hub.access import invitations

        with self.store.write() as connection:
            invitations.withdraw(connection, token)

    def link_for(self, token: str) -> tuple[str, Json] | None:
        """(purpose, account) of a one-time link that is still good, without spending it."""
        from hub.access import invitations
        from hub.app.accounts import account_json

        with self.store.read() as connection:
            found = invitations.look(connection, token, self.clock.now())
        return (found[0], account_json(found[1])) if found else None

    def enter(self, token: str, agent: str = "") -> str:
        """Spend a one-time sign-in link: a new session's cookie; raises ``link-spent``."""
        from hub.access import audit, invitations, sessions

        now = self.clock.now()
        with self.store.write() as connection:
            row = invitations.spend(connection, token, invitations.SIGN_IN, now)
            audit.write(connection, row["login"], "connexion", row["login"], {"par": "lien"}, now)
            return sessions.start(connection, row["id"], now, agent)

    def sign_in_vouched(self, identity: Identity, agent: str = "") -> str:
        """A new session's cookie for whom an OpenID Connect provider vouches."""
        from hub.access import audit, sessions, vouched

        now = self.clock.now()
        with self.store.write() as connection:
            row = vouched.account_of(connection, identity, self.settings.oidc_create, now)
            audit.write(connection, row["login"], "connexion", row["login"], {"par": "openid"}, now)
            return sessions.start(connection, row["id"], now, agent)

    def choose_password(self, token: str, password: str, agent: str = "") -> str:
        """Spend a one-time link to choose a password: a new session's cookie. The link stays good when
        the password is refused."""
        from hub.access import accounts, audit, invitations, sessions

        now = self.clock.now()
        with self.store.write() as connection:
            row = invitations.spend(connection, token, invitations.PASSWORD, now)
            accounts.set_password(connection, row, password)
            audit.write(connection, row["login"], "mot-de-passe", row["login"], {"par": "lien"}, now)
            return sessions.start(connection, row["id"], now, agent)

    def change_password(self, session: Session, old: str, new: str, address: str) -> None:
        """Change one's own password; the other sessions of the account end. Guessing the old one is
        limited as signing in is."""
        from hub.access import accounts, attempts, audit
        from hub.access.errors import SignInRefused
        from hub.access.passwords import passwords

        login = session.person.login
        with self.store.write() as connection:
            attempts.admit(connection, login, address, self.clock.now())
        row = self._account_row(login)
        if row is None or not passwords().matches(old, row["password"]):
            raise SignInRefused("Le mot de passe actuel n’est pas le bon.")
        now = self.clock.now()
        with self.store.write() as connection:
            attempts.succeed(connection, login, address, now)
            accounts.set_password(connection, row, new, keep=session.id)
            audit.write(connection, login, "mot-de-passe", login, None, now)

    def session(self, cookie: str) -> Session | None:
        """The session that a cookie stands for, or ``None``."""
        from hub.access import sessions

        with self.store.read() as connection:
            return sessions.find(connection, cookie, self.clock.now())

    def touch_session(self, id_: str) -> None:
        """Note that a session was used."""
        from hub.store import web_sessions

        with self.store.write() as connection:
            web_sessions.touch(connection, id_, self.clock.now())

    def sessions_of(self, person: Person) -> list[Json]:
        """``{id, agent, created, seen}`` of one's own open sessions, the last seen first."""
        from hub.access import sessions
        from hub.store import web_sessions

        now = self.clock.now()
        with self.store.read() as connection:
            rows = web_sessions.listed(connection, person.id)
        return [_session_json(row) for row in rows if not sessions.is_over(row, now)]

    def close_session(self, person: Person, id_: str) -> None:
        """End one of one's own sessions."""
        from hub.store import web_sessions

        with self.store.write() as connection:
            row = web_sessions.one(connection, id_)
            if row is not None and row["account"] == person.id:
                web_sessions.close(connection, id_)

    def close_other_sessions(self, session: Session) -> None:
        """End all sessions of the account but this one."""
        from hub.access import audit
        from hub.store import web_sessions

        person, now = session.person, self.clock.now()
        with self.store.write() as connection:
            web_sessions.close_all(connection, person.id, but=session.id)
            audit.write(connection, person, "sessions.fermeture", person.login, None, now)


def _session_json(row: Row) -> Json:
    return {
        "id": row["id"],
        "agent": row["agent"],
        "created": row["created"].isoformat(),
        "seen": row["seen"].isoformat(),
    }
