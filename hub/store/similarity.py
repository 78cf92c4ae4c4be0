"""Similar documents, and documents that people took apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, RowMapping, Table, Tuple, delete, or_, select, tuple_

from hub.store.bulk import Row, batches, insert, insert_new, table
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
                tuple_(rows.c.connector, rows.c.key).in_(some)
            )
            for siren, fold in connection.execute(query):
                if siren:
                    sirens.add(siren)
                elif fold:
                    folds.add(fold)
    return sirens, folds


def documents_of(
    connection: Connection, *, siren: str | None = None, fold: str | None = None
) -> list[LightRow]:
    """(name, kind, title, day, cpv) of every document of one buyer, by SIREN or by folded name."""
    found: list[LightRow] = []
    for rows, day, which in (
        (NOTICES, NOTICES.c.published, "notice"),
        (CONTRACTS, CONTRACTS.c.notified, "contract"),
    ):
        kind = rows.c.kind if which == "notice" else rows.c.connector
        query = select(rows.c.connector, rows.c.key, kind, rows.c.title, day, rows.c.cpv)
        if siren:
            query = query.where(rows.c.buyer_siren == siren)
        else:
            # Only among buyers without a SIREN: there are forty communes called Saint-Martin.
            query = query.where(rows.c.buyer_fold == fold, rows.c.buyer_siren.is_(None))
        for connector, key, own_kind, title, when, cpv in connection.execute(query):
            name = DocumentName(which, connector, key)
            found.append((name, own_kind if which == "notice" else "contract", title, when, cpv))
    return sorted(found, key=lambda row: row[0])


def replace(connection: Connection, names: Sequence[DocumentName], rows: Sequence[Row]) -> None:
    """Set the similarities of these documents (a buyer's) to exactly ``rows``."""
    for some in batches(names):
        wanted = [tuple(name) for name in some]
        touching = or_(_first(SIMILAR).in_(wanted), _second(SIMILAR).in_(wanted))
        connection.execute(delete(SIMILAR).where(touching))
    insert_new(connection, SimilarityRow, rows)


def pairs(
    connection: Connection, names: Sequence[DocumentName]
) -> dict[tuple[DocumentName, DocumentName], str]:
    """The similar pairs that touch any of these documents, with their reasons."""
    found: dict[tuple[DocumentName, DocumentName], str] = {}
    for some in batches(names, 200):
        wanted = [tuple(name) for name in some]
        query = select(SIMILAR).where(or_(_first(SIMILAR).in_(wanted), _second(SIMILAR).in_(wanted)))
        for row in connection.execute(query).mappings():
            found[_names(row)] = row["reason"]
    return found


def apart(connection: Connection, names: Sequence[DocumentName]) -> dict[DocumentName, set[DocumentName]]:
    """Which of these documents a person took out, and away from which others."""
    found: dict[DocumentName, set[DocumentName]] = {}
    for some in batches(names):
        query = select(APART).where(_first(APART).in_([tuple(name) for name in some]))
        for row in connection.execute(query).mappings():
            one, other = _names(row)
            found.setdefault(one, set()).add(other)
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
    connection.execute(delete(APART).where(_first(APART).in_([tuple(one)])))


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


def _first(rows: Table) -> Tuple:
    return tuple_(rows.c.kind, rows.c.connector, rows.c.key)


def _second(rows: Table) -> Tuple:
    return tuple_(rows.c.other_kind, rows.c.other_connector, rows.c.other_key)
