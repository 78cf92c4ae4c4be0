"""Alerts: what people ask to be told of, as they see it; and whether a feed of theirs changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hub.app.base import Wired

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from hub.access.person import Person
    from hub.alerts.wishes import Wish
    from hub.review.digest import Digest
    from hub.store.bulk import Row
    from hub.store.queue import QueueFilter

Json = dict[str, Any]
_COLUMNS = ("id", "search", "territory", "cadence", "weekday", "channel", "what", "failures")


class Alerting(Wired):
    """One's own alerts. As JSON: ``{id, name, search, territory, cadence, weekday, channel, what, failures,
    since, paused}``."""

    def alerts_of(self, person: Person) -> list[Json]:
        """The alerts of a person, the oldest first."""
        from hub.store import alerts, saved_searches

        with self.store.read() as connection:
            names = {row["id"]: row["name"] for row in saved_searches.listed(connection, person.id)}
            rows = alerts.listed(connection, person.id)
        return [self._alert_json(row, names) for row in rows]

    def add_alert(self, person: Person, wish: Wish) -> int:
        """A new alert; its number. Raises ``alert-invalid``."""
        from hub.access import audit
        from hub.alerts import wishes

        self._known_territory(wish.territory)
        now = self.clock.now()
        with self.store.write() as connection:
            row = wishes.add(connection, person, wish, self.settings.channels, now)
            audit.write(connection, person, "alerte.creation", str(row["id"]), _detail(row), now)
        return int(row["id"])

    def change_alert(self, person: Person, id_: int, wish: Wish) -> None:
        """Have it told otherwise; what it told stays told."""
        from hub.access import audit
        from hub.alerts import wishes
        from hub.store import alerts

        self._known_territory(wish.territory)
        with self.store.write() as connection:
            own_alert(connection, person, id_)
            values = wishes.checked(connection, person, wish, self.settings.channels)
            alerts.change(connection, id_, values)
            audit.write(
                connection, person, "alerte.modification", str(id_), _detail(values), self.clock.now()
            )

    def pause_alert(self, person: Person, id_: int, paused: bool) -> None:
        """Keep quiet until told otherwise; what happens meanwhile is told at the end of it."""
        from hub.access import audit
        from hub.store import alerts

        now = self.clock.now()
        with self.store.write() as connection:
            own_alert(connection, person, id_)
            alerts.change(connection, id_, {"paused": now if paused else None, "failures": 0})
            action = "alerte.pause" if paused else "alerte.reprise"
            audit.write(connection, person, action, str(id_), None, now)

    def drop_alert(self, person: Person, id_: int) -> None:
        """Forget an alert, and its letters that wait."""
        from hub.access import audit
        from hub.store import alerts

        with self.store.write() as connection:
            own_alert(connection, person, id_)
            alerts.drop(connection, id_)
            audit.write(connection, person, "alerte.suppression", str(id_), None, self.clock.now())

    def preview_alert(self, person: Person, id_: int) -> Digest:
        """What the next digest would say if it were made now; nothing is told by looking."""
        from hub.alerts import edition

        with self.store.read() as connection:
            row = own_alert(connection, person, id_)
            return edition.gathered(connection, row, person, self._labels(), self.clock).digest

    def leave_alert(self, id_: int, signature: str, *, end: bool) -> str:
        """What the alert of a signed link is about; ``end`` pauses it. Raises ``unknown-alert``."""
        from hub.alerts.errors import unknown_alert
        from hub.alerts.unsubscribe import is_signed
        from hub.store import accounts, alerts, saved_searches

        # Read first: a stranger with a wrong link must not keep anybody from writing.
        with self.store.read() as connection:
            row = alerts.one(connection, id_)
            if row is None or not is_signed(id_, row["key"], signature):
                raise unknown_alert()
            searches = {
                each["id"]: each["name"] for each in saved_searches.listed(connection, row["account"])
            }
            account = accounts.one(connection, row["account"])
        if end and row["paused"] is None:
            self._end(row, account["login"] if account else "inconnu")
        return str(self._alert_json(row, searches)["name"])

    def _end(self, row: Row, login: str) -> None:
        from hub.access import audit
        from hub.store import alerts

        now = self.clock.now()
        with self.store.write() as connection:
            alerts.change(connection, row["id"], {"paused": now})
            audit.write(connection, login, "alerte.desabonnement", str(row["id"]), None, now)

    def feed_state(self, filters: QueueFilter) -> tuple[str, datetime | None]:
        """(a text that changes when a feed of these filters does, when that last was)."""
        from hashlib import blake2b

        from hub.store import feeds

        with self.store.read() as connection:
            state, changed = feeds.state(connection, filters)
        told = repr((state, filters, self.clock.today)).encode()
        return blake2b(told, digest_size=16).hexdigest(), changed

    def _alert_json(self, row: Row, searches: Mapping[int, str]) -> Json:
        territory = row["territory"]
        if row["search"] is not None:
            name: str | None = searches.get(row["search"], "recherche")
        else:
            name = self._labels().get(territory, territory) if territory else "tous les marchés"
        times = {each: row[each].isoformat() if row[each] else None for each in ("since", "paused")}
        return {"name": name, **{each: row[each] for each in _COLUMNS}, **times}

    def _labels(self) -> dict[str, str]:
        """The name of each territory by id, the narrowest first."""
        ordered = sorted(self.territories.values(), key=lambda each: (len(each.communes), each.id))
        return {each.id: each.label for each in ordered}

    def _known_territory(self, id_: str | None) -> None:
        if id_ is not None and id_ not in self.territories:
            from hub.alerts.errors import AlertInvalid

            raise AlertInvalid("Ce territoire n’existe pas.", code="unknown-territory")


def own_alert(connection: Connection, person: Person, id_: int) -> Row:
    """An alert of this person; somebody else's is as good as none."""
    from hub.alerts.errors import unknown_alert
    from hub.store import alerts

    row = alerts.one(connection, id_)
    if row is None or row["account"] != person.id:
        raise unknown_alert()
    return row


def _detail(row: Row) -> Json:
    return {name: row[name] for name in ("search", "territory", "cadence", "channel")}
