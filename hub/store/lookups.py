"""The kept answers of registers, and who has not been asked about yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from hub.store.bulk import batches, table, upsert
from hub.store.tables import ContractRow, LookupRow, NoticeRow

LOOKUPS = table(LookupRow)
NOTICES = table(NoticeRow)
CONTRACTS = table(ContractRow)
KEPT_FOR = timedelta(days=180)


def unknown_sirens(connection: Connection, now: datetime, limit: int) -> list[str]:
    """SIRENs of buyers that no kept answer covers, in order."""
    found: set[str] = set()
    for rows in (NOTICES, CONTRACTS):
        fresh = and_(LOOKUPS.c.kind == "siren", LOOKUPS.c.key == rows.c.buyer_siren)
        query = (
            select(rows.c.buyer_siren)
            .select_from(rows.outerjoin(LOOKUPS, fresh))
            .where(
                rows.c.buyer_siren.is_not(None),
                or_(LOOKUPS.c.key.is_(None), LOOKUPS.c.asked < now - KEPT_FOR),
            )
            .distinct()
            .order_by(rows.c.buyer_siren)
            .limit(limit)
        )
        found.update(connection.execute(query).scalars())
    return sorted(found)[:limit]


def keep(
    connection: Connection, kind: str, answers: Mapping[str, Mapping[str, Any] | None], now: datetime
) -> None:
    """Keep what a register answered; ``None`` is an answer too."""
    rows = [
        {"kind": kind, "key": key, "found": dict(found) if found else None, "asked": now}
        for key, found in sorted(answers.items())
    ]
    upsert(connection, LookupRow, rows, key=["kind", "key"])


def known(connection: Connection, kind: str, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The kept answers to these keys, those that found something."""
    found: dict[str, dict[str, Any]] = {}
    for some in batches(sorted(set(keys))):
        query = select(LOOKUPS.c.key, LOOKUPS.c.found).where(LOOKUPS.c.kind == kind, LOOKUPS.c.key.in_(some))
        found.update((key, value) for key, value in connection.execute(query) if value)
    return found


def documents_of(connection: Connection, sirens: Sequence[str]) -> list[tuple[str, str, str]]:
    """(kind, connector, key) of the documents of these buyers."""
    names: list[tuple[str, str, str]] = []
    for kind, rows in (("notice", NOTICES), ("contract", CONTRACTS)):
        for some in batches(sirens):
            query = select(rows.c.connector, rows.c.key).where(rows.c.buyer_siren.in_(some))
            names += [(kind, connector, key) for connector, key in connection.execute(query)]
    return names
