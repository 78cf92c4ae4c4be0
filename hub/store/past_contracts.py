"""Past contracts: writing those of a marché, finding those of a trade, and telling whom a change concerns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, select, update

from hub.clauses.comparables import MOST, PastContract, earliest
from hub.store.bulk import Row, batches, insert, named, table, upsert
from hub.store.columns import CENT
from hub.store.tables import AssessmentRow, ComparisonRow, MarcheRow, PastContractRow

PAST = table(PastContractRow)
COMPARISONS = table(ComparisonRow)
ASSESSMENTS = table(AssessmentRow)
MARCHES = table(MarcheRow)

# One more than is compared: a marché that comes back is itself among the contracts of its buyer.
_ENOUGH = MOST + 1
_IN_PAIRS = 50


def of_buyer(connection: Connection, trade: str, siren: str, today: date) -> list[PastContract]:
    """The newest past contracts of a buyer in a trade."""
    return _newest(connection, today, PAST.c.trade == trade, PAST.c.buyer_siren == siren)


def priced(connection: Connection, trade: str, today: date) -> list[PastContract]:
    """The newest past contracts of a trade, of any buyer, that have an amount."""
    return _newest(connection, today, PAST.c.trade == trade, PAST.c.priced.is_(True))


def _newest(connection: Connection, today: date, *wanted: ColumnElement[bool]) -> list[PastContract]:
    """Straight from an index, as quick among 50 000 as among 50. One query for several buyers or trades
    would have to read and rank all their contracts."""
    query = (
        select(PAST)
        .where(*wanted, PAST.c.notified.between(earliest(today), today))
        .order_by(PAST.c.notified.desc(), PAST.c.marche)
        .limit(_ENOUGH)
    )
    return [_contract(row) for row in connection.execute(query).mappings()]


def buyer_names(connection: Connection, ids: Sequence[str]) -> dict[str, str | None]:
    """The name of the buyer of each marché."""
    found: dict[str, str | None] = {}
    for some in batches(ids):
        query = select(MARCHES.c.id, MARCHES.c.buyer_name).where(MARCHES.c.id.in_(some))
        found.update((id_, name) for id_, name in connection.execute(query))
    return found


def _contract(row: Any) -> PastContract:
    return PastContract(
        id=row["marche"],
        title=row["title"],
        buyer_siren=row["buyer_siren"],
        cpv=(row["trade"],),
        amount=row["amount"],
        notified=row["notified"],
        clause=row["clause"],
        hours=row["hours"],
    )


def replace(connection: Connection, ids: Sequence[str], contracts: Iterable[PastContract]) -> set[str]:
    """Set the past contracts of these marchés; what is compared with those that changed has to be assessed
    again. Returns the trades touched."""
    before = {(row["marche"], row["trade"]): row for row in _stored(connection, ids)}
    now = {(row["marche"], row["trade"]): row for row in map(_row, contracts)}
    changed = [row for name, row in now.items() if before.get(name) != row]
    gone = [name for name in before if name not in now]
    for some in batches(gone, _IN_PAIRS):
        connection.execute(delete(PAST).where(named((PAST.c.marche, PAST.c.trade), some)))
    upsert(connection, PastContractRow, changed, key=["marche", "trade"])
    former = [
        before[row["marche"], row["trade"]] for row in changed if (row["marche"], row["trade"]) in before
    ]
    return _outdate(connection, [*changed, *former, *(before[name] for name in gone)])


def _row(contract: PastContract) -> Row:
    # Rounded as the column keeps it, or the row would seem to change each time.
    amount = None if contract.amount is None else contract.amount.quantize(CENT)
    return {
        "marche": contract.id,
        "trade": contract.cpv[0],
        "buyer_siren": contract.buyer_siren,
        "title": contract.title,
        "amount": amount,
        "priced": amount is not None,
        "notified": contract.notified,
        "clause": contract.clause,
        "hours": contract.hours,
    }


def _stored(connection: Connection, ids: Sequence[str]) -> list[Row]:
    rows: list[Row] = []
    for some in batches(ids):
        query = select(PAST).where(PAST.c.marche.in_(some))
        rows += (dict(row) for row in connection.execute(query).mappings())
    return rows


def _outdate(connection: Connection, rows: Sequence[Row]) -> set[str]:
    """Have assessed again, in the same transaction, what is compared with these rows: the marchés of
    their buyers, and those of any buyer that look for an amount where there is one."""
    amounts = sorted({row["trade"] for row in rows if row["priced"]})
    pairs = sorted({(row["buyer_siren"], row["trade"]) for row in rows if row["buyer_siren"]})
    for trades in batches(amounts, _IN_PAIRS):
        _forget(connection, and_(COMPARISONS.c.trade.in_(trades), COMPARISONS.c.seeks_amount.is_(True)))
    for some in batches(pairs, _IN_PAIRS):
        _forget(connection, named((COMPARISONS.c.buyer_siren, COMPARISONS.c.trade), some))
    return {row["trade"] for row in rows}


def _forget(connection: Connection, concerned: Any) -> None:
    marches = select(COMPARISONS.c.marche).where(concerned)
    connection.execute(
        update(ASSESSMENTS)
        .where(ASSESSMENTS.c.marche.in_(marches), ASSESSMENTS.c.comparables_hash.is_not(None))
        .values(comparables_hash=None)
    )


def compare(connection: Connection, ids: Sequence[str], rows: Sequence[Row]) -> None:
    """Set what these marchés are compared in: ``{marche, trade, buyer_siren, seeks_amount}``."""
    for some in batches(ids):
        connection.execute(delete(COMPARISONS).where(COMPARISONS.c.marche.in_(some)))
    insert(connection, ComparisonRow, rows)


def forget_gone(connection: Connection) -> None:
    """Drop what belongs to marchés that were joined to another, and the past contracts of those that
    are no longer awarded."""
    alive = select(MARCHES.c.id)
    connection.execute(delete(COMPARISONS).where(COMPARISONS.c.marche.not_in(alive)))
    awarded = alive.where(MARCHES.c.stage == "attribue")
    gone = select(PAST.c.marche).where(PAST.c.marche.not_in(awarded)).distinct()
    replace(connection, list(connection.execute(gone).scalars()), [])
