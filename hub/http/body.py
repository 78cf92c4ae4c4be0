"""A response's bytes: decompressed here, so that a body cut short or endless is always seen.

urllib3 checks ``Content-Length``, and says nothing of a gzip stream that ends in its middle.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import urllib3

from hub.http.pace import Stopwatch
from hub.plugin_api import SourceChanged, SourceUnavailable

CHUNK = 65536
ACCEPT_ENCODING = "gzip"


class CutShort(SourceUnavailable):
    """The body ended, or stopped coming, before its end: another try may bring it whole."""

    default_code = "body-cut-short"


def pieces(raw: Any, encoding: str, chunk: int, most: int, watch: Stopwatch) -> Iterator[bytes]:
    """The decompressed body of a urllib3 response, in pieces of ``chunk`` bytes at most.

    Raises ``CutShort``, ``SourceUnavailable`` (``too-slow``) or ``SourceChanged``
    (``body-too-large``, ``bad-encoding``).
    """
    total = 0
    for piece in _decoded(_received(raw, chunk, watch), encoding.strip().lower(), chunk):
        total += len(piece)
        if total > most:
            raise SourceChanged(f"la réponse dépasse {most} octets", code="body-too-large")
        yield piece


def _received(raw: Any, chunk: int, watch: Stopwatch) -> Iterator[bytes]:
    while True:
        try:
            with watch.running():
                # read1 returns what has come: a source that drips cannot hide from the stopwatch.
                data = raw.read1(chunk, decode_content=False)
        except urllib3.exceptions.TimeoutError as error:
            raise CutShort("la réponse s’est arrêtée en route", code="too-slow") from error
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise CutShort(f"la réponse a été coupée ({type(error).__name__})") from error
        if not data:
            return
        yield data
        if not watch.left_s:
            raise SourceUnavailable(f"la réponse a pris plus de {watch.limit_s:g} s", code="too-slow")


def _decoded(received: Iterable[bytes], encoding: str, chunk: int) -> Iterator[bytes]:
    if encoding in ("", "identity"):
        yield from received
    elif encoding in ("gzip", "x-gzip"):
        yield from _gunzip(received, chunk)
    else:
        cause = f"la réponse est codée en {encoding!r}, qui n’était pas demandé"
        raise SourceChanged(cause, code="bad-encoding")


def _gunzip(received: Iterable[bytes], chunk: int) -> Iterator[bytes]:
    member, started, members = _member(), False, 0
    for data in received:
        while data:
            if members and not started and not data.startswith(b"\x1f"):
                return  # Padding after the last member, which other clients allow too.
            if piece := _inflate(member, data, chunk):
                yield piece
            started, data = True, member.unconsumed_tail
            if member.eof:
                data, member, started, members = member.unused_data, _member(), False, members + 1
    while started and (piece := _inflate(member, member.unconsumed_tail, chunk)):
        yield piece
    if started and not member.eof:
        raise CutShort("la réponse gzip s’arrête avant sa fin")


def _inflate(member: Any, data: bytes, most: int) -> bytes:
    try:
        # Bounded: a bomb of 1 MB must not become 1 GB before it is counted.
        return bytes(member.decompress(data, most))
    except zlib.error as error:
        raise SourceChanged(f"la réponse n’est pas du gzip ({error})", code="bad-encoding") from error


def _member() -> Any:
    return zlib.decompressobj(16 + zlib.MAX_WBITS)
