"""Keeping the queue's narrow tables: what they say of a marché is read from the tables they copy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping, Select, delete, select

from hub.store.bulk import Row, batches, insert, table
from hub.store.queue import search
from hub.store.queue.conditions import ENTRIES, PLACED
from hub.store.queue.filters import LONGEST_NAME, UNDECIDED
from hub.store.queue.pages import ASSESSMENTS, DECISIONS, MARCHES, last_decisions
from hub.store.tables import MarcheTerritoryRow, QueueEntryRow, QueueTerritoryRow
from hub.store.tables.queue import NO_DAY, NO_DEADLINE

TERRITORIES = table(MarcheTerritoryRow)

_PARIS = ZoneInfo("Europe/Paris")
_MOST = 100
_DAYS = 10**7
# PostgreSQL refuses an index row of more than 2.7 kB.
_MOST_CODES = 50
_ANSWERS = ("clause_status", "obligation_state", "potential_level", "moment_state")
_COPIED = ("stage", "nature", "buyer_siren", *_ANSWERS)


def project(connection: Connection, ids: Iterable[str]) -> None:
    """Say anew of these marchés what the other tables say now; those that are gone leave the queue.

    To be called in the transaction that changed any of it.
    """
    for some in batches(sorted(set(ids))):
        # Two people on PostgreSQL would both take a row away and both put theirs; SQLite knows one writer.
        connection.execute(select(MARCHES.c.id).where(MARCHES.c.id.in_(some)).with_for_update())
        _replace(connection, some)


def rebuild(connection: Connection) -> int:
    """Make it all again from the other tables; how many marchés there are in the queue."""
    stored = connection.execute(select(ENTRIES.c.marche)).scalars().all()
    real = connection.execute(select(ASSESSMENTS.c.marche)).scalars().all()
    project(connection, {*stored, *real})
    return len(real)


def fill(connection: Connection) -> None:
    """Make it for a store from before there was one."""
    assessed = connection.execute(select(ASSESSMENTS.c.marche).limit(1)).first()
    if assessed and not connection.execute(select(ENTRIES.c.marche).limit(1)).first():
        rebuild(connection)


def _replace(connection: Connection, ids: Sequence[str]) -> None:
    stored = select(ENTRIES.c.id).where(ENTRIES.c.marche.in_(ids))
    connection.execute(delete(PLACED).where(PLACED.c.id.in_(stored)))
    connection.execute(delete(ENTRIES).where(ENTRIES.c.marche.in_(ids)))
    found = {row["id"]: row for row in connection.execute(_sources(ids)).mappings()}
    numbers = search.put(connection, ids, {id_: search.texts(row["facts"]) for id_, row in found.items()})
    entries = {id_: {"id": numbers[id_], **_entry(row)} for id_, row in found.items()}
    insert(connection, QueueEntryRow, list(entries.values()))
    insert(connection, QueueTerritoryRow, _placed(connection, entries))


def _placed(connection: Connection, entries: Mapping[str, Row]) -> list[Row]:
    inside = select(TERRITORIES.c.marche, TERRITORIES.c.territory, TERRITORIES.c.certainty)
    return [
        {**entries[marche], "territory": territory, "certainty": certainty}
        for marche, territory, certainty in connection.execute(
            inside.where(TERRITORIES.c.marche.in_(list(entries)))
        )
    ]


def _sources(ids: Sequence[str]) -> Select[Any]:
    last = last_decisions(ids).subquery("last")
    joined = (
        MARCHES.join(ASSESSMENTS, ASSESSMENTS.c.marche == MARCHES.c.id)
        .outerjoin(last, last.c.marche == MARCHES.c.id)
        .outerjoin(DECISIONS, DECISIONS.c.id == last.c.decision)
    )
    facts = ("stage", "nature", "buyer_siren", "amount", "deadline", "published", "updated", "facts")
    copied = [MARCHES.c[name] for name in facts]
    copied += [ASSESSMENTS.c[name] for name in (*_ANSWERS, "priority", "act_before")]
    query = select(MARCHES.c.id, *copied, DECISIONS.c.state, DECISIONS.c.assignee)
    return query.select_from(joined).where(MARCHES.c.id.in_(ids))


def _entry(row: RowMapping) -> Row:
    cpv = _codes(row["facts"])
    deadline = row["deadline"]
    return {
        "rank": (_MOST - row["priority"]) * _DAYS + (row["act_before"] or NO_DEADLINE).toordinal(),
        "marche": row["id"],
        **{name: row[name] for name in _COPIED},
        "review": row["state"] or UNDECIDED,
        "assignee": row["assignee"][:LONGEST_NAME] if row["assignee"] else None,
        "trades": _spaced(code[:2] for code in cpv),
        "cpv": _spaced(cpv[:_MOST_CODES]),
        "amount": row["amount"] or Decimal(0),
        "deadline": deadline.astimezone(_PARIS).date() if deadline else NO_DEADLINE,
        "published": row["published"] or NO_DAY,
        "changed": row["updated"],
    }


def _codes(facts: Row) -> list[str]:
    """CPV codes of the marché and its lots, digits only."""
    written = [*facts["cpv"], *(code for lot in facts["lots"] for code in lot["cpv"])]
    return sorted({code[:8] for code in written if code})


def _spaced(codes: Iterable[str]) -> str:
    return "".join(f" {code}" for code in dict.fromkeys(codes))
