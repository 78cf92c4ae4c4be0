"""Similar documents, and documents that people took apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, delete, literal, or_, select

from hub.store.bulk import Row, batches, insert, insert_new, named, table
from hub.store.marches import DocumentName
from hub.store.tables import ApartRow, ContractRow, NoticeRow, SimilarityRow

SIMILAR = table(SimilarityRow)
APART = table(ApartRow)
NOTICES = table(NoticeRow)
CONTRACTS = table(ContractRow)

LightRow = tuple[DocumentName, str, str, date | None, str | None]


def buyers(connection: Connection, names: Sequence[DocumentName]) -> tuple[set[str], set[str]]:
    """The SIRENs and folded names of the buyers of these documents."""
    sirens: set[str] = set()
    folds: set[str] = set()
    for kind, rows in (("notice", NOTICES), ("contract", CONTRACTS)):
        mine = [(name.connector, name.key) for name in names if name.kind == kind]
        for some in batches(mine):
            query = select(rows.c.buyer_siren, rows.c.buyer_fold).where(
                named((rows.c.connector, rows.c.key), some)
            )
            for siren, fold in connection.execute(query):
                if siren:
                    sirens.add(siren)
                elif fold:
                    folds.add(fold)
    return sirens, folds


def documents_of(
    connection: Connection, *, sirens: Sequence[str] = (), folds: Sequence[str] = ()
) -> dict[str, list[LightRow]]:
    """(name, kind, title, day, cpv) of every document of each buyer, by SIREN or by folded name."""
    found: dict[str, list[LightRow]] = {}
    for which, rows in (("notice", NOTICES), ("contract", CONTRACTS)):
        day = rows.c.published if which == "notice" else rows.c.notified
        kind = rows.c.kind if which == "notice" else literal("contract")
        columns = (rows.c.connector, rows.c.key, kind, rows.c.title, day, rows.c.cpv)
        for some in batches(sirens):
            query = select(rows.c.buyer_siren, *columns).where(rows.c.buyer_siren.in_(some))
            _collect(found, which, connection.execute(query))
        for some in batches(folds):
            # Only among buyers without a SIREN: there are forty communes called Saint-Martin.
            query = select(rows.c.buyer_fold, *columns)
            query = query.where(rows.c.buyer_fold.in_(some), rows.c.buyer_siren.is_(None))
            _collect(found, which, connection.execute(query))
    return {buyer: sorted(documents) for buyer, documents in sorted(found.items())}


def _collect(found: dict[str, list[LightRow]], which: str, rows: Iterable[Any]) -> None:
    for buyer, connector, key, *light in rows:
        found.setdefault(buyer, []).append((DocumentName(which, connector, key), *light))


def replace(connection: Connection, names: Sequence[DocumentName], rows: Sequence[Row]) -> None:
    """Set the similarities of these documents (a buyer's) to exactly ``rows``."""
    for some in batches(names):
        touching = or_(_first(SIMILAR, some), _second(SIMILAR, some))
        connection.execute(delete(SIMILAR).where(touching))
    insert_new(connection, SimilarityRow, rows)


def pairs(
    connection: Connection, names: Sequence[DocumentName]
) -> dict[tuple[DocumentName, DocumentName], str]:
    """The similar pairs that touch any of these documents, with their reasons."""
    found: dict[tuple[DocumentName, DocumentName], str] = {}
    for some in batches(names, 200):
        query = select(SIMILAR).where(or_(_first(SIMILAR, some), _second(SIMILAR, some)))
        for row in connection.execute(query).mappings():
            found[_names(row)] = row["reason"]
    return found


def apart(connection: Connection, names: Sequence[DocumentName]) -> dict[DocumentName, set[DocumentName]]:
    """Which of these documents a person took out, and away from which others."""
    found: dict[DocumentName, set[DocumentName]] = {}
    for some in batches(names):
        query = select(APART).where(_first(APART, some))
        for row in connection.execute(query).mappings():
            one, other = _names(row)
            found.setdefault(one, set()).add(other)
    return found


def apart_rows(connection: Connection, names: Sequence[DocumentName]) -> list[Row]:
    """The rows in which a person took one of these documents out, in order."""
    found: list[Row] = []
    for some in batches(names):
        query = select(APART).where(_first(APART, some))
        found += map(dict, connection.execute(query.order_by(APART.c.at, APART.c.other_key)).mappings())
    return found


def set_apart(
    connection: Connection, one: DocumentName, others: Sequence[DocumentName], author: str, now: datetime
) -> None:
    """Note that ``one`` is not of the same marché as ``others``."""
    insert(
        connection,
        ApartRow,
        [{**_columns(one, other), "author": author, "at": now} for other in others],
    )


def put_back(connection: Connection, one: DocumentName) -> None:
    """Forget that ``one`` was taken out."""
    connection.execute(delete(APART).where(_first(APART, [one])))


def _columns(one: DocumentName, other: DocumentName) -> Row:
    return {
        "kind": one.kind,
        "connector": one.connector,
        "key": one.key,
        "other_kind": other.kind,
        "other_connector": other.connector,
        "other_key": other.key,
    }


def row(one: DocumentName, other: DocumentName, score: int, reason: str) -> Row:
    """A row of ``similarity``."""
    return {**_columns(one, other), "score": score, "reason": reason}


def _names(found: RowMapping) -> tuple[DocumentName, DocumentName]:
    return (
        DocumentName(found["kind"], found["connector"], found["key"]),
        DocumentName(found["other_kind"], found["other_connector"], found["other_key"]),
    )


def _first(rows: Table, names: Sequence[DocumentName]) -> ColumnElement[bool]:
    return named((rows.c.kind, rows.c.connector, rows.c.key), names)


def _second(rows: Table, names: Sequence[DocumentName]) -> ColumnElement[bool]:
    return named((rows.c.other_kind, rows.c.other_connector, rows.c.other_key), names)
