"""The bytes of an answer in the kit's session: cut short, badly compressed or whole, as in the hub's."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import urllib3

from hub.plugin_api import SourceChanged, SourceUnavailable


class CutShort(SourceUnavailable):
    """The body ended before its end: another try may bring it whole."""

    default_code = "body-cut-short"


def pieces(raw: Any, encoding: str, chunk: int) -> Iterator[bytes]:
    """The decompressed body of a urllib3 response. Raises ``CutShort`` or ``SourceChanged``."""
    received = _received(raw, chunk)
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return received
    if name in ("gzip", "x-gzip"):
        return _gunzipped(received, chunk)
    raise SourceChanged(f"the answer is encoded as {name!r}, which was not asked for", code="bad-encoding")


def _received(raw: Any, chunk: int) -> Iterator[bytes]:
    try:
        while data := raw.read1(chunk, decode_content=False):
            yield data
    except urllib3.exceptions.TimeoutError as error:
        raise CutShort("the answer stopped on its way", code="too-slow") from error
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise CutShort(f"the answer was cut ({type(error).__name__})") from error


def _gunzipped(received: Iterable[bytes], most: int) -> Iterator[bytes]:
    member, started = zlib.decompressobj(16 + zlib.MAX_WBITS), False
    for data in received:
        started = True
        while data:
            # Bounded: what compresses a hundred times must not come out as one piece.
            if piece := _inflate(member, data, most):
                yield piece
            data = member.unconsumed_tail
    if started and not member.eof:
        raise CutShort("the gzip answer stops before its end")


def _inflate(member: Any, data: bytes, most: int) -> bytes:
    try:
        return bytes(member.decompress(data, most))
    except zlib.error as error:
        raise SourceChanged(f"the answer is not gzip ({error})", code="bad-encoding") from error
