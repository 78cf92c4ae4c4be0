"""What people keep for themselves: tokens for programs and feeds, and searches with a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from hub.app.base import Wired
from hub.plugin_api.errors import HubError

if TYPE_CHECKING:
    from hub.access.person import Person
    from hub.access.tokens import Bearer, Wanted
    from hub.store.bulk import Row

Json = dict[str, Any]


class Keys(Wired):
    """Tokens and saved searches. A token as JSON: ``{id, name, scope, search, territory, created, expires,
    used}``; a search: ``{id, name, filters, created}``."""

    def create_token(self, person: Person, wanted: Wanted) -> tuple[str, Json]:
        """(the token, to be shown once, what is kept of it)."""
        from hub.access import audit, tokens

        now = self.clock.now()
        with self.store.write() as connection:
            token, row = tokens.create(connection, person, wanted, now)
            detail = {name: row[name] for name in ("scope", "search", "territory")}
            audit.write(connection, person, "acces.creation", row["name"], detail, now)
        return token, _token_json(row)

    def tokens_of(self, person: Person) -> list[Json]:
        """One's own tokens, the newest first."""
        from hub.store import access_tokens

        with self.store.read() as connection:
            return [_token_json(row) for row in access_tokens.listed(connection, person.id)]

    def revoke_token(self, person: Person, id_: int) -> None:
        """End one of one's own tokens; raises ``unknown-token``."""
        from hub.access import audit
        from hub.store import access_tokens

        now = self.clock.now()
        with self.store.write() as connection:
            if not access_tokens.revoke(connection, person.id, id_, now):
                raise HubError("Ce jeton n’existe pas.", code="unknown-token", next_step="Voir /compte.")
            audit.write(connection, person, "acces.revocation", str(id_), None, now)

    def bearer(self, token: str) -> Bearer | None:
        """Who shows this token; ``scope`` says what it may be used for."""
        from hub.access import tokens

        with self.store.read() as connection:
            return tokens.find(connection, token, self.clock.now())

    def touch_token(self, id_: int) -> None:
        """Note that a token was used."""
        from hub.store import access_tokens

        with self.store.write() as connection:
            access_tokens.touch(connection, id_, self.clock.now())

    def save_search(self, person: Person, name: str, filters: Mapping[str, Any]) -> Json:
        """Keep filters under a name."""
        from hub.store import saved_searches

        row = {
            "account": person.id,
            "name": _named(name),
            "filters": dict(filters),
            "created": self.clock.now(),
        }
        with self.store.write() as connection:
            return _search_json({**row, "id": saved_searches.add(connection, row)})

    def saved_searches(self, person: Person) -> list[Json]:
        """One's own searches by name."""
        from hub.store import saved_searches

        with self.store.read() as connection:
            return [_search_json(row) for row in saved_searches.listed(connection, person.id)]

    def saved_search(self, person: Person, id_: int) -> Json:
        """One of one's own searches; somebody else's is ``unknown-search``."""
        from hub.store import saved_searches

        with self.store.read() as connection:
            row = saved_searches.one(connection, person.id, id_)
        if row is None:
            raise _unknown_search()
        return _search_json(row)

    def rename_search(self, person: Person, id_: int, name: str) -> None:
        """Give one of one's own searches another name."""
        from hub.store import saved_searches

        with self.store.write() as connection:
            if not saved_searches.rename(connection, person.id, id_, _named(name)):
                raise _unknown_search()

    def forget_search(self, person: Person, id_: int) -> None:
        """Forget one of one's own searches, and the feeds of it."""
        from hub.store import saved_searches

        with self.store.write() as connection:
            if not saved_searches.drop(connection, person.id, id_):
                raise _unknown_search()


def _named(name: str) -> str:
    named = " ".join(name.split())[:80]
    if not named:
        raise HubError("Une recherche a un nom.", code="search-invalid", next_step="Lui en donner un.")
    return named


def _unknown_search() -> HubError:
    return HubError("Cette recherche n’existe pas.", code="unknown-search", next_step="Voir ses recherches.")


def _token_json(row: Row) -> Json:
    times = {name: row[name].isoformat() if row[name] else None for name in ("created", "expires", "used")}
    return {name: row[name] for name in ("id", "name", "scope", "search", "territory")} | times


def _search_json(row: Row) -> Json:
    created = row["created"].isoformat()
    return {"id": row["id"], "name": row["name"], "filters": dict(row["filters"]), "created": created}
