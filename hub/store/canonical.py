"""Canonical rows: idempotent bulk upserts that keep the earlier revision of what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, select
from sqlmodel import SQLModel

from hub.plugin_api.records import AwardedContract, CanonicalRecord, Employer, Notice
from hub.store.bulk import Row, batches, insert, insert_new, table, upsert
from hub.store.folding import fold_buyer
from hub.store.packing import digest, pack, unpack
from hub.store.tables import (
    ContractRevisionRow,
    ContractRow,
    EmployerEntryRevisionRow,
    EmployerEntryRow,
    NoticeRevisionRow,
    NoticeRow,
)

Effect = Literal["created", "changed", "same"]
_REVISED = ("connector", "key", "revision", "content_hash", "raw", "run", "parser_version", "record")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a canonical record came from."""

    raw: int
    run: str
    parser_version: int


def _notice_columns(notice: Notice) -> Row:
    buyer = notice.buyers[0] if notice.buyers else None
    return {
        "kind": notice.kind,
        "title": notice.title,
        "buyer_name": buyer.name if buyer else None,
        "buyer_siren": buyer.siren if buyer else None,
        "buyer_fold": fold_buyer(buyer.name) if buyer else None,
        "nature": notice.nature,
        "cpv": notice.cpv[0] if notice.cpv else None,
        "published": notice.published,
        "deadline": notice.deadline,
    }


def _contract_columns(contract: AwardedContract) -> Row:
    months = contract.duration_months
    return {
        "title": contract.title,
        "buyer_siren": contract.buyer.siren,
        "buyer_fold": fold_buyer(contract.buyer.name),
        "notified": contract.notified,
        "nature": contract.nature,
        "cpv": contract.cpv[0] if contract.cpv else None,
        "amount": contract.value.amount if contract.value else None,
        "duration_months": int(months) if months is not None else None,
    }


def _employer_columns(employer: Employer) -> Row:
    return {
        "kind": employer.kind,
        "name": employer.name,
        "siret": employer.siret,
        "siren": employer.siren,
    }


@dataclass(frozen=True, slots=True)
class _Shelf:
    rows: type[SQLModel]
    revisions: type[SQLModel]
    record: type[Notice] | type[AwardedContract] | type[Employer]
    columns: Callable[[Any], Row]


SHELVES: dict[str, _Shelf] = {
    "notice": _Shelf(NoticeRow, NoticeRevisionRow, Notice, _notice_columns),
    "contract": _Shelf(ContractRow, ContractRevisionRow, AwardedContract, _contract_columns),
    "employer": _Shelf(EmployerEntryRow, EmployerEntryRevisionRow, Employer, _employer_columns),
}


def content(record: CanonicalRecord) -> bytes:
    """The canonical bytes of a record: what is hashed and stored."""
    return record.model_dump_json(exclude_defaults=True).encode()


def put(
    connection: Connection,
    connector: str,
    items: Sequence[tuple[CanonicalRecord, Source]],
    now: datetime,
) -> list[Effect]:
    """Write records whose keys are distinct within each type; say what each did to the store."""
    effects: list[Effect] = ["same"] * len(items)
    for kind, shelf in SHELVES.items():
        mine = [(n, record, source) for n, (record, source) in enumerate(items) if record.type == kind]
        if mine:
            _put_kind(connection, connector, shelf, mine, effects, now)
    return effects


def _put_kind(
    connection: Connection,
    connector: str,
    shelf: _Shelf,
    mine: Sequence[tuple[int, CanonicalRecord, Source]],
    effects: list[Effect],
    now: datetime,
) -> None:
    stored = _stored(connection, connector, shelf, [record.key for _, record, _ in mine])
    fresh: list[Row] = []
    replacing: list[Row] = []
    for n, record, source in mine:
        body = content(record)
        hash_ = digest(body)
        before = stored.get(record.key)
        if before is not None and before["content_hash"] == hash_:
            continue
        effects[n] = "created" if before is None else "changed"
        row = _row(connector, shelf, record, source, body, hash_, now)
        row["revision"] = 1 if before is None else before["revision"] + 1
        (fresh if before is None else replacing).append(row)
    _keep_revisions(connection, shelf, [stored[row["key"]] for row in replacing], now)
    insert(connection, shelf.rows, fresh)
    upsert(connection, shelf.rows, replacing, key=["connector", "key"], keep={"created"})


def _row(
    connector: str,
    shelf: _Shelf,
    record: CanonicalRecord,
    source: Source,
    body: bytes,
    hash_: str,
    now: datetime,
) -> Row:
    return {
        "connector": connector,
        "key": record.key,
        "content_hash": hash_,
        "raw": source.raw,
        "run": source.run,
        "parser_version": source.parser_version,
        "created": now,
        "changed": now,
        "record": pack(body),
        **shelf.columns(record),
    }


def _stored(connection: Connection, connector: str, shelf: _Shelf, keys: Sequence[str]) -> dict[str, Row]:
    rows = table(shelf.rows)
    found: dict[str, Row] = {}
    for some in batches(keys):
        query = select(rows.c.key, rows.c.content_hash, rows.c.revision).where(
            rows.c.connector == connector, rows.c.key.in_(some)
        )
        for row in connection.execute(query).mappings():
            found[row["key"]] = {"connector": connector, **row}
    return found


def _keep_revisions(connection: Connection, shelf: _Shelf, stored: Sequence[Row], now: datetime) -> None:
    rows = table(shelf.rows)
    for some in batches(stored):
        keys = [row["key"] for row in some]
        query = select(*(rows.c[name] for name in _REVISED)).where(
            rows.c.connector == some[0]["connector"], rows.c.key.in_(keys)
        )
        kept = [{**row, "replaced": now} for row in connection.execute(query).mappings()]
        insert_new(connection, shelf.revisions, kept)


def load(
    connection: Connection, kind: str, names: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], CanonicalRecord]:
    """Canonical records by (connector, key)."""
    shelf = SHELVES[kind]
    rows = table(shelf.rows)
    found: dict[tuple[str, str], CanonicalRecord] = {}
    for connector in sorted({connector for connector, _ in names}):
        keys = [key for owner, key in names if owner == connector]
        for some in batches(keys):
            query = select(rows.c.key, rows.c.record).where(
                rows.c.connector == connector, rows.c.key.in_(some)
            )
            for key, record in connection.execute(query):
                found[connector, key] = shelf.record.model_validate_json(unpack(record))
    return found


def revisions(connection: Connection, kind: str, connector: str, key: str) -> Iterator[CanonicalRecord]:
    """Earlier states of one record, oldest first."""
    shelf = SHELVES[kind]
    rows = table(shelf.revisions)
    query = (
        select(rows.c.record)
        .where(rows.c.connector == connector, rows.c.key == key)
        .order_by(rows.c.revision)
    )
    for (record,) in connection.execute(query):
        yield shelf.record.model_validate_json(unpack(record))
