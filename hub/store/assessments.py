"""Assessments: what waits for one, and writing them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Connection, and_, delete, or_, select

from hub.store.bulk import Row, batches, insert, table, upsert
from hub.store.tables import AssessmentRow, MarcheRow, MarcheTerritoryRow, SignalRow

ASSESSMENTS = table(AssessmentRow)
MARCHES = table(MarcheRow)
SIGNALS = table(SignalRow)
TERRITORIES = table(MarcheTerritoryRow)

_MOVING = ("amont", "ouvert", "clos")


def pending(
    connection: Connection,
    *,
    rules_version: str,
    conventions: Collection[str],
    today: date,
    limit: int,
    after: str = "",
) -> list[str]:
    """Marchés whose assessment is missing, or looked at something else than what stands now.

    ``conventions`` are the hashes in force: a territory that changed its own has left one behind.
    What is still moving is looked at again each day.
    """
    stale = or_(
        ASSESSMENTS.c.marche.is_(None),
        ASSESSMENTS.c.case_hash != MARCHES.c.case_hash,
        ASSESSMENTS.c.rules_version != rules_version,
        ASSESSMENTS.c.conventions.not_in(list(conventions)),
        and_(MARCHES.c.stage.in_(_MOVING), ASSESSMENTS.c.today != today),
    )
    query = (
        select(MARCHES.c.id)
        .select_from(MARCHES.outerjoin(ASSESSMENTS, ASSESSMENTS.c.marche == MARCHES.c.id))
        .where(stale, MARCHES.c.id > after)
        .order_by(MARCHES.c.id)
        .limit(limit)
    )
    return [row[0] for row in connection.execute(query)]


def every(connection: Connection, *, limit: int, after: str = "") -> list[str]:
    """All marchés, a page at a time."""
    query = select(MARCHES.c.id).where(MARCHES.c.id > after).order_by(MARCHES.c.id).limit(limit)
    return [row[0] for row in connection.execute(query)]


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
