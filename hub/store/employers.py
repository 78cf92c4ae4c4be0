"""Employers and their entries: what consolidation reads and writes, and what people look up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, or_, select

from hub.plugin_api.errors import HubError
from hub.store.bulk import Row, batches, insert, insert_new, named, table, upsert
from hub.store.sightings import SIGHTINGS
from hub.store.tables import (
    EmployerActivityRow,
    EmployerAliasRow,
    EmployerCorrectionRow,
    EmployerEntryRow,
    EmployerMemberRow,
    EmployerRow,
)

EMPLOYERS = table(EmployerRow)
MEMBERS = table(EmployerMemberRow)
ALIASES = table(EmployerAliasRow)
ACTIVITIES = table(EmployerActivityRow)
CORRECTIONS = table(EmployerCorrectionRow)
ENTRIES = table(EmployerEntryRow)


class EntryName(NamedTuple):
    """An employer entry: its connector and its key there."""

    connector: str
    key: str


# -- consolidation -----------------------------------------------------------


def pending(connection: Connection) -> list[EntryName]:
    """Entries that consolidation has not seen in their present state: content, listing, activity."""
    met = and_(SIGHTINGS.c.connector == ENTRIES.c.connector, SIGHTINGS.c.key == ENTRIES.c.key)
    mine = and_(MEMBERS.c.connector == ENTRIES.c.connector, MEMBERS.c.key == ENTRIES.c.key)
    query = (
        select(ENTRIES.c.connector, ENTRIES.c.key)
        .select_from(ENTRIES.join(SIGHTINGS, met).outerjoin(MEMBERS, mine))
        .where(
            or_(
                MEMBERS.c.employer.is_(None),
                MEMBERS.c.content_hash != ENTRIES.c.content_hash,
                MEMBERS.c.gone_since.is_distinct_from(SIGHTINGS.c.gone_since),
                MEMBERS.c.inactive_since.is_distinct_from(SIGHTINGS.c.inactive_since),
            )
        )
        .order_by(ENTRIES.c.connector, ENTRIES.c.key)
    )
    return [EntryName(*row) for row in connection.execute(query)]


def states(connection: Connection, names: Sequence[EntryName]) -> dict[EntryName, Row]:
    """``content_hash, revision, first_seen, last_seen, gone_since, inactive_since`` of each met entry."""
    met = and_(SIGHTINGS.c.connector == ENTRIES.c.connector, SIGHTINGS.c.key == ENTRIES.c.key)
    columns = (SIGHTINGS.c.first_seen, SIGHTINGS.c.last_seen, SIGHTINGS.c.gone_since)
    query = select(
        ENTRIES.c.connector,
        ENTRIES.c.key,
        ENTRIES.c.content_hash,
        ENTRIES.c.revision,
        *columns,
        SIGHTINGS.c.inactive_since,
    ).select_from(ENTRIES.join(SIGHTINGS, met))
    found: dict[EntryName, Row] = {}
    for some in batches(names):
        for row in connection.execute(query.where(_named(ENTRIES, some))).mappings():
            found[EntryName(row["connector"], row["key"])] = dict(row)
    return found


def relatives(connection: Connection, names: Sequence[EntryName]) -> set[EntryName]:
    """Entries of the same legal units (SIREN), of the same establishments, or of the same employers."""
    numbers: set[tuple[str | None, str | None]] = set()
    ids: set[str] = set()
    for some in batches(names):
        query = select(ENTRIES.c.siren, ENTRIES.c.siret).where(_named(ENTRIES, some))
        numbers.update((siren, siret) for siren, siret in connection.execute(query))
        ids.update(connection.scalars(select(MEMBERS.c.employer).where(_named(MEMBERS, some))))
    found: set[EntryName] = set()
    entry, member = (select(rows.c.connector, rows.c.key) for rows in (ENTRIES, MEMBERS))
    for query, column, values in (
        (entry, ENTRIES.c.siren, {siren for siren, _ in numbers if siren}),
        (entry, ENTRIES.c.siret, {siret for _, siret in numbers if siret}),
        (member, MEMBERS.c.employer, ids),
    ):
        for part in batches(sorted(values)):
            found.update(EntryName(*row) for row in connection.execute(query.where(column.in_(part))))
    return found


def existing(connection: Connection, names: Sequence[EntryName]) -> set[EntryName]:
    """Those of these names that are entries."""
    found: set[EntryName] = set()
    for some in batches(names):
        query = select(ENTRIES.c.connector, ENTRIES.c.key).where(_named(ENTRIES, some))
        found.update(EntryName(*row) for row in connection.execute(query))
    return found


def memberships(connection: Connection, names: Iterable[EntryName]) -> dict[EntryName, str]:
    """The employer that each entry belongs to."""
    found: dict[EntryName, str] = {}
    for some in batches(sorted(names)):
        for row in connection.execute(select(MEMBERS).where(_named(MEMBERS, some))).mappings():
            found[EntryName(row["connector"], row["key"])] = row["employer"]
    return found


def hashes(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """The state hash of each of these employers that exists."""
    found: dict[str, str] = {}
    for some in batches(ids):
        query = select(EMPLOYERS.c.id, EMPLOYERS.c.state_hash).where(EMPLOYERS.c.id.in_(some))
        found.update((id_, hash_) for id_, hash_ in connection.execute(query))
    return found


def put_members(connection: Connection, rows: Sequence[Row]) -> None:
    """Write which employer entries belong to."""
    upsert(connection, EmployerMemberRow, rows, key=["connector", "key"])


def put(connection: Connection, rows: Sequence[Row]) -> None:
    """Write employers with their activities."""
    upsert(connection, EmployerRow, rows, key=["id"])
    ids = [row["id"] for row in rows]
    for some in batches(ids):
        connection.execute(delete(ACTIVITIES).where(ACTIVITIES.c.employer.in_(some)))
        # An id that was once given up may come back when employers are split again.
        connection.execute(delete(ALIASES).where(ALIASES.c.id.in_(some)))
    activities = [(row["id"], name) for row in rows for name in dict.fromkeys(row["facts"]["activities"])]
    insert(connection, EmployerActivityRow, [{"employer": id_, "activity": name} for id_, name in activities])


def retire(connection: Connection, old: str, new: str) -> None:
    """The entries of ``old`` are now of ``new``: keep its id as an alias."""
    connection.execute(delete(ACTIVITIES).where(ACTIVITIES.c.employer == old))
    connection.execute(delete(EMPLOYERS).where(EMPLOYERS.c.id == old))
    connection.execute(ALIASES.update().where(ALIASES.c.employer == old).values(employer=new))
    insert_new(connection, EmployerAliasRow, [{"id": old, "employer": new}])


def emptied(connection: Connection, ids: Sequence[str]) -> list[str]:
    """Those of these employers that have no entry left."""
    alive: set[str] = set()
    for some in batches(ids):
        alive.update(connection.scalars(select(MEMBERS.c.employer).where(MEMBERS.c.employer.in_(some))))
    return [id_ for id_ in ids if id_ not in alive]


def touch(connection: Connection, names: Sequence[EntryName]) -> None:
    """Have the next consolidation look at these entries again."""
    for some in batches(names):
        connection.execute(MEMBERS.update().where(_named(MEMBERS, some)).values(content_hash=""))


def touch_all(connection: Connection) -> None:
    """Have the next consolidation rebuild every employer."""
    connection.execute(MEMBERS.update().values(content_hash=""))
    connection.execute(EMPLOYERS.update().values(state_hash=""))


# -- corrections -------------------------------------------------------------


def correct(connection: Connection, row: Row) -> None:
    """Append a correction: ``connector, key, field, value, author, reason, at``."""
    insert(connection, EmployerCorrectionRow, [row])


def corrections(connection: Connection, names: Sequence[EntryName]) -> dict[EntryName, list[Row]]:
    """The corrections anchored to each entry, oldest first."""
    found: dict[EntryName, list[Row]] = {}
    for some in batches(names):
        query = select(CORRECTIONS).where(_named(CORRECTIONS, some)).order_by(CORRECTIONS.c.id)
        for row in connection.execute(query).mappings():
            found.setdefault(EntryName(row["connector"], row["key"]), []).append(dict(row))
    return found


# -- looking up --------------------------------------------------------------


def resolve(connection: Connection, id_: str) -> str:
    """The present id of an employer, from its id, a former id, its SIRET, or ``connector:key``.

    Raises ``unknown-employer``.
    """
    if connection.execute(select(EMPLOYERS.c.id).where(EMPLOYERS.c.id == id_)).first():
        return id_
    connector, _, key = id_.partition(":")
    named = and_(MEMBERS.c.connector == connector, MEMBERS.c.key == key)
    for query in (
        select(ALIASES.c.employer).where(ALIASES.c.id == id_),
        select(MEMBERS.c.employer).where(named),
        select(EMPLOYERS.c.id).where(EMPLOYERS.c.siret == id_).order_by(EMPLOYERS.c.id),
    ):
        found = connection.scalars(query).first()
        if found is not None:
            return str(found)
    raise HubError(
        f"Aucun employeur n’a l’identifiant, le SIRET ou la fiche « {id_} ».",
        code="unknown-employer",
        next_step="hub employers",
    )


def light(connection: Connection, wanted: Sequence[ColumnElement[bool]]) -> list[Any]:
    """(id, name, insee, latitude, longitude) of the employers that satisfy these conditions."""
    columns = (EMPLOYERS.c.id, EMPLOYERS.c.name, EMPLOYERS.c.insee)
    query = select(*columns, EMPLOYERS.c.latitude, EMPLOYERS.c.longitude)
    return list(connection.execute(query.where(*wanted).order_by(EMPLOYERS.c.fold, EMPLOYERS.c.id)))


def doing(activities: Sequence[str]) -> Select[Any]:
    """The ids of the employers that do any of these activities."""
    return select(ACTIVITIES.c.employer).where(ACTIVITIES.c.activity.in_(list(activities)))


def activities(connection: Connection) -> list[str]:
    """Every activity that some employer has."""
    return sorted(connection.scalars(select(ACTIVITIES.c.activity).distinct()))


def by_id(connection: Connection, ids: Sequence[str]) -> dict[str, Row]:
    """The rows of these employers."""
    found: dict[str, Row] = {}
    for some in batches(ids):
        for row in connection.execute(select(EMPLOYERS).where(EMPLOYERS.c.id.in_(some))).mappings():
            found[row["id"]] = dict(row)
    return found


def states_of(connection: Connection, ids: Sequence[str]) -> Iterator[tuple[str | None, str, bool]]:
    """(kind, status, whether it tells any activity) of each of these employers."""
    told = select(ACTIVITIES.c.employer).where(ACTIVITIES.c.employer == EMPLOYERS.c.id).exists()
    query = select(EMPLOYERS.c.kind, EMPLOYERS.c.status, told)
    for some in batches(ids):
        for kind, status, tells in connection.execute(query.where(EMPLOYERS.c.id.in_(some))):
            yield kind, status, bool(tells)


def members(connection: Connection, ids: Sequence[str]) -> dict[str, list[Row]]:
    """The entries of each employer with their reason and sighting, by name."""
    met = and_(SIGHTINGS.c.connector == MEMBERS.c.connector, SIGHTINGS.c.key == MEMBERS.c.key)
    query = select(
        MEMBERS.c.employer,
        MEMBERS.c.reason,
        SIGHTINGS,
    ).select_from(MEMBERS.join(SIGHTINGS, met))
    found: dict[str, list[Row]] = {id_: [] for id_ in ids}
    for some in batches(ids):
        chosen = query.where(MEMBERS.c.employer.in_(some)).order_by(MEMBERS.c.connector, MEMBERS.c.key)
        for row in connection.execute(chosen).mappings():
            found[row["employer"]].append(dict(row))
    return found


def _named(rows: Any, names: Sequence[EntryName]) -> ColumnElement[bool]:
    return named((rows.c.connector, rows.c.key), names)
