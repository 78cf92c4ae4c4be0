"""What the page of the sources asks: each feed and where it stands, the work that waits for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hub.app.desk import Desk
from hub.app.operate import Operations
from hub.host import ConnectorState
from hub.plugin_api.errors import HubError

Json = dict[str, Any]
_FACTS = ("title", "publisher", "licence", "kind", "mode")


class Feeds(Desk, Operations):
    """The sources as those who watch over them see them."""

    def feeds(self) -> list[Json]:
        """``{id, title, publisher, licence, kind, mode, state, reason, next_step, schedule, due, cursor,
        last_success, last_run, quarantined}`` of each connector, by id.

        ``due`` is when the next run should begin (a time that is past: at once), ``None`` when none will by
        itself. ``state`` is
        ``missing`` for one whose plugin is no longer installed: its records stay.
        """
        known, waiting = self.connector_states(), self._waiting()
        states = {state.id: state for state in self.host.all_connectors()}
        return [
            {
                **(self._installed(states[id_]) if id_ in states else _gone(id_)),
                "cursor": known.get(id_, {}).get("cursor"),
                "last_success": known.get(id_, {}).get("last_success"),
                "last_run": self._last_run(known.get(id_)),
                "quarantined": waiting[id_],
            }
            for id_ in sorted({*states, *known})
        ]

    def _installed(self, state: ConnectorState) -> Json:
        due, trouble = self._due(state)
        info = state.connector.info
        return {
            "id": state.id,
            **{name: getattr(info, name) for name in _FACTS},
            "state": state.state,
            "reason": trouble.cause if trouble else state.reason,
            "next_step": trouble.next_step if trouble else state.next_step,
            "schedule": self.schedule(state),
            "due": due,
        }

    def _due(self, state: ConnectorState) -> tuple[datetime | None, HubError | None]:
        """When it is read next, and what is wrong with its schedule."""
        from hub.pipeline.due import OFF, next_time

        schedule = self.schedule(state)
        if state.state != "loaded" or schedule in (None, OFF):
            return None, None
        now = self.clock.now()
        try:
            began = self._last_started().get(state.id)
            return (next_time(str(schedule), began) if began else now), None
        except HubError as error:
            return None, error

    def _last_run(self, known: Mapping[str, Any] | None) -> Json | None:
        return self.run(known["last_run"]) if known and known["last_run"] else None

    def _waiting(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for group in self.quarantine_groups():
            found[group["connector"]] += group["count"]
        return found

    def quarantine_groups(self) -> list[Json]:
        """``{connector, code, count, since, next_step}`` of what waits for a person, the most first."""
        from hub.store import quarantine

        with self.store.read() as connection:
            return quarantine.groups(connection)

    def quarantine_group(
        self, connector: str, code: str, *, limit: int | None = None, offset: int = 0
    ) -> list[Json]:
        """The open entries of a connector with this code, the oldest first."""
        from hub.store import quarantine

        with self.store.read() as connection:
            return quarantine.listed(connection, connector=connector, code=code, limit=limit, offset=offset)

    def held_changes(self, run: str) -> list[Json]:
        """``{key, event, employer, name}`` that a held run would change; none once it was accepted, or
        judged again by a later one. ``employer`` is an id, or ``None``."""
        from hub.store import employers, sightings
        from hub.store.employers import EntryName

        connector = self.run(run)["connector"]
        with self.store.read() as connection:
            waiting = sightings.held(connection, run=run)
            names = [EntryName(connector, key) for key, *_ in waiting]
            owners = employers.memberships(connection, names)
            rows = employers.by_id(connection, sorted(set(owners.values())))
        return [
            {"key": key, "event": event, "employer": id_, "name": rows[id_]["name"] if id_ in rows else None}
            for key, event, *_ in waiting
            for id_ in (owners.get(EntryName(connector, key)),)
        ]


def _gone(id_: str) -> Json:
    return {
        "id": id_,
        **dict.fromkeys(_FACTS, ""),
        "title": id_,
        "state": "missing",
        "reason": "Son plugin n’est plus installé ; ce qu’il a lu est gardé.",
        "next_step": "Réinstaller le plugin pour lire la suite.",
        "schedule": None,
        "due": None,
    }
