"""A body or a member as one stream whose head was looked at."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO, Final, cast

from hub.plugin_api import documents

_HEAD: Final = 4096


def opened(pieces: Iterator[bytes]) -> tuple[documents.Format, BinaryIO]:
    """What the bytes are, told from the first of them, and a stream of all of them.

    The source is read once: a network body and a member of a tar exist only in passing.
    """
    head = b""
    for piece in pieces:
        head += piece
        if len(head) >= _HEAD:
            break
    return documents.sniff(head[:_HEAD]), cast(BinaryIO, io.BufferedReader(_Pieces(head, pieces)))


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
