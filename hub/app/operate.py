"""What operators ask: the ledger, the quarantine, the schema, who holds a lease."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.app.base import Wired
from hub.plugin_api.errors import HubError
from hub.store import schema

Json = dict[str, Any]


class Operations(Wired):
    """The engine room."""

    def runs(self, *, connector: str | None = None, limit: int | None = 50, offset: int = 0) -> list[Json]:
        """The ledger, newest first."""
        from hub.store import ledger

        with self.store.read() as connection:
            rows = ledger.listed(connection, connector=connector, limit=limit, offset=offset)
        return [run_json(row) for row in rows]

    def count_runs(self, *, connector: str | None = None) -> int:
        """How many runs the ledger has."""
        from hub.store import ledger

        with self.store.read() as connection:
            return ledger.total(connection, connector)

    def run(self, id_: str) -> Json:
        """One run of the ledger, with its notes."""
        from hub.store import ledger

        with self.store.read() as connection:
            row = ledger.one(connection, id_)
        if row is None:
            raise HubError(
                f"Aucune exécution n’a l’identifiant « {id_} ».", code="unknown-run", next_step="hub runs"
            )
        return run_json(row)

    def quarantine(
        self, *, connector: str | None = None, state: str | None = "open", limit: int | None = None
    ) -> list[Json]:
        """The refused records, oldest first."""
        from hub.store import quarantine

        with self.store.read() as connection:
            return quarantine.listed(connection, connector=connector, state=state, limit=limit)

    def quarantined(self, id_: int) -> tuple[Json, bytes]:
        """One refused record with its bytes."""
        from hub.store import quarantine, raw

        with self.store.read() as connection:
            entry = quarantine.one(connection, id_)
            if entry is None:
                raise HubError(
                    f"Aucun enregistrement en quarantaine n’a le numéro {id_}.",
                    code="unknown-quarantine",
                    next_step="hub quarantine list",
                )
            (_, _, record), *_ = raw.load(connection, [entry["raw"]])
        return entry, record.payload

    def discard(self, ids: Sequence[int]) -> int:
        """Mark quarantined records as needing no more work; their bytes stay."""
        from hub.store import quarantine

        with self.store.write() as connection:
            return quarantine.discard(connection, ids, self.clock.now())

    def connector_states(self) -> dict[str, Json]:
        """Cursor, last run and last success of each connector the store knows."""
        from hub.store import connectors

        with self.store.read() as connection:
            return connectors.states(connection)

    def migrate(self) -> tuple[str | None, str]:
        """Make the store's schema or bring it up to date; (before, after)."""
        return schema.migrate(self.store)

    def schema_versions(self) -> tuple[str | None, str]:
        """The store's schema version, ``None`` when it is empty, and the one this program needs."""
        return schema.version(self.store), schema.head()

    def leases(self) -> list[Json]:
        """Who writes now: ``{name, run, host, pid, heartbeat, alive}``; ``alive`` is ``None`` elsewhere."""
        from sqlalchemy import select

        from hub.store.leases import LEASES, Holder

        with self.store.read() as connection:
            rows = [dict(row) for row in connection.execute(select(LEASES)).mappings()]
        return [
            {**row, "alive": Holder(row["host"], row["pid"], row.pop("pid_started")).alive()} for row in rows
        ]


def run_json(row: Mapping[str, Any]) -> Json:
    """A row of the ledger in the names of the public surface, with its notes."""
    from hub.store import ledger

    report = ledger.report(row)
    return {
        "id": report.id,
        "connector": report.connector,
        "plugin": {"distribution": report.distribution, "version": report.version},
        "trigger": report.trigger,
        "status": report.status,
        "started": report.started.isoformat(),
        "ended": report.ended.isoformat() if report.ended else None,
        "cursor_before": report.cursor_before,
        "cursor_after": report.cursor_after,
        "counts": report.counts,
        "error": report.error,
        "notes": row.get("notes") or [],
    }
