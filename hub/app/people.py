"""People: their accounts, their way in, their keys, and the log of what they did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from hub.app.accounts import Accounts
from hub.app.doors import Doors
from hub.app.keys import Keys

if TYPE_CHECKING:
    from hub.access.person import Person

Json = dict[str, Any]


class People(Accounts, Doors, Keys):
    """All that has to do with who asks."""

    def audit(
        self, who: Person | str, action: str, object_: str, detail: Mapping[str, Any] | None = None
    ) -> None:
        """Write one line of the audit log: ``hub.audit(person, "decision", marche, {"state": "ecartee"})``.
        Fields whose name speaks of a secret are left out."""
        from hub.access import audit

        with self.store.write() as connection:
            audit.write(connection, who, action, object_, detail, self.clock.now())

    def audit_log(self, *, limit: int, offset: int = 0) -> list[Json]:
        """``{id, at, who, action, object, detail}``, the newest first."""
        from hub.store import audit

        with self.store.read() as connection:
            rows = audit.listed(connection, limit=limit, offset=offset)
        return [{**row, "at": row["at"].isoformat()} for row in rows]

    def count_audit(self) -> int:
        """How many lines the audit log has."""
        from hub.store import audit

        with self.store.read() as connection:
            return audit.count(connection)
