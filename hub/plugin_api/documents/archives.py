"""What is in a file, whatever its name says: itself, or the members of an archive."""

from __future__ import annotations

import bz2
import gzip
import io
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, cast

from hub.plugin_api.documents.guards import MIB, Budget, GuardedStream, damage_told, truncated, unsupported
from hub.plugin_api.documents.sniffing import Format, sniff
from hub.plugin_api.documents.streams import Prefixed
from hub.plugin_api.errors import SourceChanged

GIB = 1024 * MIB
_HEAD = 512
_MAX_LAYERS = 3
_MAX_INNER_ZIP = 64 * MIB
_UNSUPPORTED = {
    b"\x1f\x9d": "uncompress it first with `gzip -d`",
    b"\xfd7zXZ": "uncompress it first with `xz -d`",
    b"\x28\xb5\x2f\xfd": "uncompress it first with `zstd -d`",
    b"7z\xbc\xaf": "unpack it first with `7z x`",
    b"Rar!": "unpack it first with `unrar x`",
}


@dataclass
class Member:
    """A document in a file. ``origin`` is ``path!member``, ``name`` the member's own name (only a
    label: it may hold ``..``). ``open`` gives its bytes, decompressed."""

    name: str
    origin: str
    open: Callable[[], BinaryIO]


@dataclass(frozen=True)
class _Source:
    """A document that may be an archive. ``once``: it can be opened a single time. ``path`` is set
    for the file itself, ``packed`` counts the bytes it takes there."""

    name: str
    origin: str
    open: Callable[[], BinaryIO]
    packed: int
    layers: int = 0
    once: bool = False
    path: Path | None = None


def iter_members(
    path: Path,
    *,
    max_member_bytes: int = 8 * GIB,
    max_total_bytes: int = 64 * GIB,
    max_ratio: int = 200,
    max_members: int = 1_000_000,
) -> Iterator[Member]:
    """The documents in a file: itself, or what is in a gzip, bzip2, ZIP or tar, recognised by content.

    Archives are opened inside archives, three layers in all (a ``.tar.gz`` of ``.gz`` is three);
    what lies deeper comes as it is. Nothing is written to disk. Folders, links and devices are left
    out. Open a member, and read it, before asking for the next: tar members exist only in passing.

    Raises ``SourceChanged``, here or while a member is read: ``archive-bomb`` beyond the limits
    (``max_ratio`` counts from 10 MiB on), ``archive-truncated`` after what could be read,
    ``archive-damaged``, ``archive-unsupported``.
    """
    packed = path.stat().st_size
    budget = Budget(max_member_bytes, max_total_bytes, max_ratio, max_members, packed)
    source = _Source(path.name, str(path), _opener(path, budget), packed, path=path)
    _refuse_unsupported(source)
    yield from _expand(source, budget)


def iter_stream_members(
    stream: BinaryIO,
    origin: str,
    *,
    max_member_bytes: int = 8 * GIB,
    max_total_bytes: int = 64 * GIB,
    max_members: int = 1_000_000,
) -> Iterator[Member]:
    """As :func:`iter_members`, for a document that exists only in passing: the body of an answer.

    Its packed size is not known, so there is no ratio to hold it to. An outer ZIP is not read.
    """
    budget = Budget(max_member_bytes, max_total_bytes, 1, max_members, packed=max_total_bytes)
    source = _Source(origin.rpartition("/")[2], origin, lambda: stream, max_total_bytes, once=True)
    yield from _expand(source, budget)


def _opener(path: Path, budget: Budget) -> Callable[[], BinaryIO]:
    return lambda: _guarded(path.open("rb"), str(path), budget)


def _guarded(inner: BinaryIO, origin: str, budget: Budget, packed: int | None = None) -> BinaryIO:
    return cast(BinaryIO, GuardedStream(inner, origin, budget, packed))


def _refuse_unsupported(source: _Source) -> None:
    head = _head(source)
    for magic, how in _UNSUPPORTED.items():
        if head.startswith(magic):
            raise unsupported(f"{source.origin} is packed in a way that is not read here", how)


