"""Renewals: which marchés wait to be looked at, the rows, and the list people read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, update

from hub.store.bulk import Row, batches, table, upsert
from hub.store.tables import AssessmentRow, MarcheRow, MarcheTerritoryRow, QueueEntryRow, RenewalRow

MARCHES = table(MarcheRow)
RENEWALS = table(RenewalRow)
ASSESSMENTS = table(AssessmentRow)
TERRITORIES = table(MarcheTerritoryRow)
ENTRIES = table(QueueEntryRow)

# A marché that does not come back keeps a row too, so that it is not looked at again.
NEVER = date(9999, 12, 31)


@dataclass(frozen=True)
class RenewalFilter:
    """``None`` does not filter.

    ``until`` is the last day on which the contract may end. ``state`` is that of the window on ``today``:
    ``a_venir``, ``ouverte`` or ``passee``. ``trade`` is the beginning of a CPV code. ``within`` are the
    territories that may be seen, none for all.
    """

    today: date
    until: date | None = None
    territory: str | None = None
    state: str | None = None
    trade: str | None = None
    within: tuple[str, ...] = ()


def pending(connection: Connection, limit: int) -> list[tuple[str, str]]:
    """(id, case hash) of marchés that changed since they were looked at. All stages: a new call may
    be the successor of a contract that ends."""
    query = (
        select(MARCHES.c.id, MARCHES.c.case_hash)
        .select_from(MARCHES.outerjoin(RENEWALS, RENEWALS.c.marche == MARCHES.c.id))
        .where(or_(RENEWALS.c.marche.is_(None), RENEWALS.c.case_hash != MARCHES.c.case_hash))
        .order_by(MARCHES.c.id)
        .limit(limit)
    )
    return [(id_, hash_) for id_, hash_ in connection.execute(query)]


def forget(connection: Connection) -> None:
    """Have every marché looked at again."""
    connection.execute(update(RENEWALS).values(case_hash=""))


def put(connection: Connection, rows: Sequence[Row], nothing: Sequence[tuple[str, str]]) -> None:
    """Write renewals, and the marchés (id, case hash) that do not come back."""
    upsert(connection, RenewalRow, rows, key=["marche"])
    never: list[Row] = [
        {
            "marche": id_,
            "case_hash": case_hash,
            "end_max": NEVER,
            "window_from": NEVER,
            "window_to": NEVER,
            "intensity": 0,
            "confidence": 0,
            "reasons": [],
            "predecessor": None,
            "successor": None,
        }
        for id_, case_hash in nothing
    ]
    if never:
        moment = connection.execute(select(MARCHES.c.updated).limit(1)).scalar_one()
        upsert(connection, RenewalRow, [{**row, "updated": moment} for row in never], key=["marche"])


def buyers(connection: Connection, ids: Sequence[str]) -> list[str]:
    """The SIRENs of the buyers of these marchés."""
    found: set[str] = set()
    for some in batches(ids):
        query = select(MARCHES.c.buyer_siren).where(
            MARCHES.c.id.in_(some), MARCHES.c.buyer_siren.is_not(None)
        )
        found.update(connection.execute(query).scalars())
    return sorted(found)


def cycles(connection: Connection, buyer: str) -> list[tuple[str, str, date, date | None, str | None]]:
    """(id, title, first published, latest end, CPV) of every marché of a buyer."""
    query = (
        select(MARCHES.c.id, MARCHES.c.title, MARCHES.c.published, RENEWALS.c.end_max, MARCHES.c.facts)
        .select_from(MARCHES.outerjoin(RENEWALS, RENEWALS.c.marche == MARCHES.c.id))
        .where(MARCHES.c.buyer_siren == buyer, MARCHES.c.published.is_not(None))
    )
    return [
        (id_, title, began, None if end in (None, NEVER) else end, next(iter(facts["cpv"]), None))
        for id_, title, began, end, facts in connection.execute(query)
    ]


def set_chain(connection: Connection, ids: Sequence[str], successor: Mapping[str, str]) -> None:
    """Set who follows whom among the marchés of one buyer."""
    predecessor = {after: before for before, after in successor.items()}
    for some in batches(ids):
        stored = select(RENEWALS.c.marche, RENEWALS.c.successor, RENEWALS.c.predecessor)
        for id_, *known in connection.execute(stored.where(RENEWALS.c.marche.in_(some))).all():
            wanted = [successor.get(id_), predecessor.get(id_)]
            if known != wanted:
                values = {"successor": wanted[0], "predecessor": wanted[1]}
                connection.execute(update(RENEWALS).where(RENEWALS.c.marche == id_).values(**values))


def listed(
    connection: Connection, filters: RenewalFilter, *, limit: int | None = None, offset: int = 0
) -> list[Row]:
    """Renewals whose contract still runs and that nothing has replaced, the nearest window first."""
    query = (
        select(
            MARCHES.c.id,
            MARCHES.c.facts,
            ASSESSMENTS.c.body,
            *(RENEWALS.c[name] for name in ("end_max", "window_from", "window_to", "confidence", "reasons")),
            RENEWALS.c.predecessor,
        )
        .select_from(
            RENEWALS.join(MARCHES, MARCHES.c.id == RENEWALS.c.marche).outerjoin(
                ASSESSMENTS, ASSESSMENTS.c.marche == MARCHES.c.id
            )
        )
        .where(*_wanted(filters))
        .order_by(RENEWALS.c.window_to < filters.today, RENEWALS.c.window_to, MARCHES.c.id)
    )
    if limit is not None:
        query = query.limit(limit).offset(offset)
    return [dict(row) for row in connection.execute(query).mappings()]


def count(connection: Connection, filters: RenewalFilter) -> int:
    """How many :func:`listed` finds without a limit."""
    joined = RENEWALS.join(MARCHES, MARCHES.c.id == RENEWALS.c.marche)
    query = select(func.count()).select_from(joined).where(*_wanted(filters))
    return int(connection.execute(query).scalar_one())


def _wanted(filters: RenewalFilter) -> Iterator[ColumnElement[bool]]:
    yield RENEWALS.c.end_max >= filters.today
    yield RENEWALS.c.end_max < NEVER
    yield RENEWALS.c.successor.is_(None)
    if filters.until is not None:
        yield RENEWALS.c.end_max <= filters.until
    if filters.state is not None:
        yield _in_state(filters.state, filters.today)
    if filters.trade is not None:
        codes = ENTRIES.c.cpv.contains(f" {filters.trade}", autoescape=True)
        yield MARCHES.c.id.in_(select(ENTRIES.c.marche).where(codes))
    if filters.territory is not None:
        yield _touching((filters.territory,))
    if filters.within:
        yield _touching(filters.within)


def _in_state(state: str, today: date) -> ColumnElement[bool]:
    return {
        "a_venir": RENEWALS.c.window_from > today,
        "ouverte": and_(RENEWALS.c.window_from <= today, RENEWALS.c.window_to >= today),
        "passee": RENEWALS.c.window_to < today,
    }[state]


def _touching(territories: Sequence[str]) -> ColumnElement[bool]:
    return MARCHES.c.id.in_(select(TERRITORIES.c.marche).where(TERRITORIES.c.territory.in_(territories)))
