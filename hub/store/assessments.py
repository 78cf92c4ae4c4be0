"""Assessments: what waits for one, and writing them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Connection, delete, or_, select, update

from hub.store import queue
from hub.store.bulk import Row, batches, insert, table, upsert
from hub.store.tables import AssessmentRow, MarcheRow, MarcheTerritoryRow, SignalRow

ASSESSMENTS = table(AssessmentRow)
MARCHES = table(MarcheRow)
SIGNALS = table(SignalRow)
TERRITORIES = table(MarcheTerritoryRow)


def pending(
    connection: Connection,
    *,
    rules_version: str,
    conventions: Collection[str],
    today: date,
    stage: str,
    limit: int,
    after: str = "",
) -> list[str]:
    """Marchés of a stage whose assessment is missing, or looked at something else than what stands now.

    ``conventions`` are the hashes in force: a territory that changed its own has left one behind.
    """
    stale = or_(
        ASSESSMENTS.c.marche.is_(None),
        ASSESSMENTS.c.case_hash != MARCHES.c.case_hash,
        ASSESSMENTS.c.rules_version != rules_version,
        ASSESSMENTS.c.conventions.not_in(list(conventions)),
        ASSESSMENTS.c.comparables_hash.is_(None),
        ASSESSMENTS.c.again <= today,
        # A clock set back: what was counted from a later day is counted again.
        ASSESSMENTS.c.today > today,
    )
    query = (
        select(MARCHES.c.id)
        .select_from(MARCHES.outerjoin(ASSESSMENTS, ASSESSMENTS.c.marche == MARCHES.c.id))
        .where(stale, MARCHES.c.stage == stage, MARCHES.c.id > after)
        .order_by(MARCHES.c.id)
        .limit(limit)
    )
    return [row[0] for row in connection.execute(query)]


def forget(connection: Connection) -> None:
    """Have every marché assessed again."""
    connection.execute(update(ASSESSMENTS).values(comparables_hash=None))


def day_of(connection: Connection, id_: str) -> date | None:
    """The day on which a marché was last assessed."""
    return connection.execute(select(ASSESSMENTS.c.today).where(ASSESSMENTS.c.marche == id_)).scalar()


def contexts(connection: Connection, ids: Sequence[str]) -> dict[str, Row]:
    """``case_hash``, ``departements`` and ``territories`` [(id, certainty)] of each marché."""
    found: dict[str, Row] = {}
    for some in batches(ids):
        query = select(MARCHES.c.id, MARCHES.c.case_hash, MARCHES.c.facts).where(MARCHES.c.id.in_(some))
        for id_, case_hash, facts in connection.execute(query):
            departements = tuple(facts["departements"])
            found[id_] = {"case_hash": case_hash, "departements": departements, "territories": []}
        rows = connection.execute(
            select(TERRITORIES).where(TERRITORIES.c.marche.in_(some)).order_by(TERRITORIES.c.territory)
        ).mappings()
        for row in rows:
            found[row["marche"]]["territories"].append((row["territory"], row["certainty"]))
    return found


def put(connection: Connection, rows: Sequence[Row], signals: Sequence[Row]) -> None:
    """Write assessments, replacing the signals of these marchés."""
    upsert(connection, AssessmentRow, rows, key=["marche"])
    for some in batches([row["marche"] for row in rows]):
        connection.execute(delete(SIGNALS).where(SIGNALS.c.marche.in_(some)))
    insert(connection, SignalRow, signals)
    queue.project(connection, [row["marche"] for row in rows])
