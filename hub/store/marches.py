"""Marchés and their members: what consolidation reads and writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select, tuple_

from hub.store import queue
from hub.store.bulk import Row, batches, insert, insert_new, named, table, upsert
from hub.store.tables import (
    AssessmentRow,
    ContractRow,
    DocumentKeyRow,
    MarcheAliasRow,
    MarcheMemberRow,
    MarcheRow,
    MarcheTerritoryRow,
    NoticeRow,
    RenewalRow,
    SignalRow,
)

MARCHES = table(MarcheRow)
MEMBERS = table(MarcheMemberRow)
ALIASES = table(MarcheAliasRow)
KEYS = table(DocumentKeyRow)
TERRITORIES = table(MarcheTerritoryRow)
ASSESSMENTS = table(AssessmentRow)
SIGNALS = table(SignalRow)
RENEWALS = table(RenewalRow)
_DOCUMENTS = {"notice": table(NoticeRow), "contract": table(ContractRow)}


class DocumentName(NamedTuple):
    """A document: ``notice`` or ``contract``, its connector, its key."""

    kind: str
    connector: str
    key: str


def pending(
    connection: Connection, limit: int, after: DocumentName | None = None
) -> list[tuple[DocumentName, str]]:
    """Documents that consolidation has not seen in their present state, with their content hash; those
    that come ``after`` one in the order of the answer, when it is given."""
    found: list[tuple[DocumentName, str]] = []
    kinds = list(_DOCUMENTS)
    for kind in kinds[kinds.index(after.kind) if after else 0 :]:
        rows = _DOCUMENTS[kind]
        seen = and_(
            MEMBERS.c.kind == kind, MEMBERS.c.connector == rows.c.connector, MEMBERS.c.key == rows.c.key
        )
        query = (
            select(rows.c.connector, rows.c.key, rows.c.content_hash)
            .select_from(rows.outerjoin(MEMBERS, seen))
            .where(or_(MEMBERS.c.marche.is_(None), MEMBERS.c.content_hash != rows.c.content_hash))
            .order_by(rows.c.connector, rows.c.key)
            .limit(limit - len(found))
        )
        if after and kind == after.kind:
            query = query.where(tuple_(rows.c.connector, rows.c.key) > (after.connector, after.key))
        found += [(DocumentName(kind, c, k), h) for c, k, h in connection.execute(query)]
    return found


def hashes(connection: Connection, names: Sequence[DocumentName]) -> dict[DocumentName, str]:
    """The present content hash of each document."""
    found: dict[DocumentName, str] = {}
    for kind, rows in _DOCUMENTS.items():
        mine = [(name.connector, name.key) for name in names if name.kind == kind]
        for some in batches(mine):
            query = select(rows.c.connector, rows.c.key, rows.c.content_hash).where(
                named((rows.c.connector, rows.c.key), some)
            )
            found.update((DocumentName(kind, c, k), h) for c, k, h in connection.execute(query))
    return found


def set_keys(connection: Connection, names: Sequence[DocumentName], rows: Sequence[Row]) -> None:
    """Replace the names under which these documents are known."""
    for some in batches(names):
        connection.execute(delete(KEYS).where(_named(KEYS, some)))
    insert(connection, DocumentKeyRow, rows)


def neighbours(connection: Connection, names: Sequence[DocumentName]) -> set[DocumentName]:
    """Documents that share a name with any of these, these included."""
    other = KEYS.alias("other")
    found = set(names)
    for some in batches(names, 200):
        query = (
            select(other.c.kind, other.c.connector, other.c.key)
            .select_from(
                KEYS.join(
                    other,
                    and_(
                        KEYS.c.space == other.c.space,
                        KEYS.c.scope == other.c.scope,
                        KEYS.c.value == other.c.value,
                    ),
                )
            )
            .where(_named(KEYS, some))
            .distinct()
        )
        found.update(DocumentName(*row) for row in connection.execute(query))
    return found


def keys_of(
    connection: Connection, names: Sequence[DocumentName]
) -> dict[DocumentName, set[tuple[str, str, str]]]:
    """The (space, scope, value) names of each document."""
    found: dict[DocumentName, set[tuple[str, str, str]]] = {name: set() for name in names}
    for some in batches(names):
        for row in connection.execute(select(KEYS).where(_named(KEYS, some))).mappings():
            name = DocumentName(row["kind"], row["connector"], row["key"])
            found[name].add((row["space"], row["scope"], row["value"]))
    return found


def co_members(connection: Connection, names: Sequence[DocumentName]) -> set[DocumentName]:
    """Documents now in the same marché as any of these."""
    found: set[DocumentName] = set()
    ids = sorted(set(memberships(connection, names).values()))
    for some in batches(ids):
        query = select(MEMBERS.c.kind, MEMBERS.c.connector, MEMBERS.c.key).where(MEMBERS.c.marche.in_(some))
        found.update(DocumentName(*row) for row in connection.execute(query))
    return found


def memberships(connection: Connection, names: Iterable[DocumentName]) -> dict[DocumentName, str]:
    """The marché that each document belongs to."""
    found: dict[DocumentName, str] = {}
    for some in batches(list(names)):
        for row in connection.execute(select(MEMBERS).where(_named(MEMBERS, some))).mappings():
            found[DocumentName(row["kind"], row["connector"], row["key"])] = row["marche"]
    return found


def members(connection: Connection, ids: Sequence[str]) -> dict[str, list[DocumentName]]:
    """The documents of each marché."""
    found: dict[str, list[DocumentName]] = {id_: [] for id_ in ids}
    for some in batches(ids):
        query = select(MEMBERS.c.marche, MEMBERS.c.kind, MEMBERS.c.connector, MEMBERS.c.key)
        for marche, *name in connection.execute(query.where(MEMBERS.c.marche.in_(some))):
            found[marche].append(DocumentName(*name))
    return found


def reasons(connection: Connection, id_: str) -> dict[DocumentName, str]:
    """Why each document is of this marché, oldest document first."""
    query = (
        select(MEMBERS.c.kind, MEMBERS.c.connector, MEMBERS.c.key, MEMBERS.c.reason)
        .where(MEMBERS.c.marche == id_)
        .order_by(MEMBERS.c.published, MEMBERS.c.kind, MEMBERS.c.connector, MEMBERS.c.key)
    )
    return {DocumentName(*name): reason for *name, reason in connection.execute(query)}


def put(
    connection: Connection, found: Sequence[Row], member_rows: Sequence[Row], territories: Sequence[Row]
) -> dict[str, str]:
    """Write marchés with their members and territories; ``created`` or ``changed`` by id, for those
    whose case did change."""
    before = _case_hashes(connection, [row["id"] for row in found])
    upsert(connection, MarcheMemberRow, member_rows, key=["kind", "connector", "key"])
    news = [row for row in found if before.get(row["id"]) != row["case_hash"]]
    upsert(connection, MarcheRow, news, key=["id"])
    effects = {row["id"]: "changed" if row["id"] in before else "created" for row in news}
    for some in batches(list(effects)):
        connection.execute(delete(TERRITORIES).where(TERRITORIES.c.marche.in_(some)))
        # An id that was once given up may come back when documents are removed or split again.
        connection.execute(delete(ALIASES).where(ALIASES.c.id.in_(some)))
    insert(connection, MarcheTerritoryRow, [row for row in territories if row["marche"] in effects])
    queue.project(connection, effects)
    return effects


def _case_hashes(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in batches(ids):
        query = select(MARCHES.c.id, MARCHES.c.case_hash).where(MARCHES.c.id.in_(some))
        found.update((id_, hash_) for id_, hash_ in connection.execute(query))
    return found


def retire(connection: Connection, old: str, new: str) -> None:
    """A marché's documents are now another's: keep its id as an alias."""
    for rows, column in (
        (SIGNALS, "marche"),
        (ASSESSMENTS, "marche"),
        (RENEWALS, "marche"),
        (TERRITORIES, "marche"),
        (MARCHES, "id"),
    ):
        connection.execute(delete(rows).where(rows.c[column] == old))
    queue.project(connection, [old])
    connection.execute(ALIASES.update().where(ALIASES.c.marche == old).values(marche=new))
    insert_new(connection, MarcheAliasRow, [{"id": old, "marche": new}])


def emptied(connection: Connection, ids: Sequence[str]) -> list[str]:
    """Those of these marchés that have no member left."""
    left: list[str] = []
    for some in batches(ids):
        query = select(MEMBERS.c.marche).where(MEMBERS.c.marche.in_(some)).distinct()
        alive = {row[0] for row in connection.execute(query)}
        left += [id_ for id_ in some if id_ not in alive]
    return left


def expired(connection: Connection, moment: Any) -> list[str]:
    """Marchés still called open although their deadline is past."""
    query = select(MARCHES.c.id).where(MARCHES.c.stage == "ouvert", MARCHES.c.deadline < moment)
    return [row[0] for row in connection.execute(query)]


def resolve(connection: Connection, id_: str) -> str | None:
    """The present id of a marché, from its id, a former id, or ``connector:key`` (or a bare key)."""
    if connection.execute(select(MARCHES.c.id).where(MARCHES.c.id == id_)).first():
        return id_
    alias = connection.execute(select(ALIASES.c.marche).where(ALIASES.c.id == id_)).scalar()
    if alias:
        return str(alias)
    connector, colon, key = id_.partition(":")
    by_name: ColumnElement[bool] = MEMBERS.c.key == (id_ if not colon else key)
    if colon:
        by_name = or_(and_(MEMBERS.c.connector == connector, by_name), MEMBERS.c.key == id_)
    found = connection.execute(
        select(MEMBERS.c.marche).where(by_name).order_by(MEMBERS.c.connector)
    ).scalars()
    return next(iter(found), None)


def _named(rows: Any, names: Sequence[DocumentName]) -> ColumnElement[bool]:
    return named((rows.c.kind, rows.c.connector, rows.c.key), names)


def touch(connection: Connection, names: Sequence[DocumentName]) -> None:
    """Have the next consolidation look at these documents again."""
    for some in batches(names):
        connection.execute(MEMBERS.update().where(_named(MEMBERS, some)).values(content_hash=""))