def _head(source: _Source) -> bytes:
    with source.open() as stream:
        return stream.read(_HEAD)


def _expand(source: _Source, budget: Budget) -> Iterator[Member]:
    kind, source = _probe(source, budget) if source.layers < _MAX_LAYERS else ("binary", source)
    if kind in {"gzip", "bz2"}:
        yield from _expand(_decompressed(source, kind, budget), budget)
    elif kind == "zip":
        yield from _zip(source, budget)
    elif kind == "tar":
        yield from _tar(source, budget)
    else:
        budget.add_member()
        yield Member(source.name, source.origin, source.open)


def _probe(source: _Source, budget: Budget) -> tuple[Format, _Source]:
    """The format, and the source with its head put back where it cannot be opened again."""
    try:
        if not source.once:
            return sniff(_head(source)), source
        stream = source.open()
        head = stream.read(_HEAD)
    except SourceChanged as error:  # told to whoever opens the member
        return "binary", replace(source, open=_failing(error))
    whole = _guarded(cast(BinaryIO, io.BufferedReader(Prefixed(head, stream))), source.origin, budget)
    return sniff(head), replace(source, open=lambda: whole)


def _failing(error: SourceChanged) -> Callable[[], BinaryIO]:
    def fail() -> BinaryIO:
        raise error

    return fail


def _decompressed(source: _Source, kind: Format, budget: Budget) -> _Source:
    def unpacked() -> BinaryIO:
        opened = (gzip.open if kind == "gzip" else bz2.open)(source.open(), "rb")
        return _guarded(cast(BinaryIO, opened), source.origin, budget, source.packed)

    name = source.name.removesuffix(".gz").removesuffix(".bz2")
    return replace(source, name=name, open=unpacked, layers=source.layers + 1, path=None)


def _zip(source: _Source, budget: Budget) -> Iterator[Member]:
    archive = _zip_file(source)  # its members keep it open, and close it by going away
    for info in archive.infolist():
        if _is_regular(info):
            yield from _expand(_zipped(archive, info, source, budget), budget)


def _zip_file(source: _Source) -> zipfile.ZipFile:
    # The directory of a ZIP is at its end, so an inner one is held in memory.
    try:
        return zipfile.ZipFile(source.path or _in_memory(source))
    except zipfile.BadZipFile:  # the end, with the directory, is missing
        raise truncated(source.origin) from None


def _in_memory(source: _Source) -> BinaryIO:
    with source.open() as stream:
        payload = stream.read(_MAX_INNER_ZIP + 1)
    if len(payload) > _MAX_INNER_ZIP:
        raise unsupported(
            f"{source.origin} is a large ZIP inside an archive", "unpack the outer archive first"
        )
    return io.BytesIO(payload)


def _is_regular(info: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(info.external_attr >> 16)
    return not info.is_dir() and kind in {0, stat.S_IFREG}


def _zipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, source: _Source, budget: Budget) -> _Source:
    origin = f"{source.origin}!{info.filename}"

    def opened() -> BinaryIO:
        with damage_told(origin):
            inner = archive.open(info)
        return _guarded(cast(BinaryIO, inner), origin, budget, info.compress_size)

    return _Source(info.filename, origin, opened, info.file_size, source.layers + 1)


def _tar(source: _Source, budget: Budget) -> Iterator[Member]:
    with damage_told(source.origin), tarfile.open(fileobj=source.open(), mode="r|") as archive:
        while (info := archive.next()) is not None:
            archive.members = []  # type: ignore[attr-defined]  # else a million headers stay in memory
            if info.isreg() and not info.issparse():
                yield from _expand(_tarred(archive, info, source, budget), budget)


def _tarred(archive: tarfile.TarFile, info: tarfile.TarInfo, source: _Source, budget: Budget) -> _Source:
    origin = f"{source.origin}!{info.name}"
    inner = cast(BinaryIO, archive.extractfile(info))
    return _Source(
        info.name, origin, lambda: _guarded(inner, origin, budget), info.size, source.layers + 1, once=True
    )
