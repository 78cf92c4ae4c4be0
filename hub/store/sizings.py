"""Corrected hours: written once, read in order."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, and_, select

from hub.store.bulk import Row, batches, insert, table
from hub.store.tables import HoursCorrectionRow, MarcheMemberRow

CORRECTIONS = table(HoursCorrectionRow)
MEMBERS = table(MarcheMemberRow)


def append(connection: Connection, row: Row) -> None:
    """Write one correction."""
    insert(connection, HoursCorrectionRow, [row])


def of_marches(connection: Connection, ids: Sequence[str]) -> dict[str, list[Row]]:
    """The corrections anchored to documents of each of these marchés, oldest first."""
    anchored = and_(
        MEMBERS.c.kind == CORRECTIONS.c.anchor_kind,
        MEMBERS.c.connector == CORRECTIONS.c.anchor_connector,
        MEMBERS.c.key == CORRECTIONS.c.anchor_key,
    )
    query = select(CORRECTIONS, MEMBERS.c.marche.label("now_in")).select_from(
        CORRECTIONS.join(MEMBERS, anchored)
    )
    found: dict[str, list[Row]] = {}
    for some in batches(list(ids)):
        rows = connection.execute(query.where(MEMBERS.c.marche.in_(some)).order_by(CORRECTIONS.c.id))
        for row in rows.mappings():
            found.setdefault(row["now_in"], []).append(dict(row))
    return found
