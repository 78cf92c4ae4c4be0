"""Streams that refuse to grow without end, and say in our words what is wrong with an archive."""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from hub.plugin_api.documents.streams import RawSource, read_some
from hub.plugin_api.errors import SourceChanged

MIB = 1024 * 1024
_RATIO_FROM = 10 * MIB


@dataclass(slots=True)
class Budget:
    """The limits of one file, and what was spent of them. Sizes are in bytes."""

    member: int
    total: int
    ratio: int
    members: int
    packed: int
    unpacked: int = 0
    count: int = 0

    def add_member(self) -> None:
        """One more member."""
        self.count += 1
        if self.count > self.members:
            raise bomb(f"more than {self.members} members")

    def unpack(self, size: int) -> None:
        """``size`` more bytes came out of a compressed stream."""
        self.unpacked += size
        if self.unpacked > self.total:
            raise bomb(f"more than {self.total} bytes in all")
        self.check_ratio(self.unpacked, self.packed)

    def check_ratio(self, unpacked: int, packed: int) -> None:
        """Small files may shrink as they like."""
        if unpacked > _RATIO_FROM and unpacked > self.ratio * packed:
            raise bomb(f"more than {self.ratio} times its packed size")


def bomb(cause: str) -> SourceChanged:
    """An archive beyond its limits."""
    return SourceChanged(
        f"the archive gives {cause}",
        code="archive-bomb",
        next_step="If the file is genuine, unpack it yourself and give the folder instead.",
    )


class _Guard(RawSource):
    def __init__(self, inner: BinaryIO, origin: str, budget: Budget, packed: int | None) -> None:
        self._inner, self._origin, self._budget, self._packed = inner, origin, budget, packed
        self._size = 0

    def pull(self, size: int) -> bytes:
        with damage_told(self._origin):
            data = read_some(self._inner, size)
        self._size += len(data)
        if self._size > self._budget.member:
            raise bomb(f"a member of more than {self._budget.member} bytes")
        if self._packed is not None:
            self._budget.unpack(len(data))
            self._budget.check_ratio(self._size, self._packed)
        return data

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
        super().close()


class GuardedStream(io.BufferedReader):
    """``inner`` under the limits of ``budget``; ``packed`` is its compressed size, if it has one.

    ``read(n)`` gives the bytes that came before a failure, and fails at the next call.
    """

    def __init__(self, inner: BinaryIO, origin: str, budget: Budget, packed: int | None) -> None:
        super().__init__(_Guard(inner, origin, budget, packed), 64 * 1024)
        self._failure: SourceChanged | None = None

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            return b"".join(iter(lambda: self.read(MIB), b""))
        pieces = [self.read1(size)]
        size -= len(pieces[0])
        while pieces[-1] and size > 0:
            pieces.append(self._read_quietly(size))
            size -= len(pieces[-1])
        return b"".join(pieces)

    def read1(self, size: int = -1, /) -> bytes:
        if self._failure is not None:
            raise self._failure
        return super().read1(size)

    def _read_quietly(self, size: int) -> bytes:
        try:
            return self.read1(size)
        except SourceChanged as error:
            self._failure = error
            return b""


@contextmanager
def damage_told(origin: str) -> Iterator[None]:
    """The errors of the archive modules, sorted: cut short, damaged, or not supported."""
    try:
        yield
    except EOFError:
        raise truncated(origin) from None
    except tarfile.ReadError as error:
        raise (truncated(origin) if "unexpected end" in str(error) else damaged(origin, error)) from None
    except (tarfile.HeaderError, zipfile.BadZipFile, zlib.error) as error:
        raise damaged(origin, error) from None
    except OSError as error:
        if error.errno is not None:  # the disk failed, not the archive
            raise
        raise damaged(origin, error) from None
    except (NotImplementedError, RuntimeError) as error:  # an unknown method, a password
        raise unsupported(f"{origin}: {error}", "Unpack it with the tool that made it.") from None


def truncated(origin: str) -> SourceChanged:
    """The archive ends too early."""
    return SourceChanged(
        f"{origin} is cut short", code="archive-truncated", next_step="Download it again, then read it again."
    )


def damaged(origin: str, error: Exception) -> SourceChanged:
    """The archive contradicts itself."""
    return SourceChanged(
        f"{origin} is damaged: {error}",
        code="archive-damaged",
        next_step="Download it again, then read it again.",
    )


def unsupported(cause: str, next_step: str) -> SourceChanged:
    """An archive that the hub does not open."""
    return SourceChanged(cause, code="archive-unsupported", next_step=next_step)
