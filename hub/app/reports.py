"""What people report on: how the rules fare, and later what the clauses achieved."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from hub.app.base import Wired

Json = dict[str, Any]


class Reports(Wired):
    """Figures over many marchés."""

    def precision(self, *, since: date | None = None, territory: str | None = None) -> list[Json]:
        """How people judged each rule, obligation, potential and trade; the worst rule first.

        Only decisions taken since that day (Paris) count, on the marchés of that territory.
        """
        from hub.review import feedback
        from hub.review.printed import PARIS

        begins = datetime.combine(since, time.min, PARIS).astimezone(UTC) if since else None
        with self.store.read() as connection:
            return feedback.listed(connection, since=begins, territory=territory)
