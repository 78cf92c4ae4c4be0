"""Small binary streams that the readers are made of."""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class RawSource(io.RawIOBase):
    """A readable raw stream made of one method, ``pull``."""

    def pull(self, size: int) -> bytes:
        """At most ``size`` bytes; none means the end."""
        raise NotImplementedError

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        data = self.pull(len(view))
        view[: len(data)] = data
        return len(data)


class Prefixed(RawSource):
    """A stream whose head was already read."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def pull(self, size: int) -> bytes:
        if not self._head:
            return read_some(self._rest, size)
        data, self._head = self._head[:size], self._head[size:]
        return data


class Transcoded(RawSource):
    """UTF-16 or UTF-32 as UTF-8. What is not text becomes bytes that no reader accepts."""

    def __init__(self, rest: RawSource, encoding: str) -> None:
        self._rest, self._ready, self._ended = rest, b"", False
        self._decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")

    def pull(self, size: int) -> bytes:
        while not self._ready and not self._ended:
            raw = self._rest.pull(max(size // 4, 4))
            self._ended = not raw
            self._ready = self._decode(raw)
        data, self._ready = self._ready[:size], self._ready[size:]
        return data

    def _decode(self, raw: bytes) -> bytes:
        try:
            if not raw and self._decoder.getstate()[0]:
                return b"\xff"  # half a character at the end of the file
            return self._decoder.decode(raw).encode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            self._ended = True
            return b"\xff"


def read_some(stream: BinaryIO, size: int) -> bytes:
    """What one read of the source gives: nothing that came before a failure is lost with it."""
    read1 = getattr(stream, "read1", stream.read)
    data: bytes = read1(size)
    return data
