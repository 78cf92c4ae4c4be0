"""Reading files that a person already has: everything DECP was ever published as, told from the content.

Files of several gigabytes are streams: memory holds one record and one chunk, whatever their size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final

import orjson

from hub.plugin_api import RawRecord, Skipped, documents
from hub_procurement_feed.boamp.streams import opened
from hub_procurement_feed.decp import parquet
from hub_procurement_feed.decp.records import Found, of_element, of_json, of_record
from hub_procurement_feed.decp.shapes import JSON
from hub_procurement_feed.decp.spill import grouped
from hub_procurement_feed.decp.tabular import MARKS

PATHS: Final = (
    "marches.marche",
    "marches.contrat-concession",
    "marches",
    "marche",
    "contrat-concession",
    "results",
    "records",
)
ELEMENTS: Final = ("marche", "contrat-concession")
_FLAT: Final = frozenset({"id", "acheteur_id", "objet"})
_SIX: Final = frozenset({"id_marche", "id_acheteur"})
_CHUNK: Final = 64 * 1024
_PATIENCE: Final = 100

Row = Mapping[str, str]


def read(path: Path) -> Iterator[RawRecord | Skipped]:
    """The contracts of a file, or of every file of an archive; what is not DECP is named and skipped."""
    for member in documents.iter_members(path):
        yield from _member(member, path)


def _member(member: documents.Member, path: Path) -> Iterator[RawRecord | Skipped]:
    with member.open() as source:
        form, stream = opened(iter(lambda: source.read(_CHUNK), b""))
        if form == "parquet":
            yield from _parquet(path, member.origin)
        elif form in READERS:
            yield from recognised(READERS[form](stream, member.origin), member.origin, form)
        else:
            yield Skipped(member.origin, f"a {form} file, where DECP comes as JSON, XML or CSV")


def recognised(found: Iterable[Found], origin: str, form: str) -> Iterator[RawRecord | Skipped]:
    """Damage counts only beside contracts: a file without any is somebody else's."""
    waiting: list[RawRecord] = []
    stream = iter(found)
    for item in stream:
        waiting.append(item.raw)
        if item.ours:
            yield from waiting
            yield from (later.raw for later in stream)
            return
        if len(waiting) > _PATIENCE:
            break
    yield Skipped(origin, f"{form} without any contract that has an id and the id of a buyer")


def _json(stream: BinaryIO, origin: str) -> Iterator[Found]:
    for number, item in enumerate(documents.iter_json_items(stream, PATHS)):
        yield of_json(item, origin, number)


def _xml(stream: BinaryIO, origin: str) -> Iterator[Found]:
    for number, payload in enumerate(documents.iter_xml_elements(stream, ELEMENTS)):
        yield of_element(payload, origin, number)


def _csv(stream: BinaryIO, origin: str) -> Iterator[Found]:
    rows = documents.read_csv(stream)
    first = next(rows, None)
    if first is not None:
        yield from of_rows(first, chain([first], rows), origin)


def of_rows(first: Row, rows: Iterable[Row], origin: str) -> Iterator[Found]:
    """The contracts of a table, whose kind is told from the names of its columns."""
    if first.keys() >= MARKS:
        payloads = (payload for _, payload in grouped(rows))
    elif first.keys() >= _SIX or {name.lower() for name in first} >= _FLAT:
        payloads = (orjson.dumps({name: cell for name, cell in row.items() if cell}) for row in rows)
    else:
        return
    for number, payload in enumerate(payloads):
        yield of_record(payload, orjson.loads(payload), JSON, origin, number)


def _parquet(path: Path, origin: str) -> Iterator[RawRecord | Skipped]:
    if origin != str(path) or not parquet.is_readable():
        yield Skipped(origin, parquet.UNREAD)
        return
    rows = parquet.rows(path)
    first = next(rows, {})
    yield from recognised(of_rows(first, chain([first], rows), origin), origin, "parquet")


READERS: Final[dict[str, Callable[[BinaryIO, str], Iterator[Found]]]] = {
    "json": _json,
    "xml": _xml,
    "csv": _csv,
}
"""The reader of each format that can be streamed."""
