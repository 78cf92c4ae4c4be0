"""A file, a member of an archive or a body of the network, as one stream whose head was looked at."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from hub.plugin_api import FetchContext, Skipped, SourceChanged, documents

_HEAD: Final = 4096
_CHUNK: Final = 64 * 1024


@dataclass(frozen=True)
class Body:
    """A document: where it is from, its first bytes, what they look like, and all of its bytes, once."""

    origin: str
    head: bytes
    format: documents.Format
    stream: BinaryIO


def body(origin: str, pieces: Iterator[bytes]) -> Body:
    """The document that ``pieces`` make."""
    head = b""
    for piece in pieces:
        head += piece
        if len(head) >= _HEAD:
            break
    stream = cast(BinaryIO, io.BufferedReader(_Pieces(head, pieces)))
    return Body(origin, head[:_HEAD].removeprefix(b"\xef\xbb\xbf"), documents.sniff(head[:_HEAD]), stream)


def bodies(path: Path) -> Iterator[Body | Skipped]:
    """The documents in a file or archive. A workbook, which is a ZIP too, is one file, not many."""
    if is_workbook(path):
        yield Skipped(str(path), "a workbook (XLSX), which is not this source's format")
        return
    for member in documents.iter_members(path):
        with closing(member.open()) as source:
            yield body(member.origin, iter(lambda source=source: source.read(_CHUNK), b""))  # type: ignore[misc]


def is_workbook(path: Path) -> bool:
    """Whether a file is an XLSX workbook."""
    with path.open("rb") as stream:
        if not stream.read(4).startswith(b"PK\x03\x04"):
            return False
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False  # the archive reader will say what is wrong with it


def download(ctx: FetchContext[Any], path: str) -> Body:
    """A file of the source, streamed. A page of HTML, or nothing, is an error."""
    answer = ctx.http.get(path, stream=True)
    found = body(path, answer.iter_bytes())
    if found.format in {"html", "empty", "binary", "pdf"}:
        raise SourceChanged(
            f"{answer.url} gave {found.format} where a file of records was due",
            code="not-the-file",
            next_step="Look at the address in a browser: the publisher may have moved the file.",
        )
    return found


class _Pieces(io.RawIOBase):
    def __init__(self, head: bytes, rest: Iterator[bytes]) -> None:
        self._ready, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._ready:
            self._ready = next(self._rest, b"")
        taken = self._ready[: len(buffer)]
        buffer[: len(taken)] = taken
        self._ready = self._ready[len(taken) :]
        return len(taken)
