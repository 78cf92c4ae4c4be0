"""Putting an answer on the wire: gzip, chunks, and the faults of transport."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

from hub.testing.replay.exchange import Delivery, Request, Response

_WORTH_COMPRESSING = 256


class Out(Protocol):
    """Where the bytes go: a buffered socket file."""

    def write(self, data: bytes, /) -> int:
        """Append ``data``."""


def accepts_gzip(request: Request) -> bool:
    """Whether the client said that it reads gzip."""
    offers = request.headers.get("accept-encoding", "").split(",")
    return any(o.partition(";")[0].strip() in {"gzip", "*"} for o in offers)


def gzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same stream, compressed as it goes. The header has no date: same bytes in, same bytes out."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    for piece in pieces:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()


def spoiled(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """A gzip stream whose tenth byte and all after it are turned over."""
    kept = 10
    for piece in pieces:
        yield piece[:kept] + bytes(b ^ 0xFF for b in piece[kept:])
        kept = max(0, kept - len(piece))


def encoded(request: Request, response: Response) -> tuple[bytes | Iterable[bytes], bool]:
    """The bytes to send and whether they are gzip."""
    body, spoil = response.body, response.delivery.spoil_gzip
    if isinstance(body, bytes):
        if not spoil and not (accepts_gzip(request) and len(body) >= _WORTH_COMPRESSING):
            return body, False
        packed = gzipped([body])
        return b"".join(spoiled(packed) if spoil else packed), True
    if spoil:
        return spoiled(gzipped(body())), True
    return (gzipped(body()), True) if accepts_gzip(request) else (body(), False)


def send_body(out: Out, body: bytes | Iterable[bytes], delivery: Delivery) -> bool:
    """Write the body; ``False`` when the connection must be closed after it."""
    if isinstance(body, bytes):
        out.write(body if delivery.cut_after is None else body[: delivery.cut_after])
        return delivery.cut_after is None and not delivery.length_error
    return _send_chunks(out, body, delivery.cut_after)


def _send_chunks(out: Out, pieces: Iterable[bytes], cut_after: int | None) -> bool:
    left = cut_after
    for piece in filter(None, pieces):
        kept = piece if left is None else piece[:left]
        # The chunk announces the whole piece: a client then knows that it was cut short.
        out.write(b"%x\r\n" % len(piece) + kept)
        if left is not None and len(piece) >= left:
            return False
        left = None if left is None else left - len(piece)
        out.write(b"\r\n")
    out.write(b"0\r\n\r\n")
    return True


def wait(delivery: Delivery) -> None:
    """The scripted delay before the first byte."""
    if delivery.delay_s:
        time.sleep(delivery.delay_s)
