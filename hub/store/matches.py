"""Matches: which marchés wait for theirs, writing them, and reading them with the employers' names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, or_, select

from hub.store.bulk import Row, batches, insert, table, upsert
from hub.store.tables import (
    AssessmentRow,
    EmployerMatchRow,
    EmployerRow,
    MarcheRow,
    MarcheTerritoryRow,
    MatchStateRow,
)

MATCHES = table(EmployerMatchRow)
STATES = table(MatchStateRow)
MARCHES = table(MarcheRow)
ASSESSMENTS = table(AssessmentRow)
EMPLOYERS = table(EmployerRow)
TERRITORIES = table(MarcheTerritoryRow)


def waiting(
    connection: Connection, *, version: str, limit: int, after: str = "", everything: bool = False
) -> list[Row]:
    """Assessed marchés whose matches are missing or were made from something else than what stands now,
    a page at a time: ``{marche, case_hash, rules_version, conventions, comparables_hash,
    facts, body}``."""
    stale = or_(
        STATES.c.marche.is_(None),
        STATES.c.case_hash != MARCHES.c.case_hash,
        STATES.c.rules_version != ASSESSMENTS.c.rules_version,
        STATES.c.conventions != ASSESSMENTS.c.conventions,
        STATES.c.comparables_hash != ASSESSMENTS.c.comparables_hash,
        STATES.c.version != version,
    )
    assessed = MARCHES.join(ASSESSMENTS, ASSESSMENTS.c.marche == MARCHES.c.id)
    query = (
        select(
            MARCHES.c.id.label("marche"),
            MARCHES.c.case_hash,
            ASSESSMENTS.c.rules_version,
            ASSESSMENTS.c.conventions,
            ASSESSMENTS.c.comparables_hash,
            MARCHES.c.facts,
            ASSESSMENTS.c.body,
        )
        .select_from(assessed.outerjoin(STATES, STATES.c.marche == MARCHES.c.id))
        .where(MARCHES.c.id > after)
        .order_by(MARCHES.c.id)
        .limit(limit)
    )
    if not everything:
        query = query.where(stale)
    return [dict(row) for row in connection.execute(query).mappings()]


def put(connection: Connection, states: Sequence[Row], rows: Sequence[Row]) -> None:
    """Write the matches of these marchés in the place of the former ones."""
    for some in batches([state["marche"] for state in states]):
        connection.execute(delete(MATCHES).where(MATCHES.c.marche.in_(some)))
    insert(connection, EmployerMatchRow, rows)
    upsert(connection, MatchStateRow, states, key=["marche"])


def forget_retired(connection: Connection) -> None:
    """Drop what belongs to marchés that were joined to another."""
    alive = select(MARCHES.c.id)
    for rows in (MATCHES, STATES):
        connection.execute(delete(rows).where(rows.c.marche.not_in(alive)))


def of_marches(connection: Connection, ids: Sequence[str]) -> dict[str, list[Row]]:
    """The matches of each marché, by lot then rank, with ``kind``, ``name`` and ``siret``.

    An employer that has just closed, or was joined to another, is left out until the next match.
    """
    found: dict[str, list[Row]] = {}
    columns = (*MATCHES.c, EMPLOYERS.c.kind, EMPLOYERS.c.name, EMPLOYERS.c.siret)
    for some in batches(ids):
        query = (
            select(*columns)
            .select_from(MATCHES.join(EMPLOYERS, EMPLOYERS.c.id == MATCHES.c.employer))
            .where(MATCHES.c.marche.in_(some), EMPLOYERS.c.status == "active")
            .order_by(MATCHES.c.marche, MATCHES.c.lot, MATCHES.c.rank)
        )
        for row in connection.execute(query).mappings():
            found.setdefault(row["marche"], []).append(dict(row))
    return found


def of_employer(connection: Connection, employer: str, *, within: Sequence[str] = ()) -> list[Row]:
    """``{marche, title, stage, lot, distance_km}`` where this employer was proposed, the latest published
    first; ``within`` are the territories that may be seen, none for all."""
    columns = (*MATCHES.c[("marche", "lot", "distance_km")], MARCHES.c.title, MARCHES.c.stage)
    query = (
        select(*columns)
        .select_from(MATCHES.join(MARCHES, MARCHES.c.id == MATCHES.c.marche))
        .where(MATCHES.c.employer == employer)
        .order_by(MARCHES.c.published.desc(), MATCHES.c.marche, MATCHES.c.lot)
    )
    if within:
        touching = select(TERRITORIES.c.marche).where(TERRITORIES.c.territory.in_(within))
        query = query.where(MATCHES.c.marche.in_(touching))
    return [dict(row) for row in connection.execute(query).mappings()]


def advice(connection: Connection, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The advice of each marché, by lot key (empty: the whole marché)."""
    found: dict[str, dict[str, Any]] = {}
    for some in batches(ids):
        query = select(STATES.c.marche, STATES.c.advice).where(STATES.c.marche.in_(some))
        found.update((marche, advice) for marche, advice in connection.execute(query))
    return found
