"""Reading files that a person already has: pages and exports of the API, v1 answers, JSON lines, the XML
files of DILA, archives of any of them.

What a file is, is told from its content; ``_READERS`` is where a format finds its reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from hub.plugin_api import RawRecord, Skipped, documents
from hub_procurement_feed.boamp import dila
from hub_procurement_feed.boamp.records import damaged, raw_record, record_of
from hub_procurement_feed.streams import opened

Member = documents.Member
_KEYS: Final = ("results", "records")
_CHUNK: Final = 64 * 1024
_PATIENCE: Final = 100
_LARGEST: Final = 64 * 1024 * 1024


def read(path: Path) -> Iterator[RawRecord | Skipped]:
    """The records of a file, or of every file of an archive; what is not BOAMP is named and skipped."""
    for member in documents.iter_members(path):
        yield from _member(member)


def _member(member: Member) -> Iterator[RawRecord | Skipped]:
    with member.open() as source:
        found, stream = opened(iter(lambda: source.read(_CHUNK), b""))
        reader = _READERS.get(found)
        if reader is None:
            yield Skipped(member.origin, f"a {found} file, where BOAMP gives JSON or XML")
        else:
            yield from reader(stream, member.origin)


def _json(stream: BinaryIO, origin: str) -> Iterator[RawRecord | Skipped]:
    """Damage counts only beside BOAMP records: a file without any is somebody else's."""
    ours = False
    waiting: list[RawRecord] = []
    for number, item in enumerate(documents.iter_json_items(stream, _KEYS)):
        record = record_of(item)
        if record is None and not ours:
            waiting.append(damaged(item.payload, origin, number))
            if len(waiting) > _PATIENCE:
                break
            continue
        yield from waiting
        ours, waiting = True, []
        yield damaged(item.payload, origin, number) if record is None else raw_record(record, origin)
    if not ours:
        yield from _without_records(origin, waiting)


def _without_records(origin: str, waiting: list[RawRecord]) -> Iterator[RawRecord | Skipped]:
    if any(b'"idweb"' in raw.payload for raw in waiting):  # BOAMP, and every record of it is damaged
        yield from waiting
    else:
        yield Skipped(origin, "JSON without any record that has an idweb and a day of publication")


def _xml(stream: BinaryIO, origin: str) -> Iterator[RawRecord | Skipped]:
    payload = stream.read(_LARGEST + 1)
    if len(payload) > _LARGEST:
        yield Skipped(origin, f"an xml file of more than {_LARGEST} bytes: BOAMP has one notice a file")
    else:
        yield dila.landed(payload, origin)


_Reader = Callable[[BinaryIO, str], Iterator[RawRecord | Skipped]]
_READERS: Final[dict[str, _Reader]] = {"json": _json, "xml": _xml}
