"""Bytes at rest: zstd, and the hash that says whether bytes are known."""

from __future__ import annotations

import hashlib
import threading

import zstandard

_local = threading.local()
_MAX_UNPACKED = 1 << 30


def digest(payload: bytes) -> str:
    """32 hexadecimal digits of BLAKE2b: enough to tell records apart, quick to compute."""
    return hashlib.blake2b(payload, digest_size=16).hexdigest()


def pack(payload: bytes) -> bytes:
    """Compress. Level 3 has zlib 6's ratio on notices at a seventh of the time."""
    compressor = getattr(_local, "compressor", None)
    if compressor is None:
        # A zstd compressor is not safe to share between threads.
        compressor = _local.compressor = zstandard.ZstdCompressor(level=3)
    packed: bytes = compressor.compress(payload)
    return packed


def unpack(packed: bytes) -> bytes:
    """The bytes as they were before :func:`pack`."""
    decompressor = getattr(_local, "decompressor", None)
    if decompressor is None:
        decompressor = _local.decompressor = zstandard.ZstdDecompressor()
    payload: bytes = decompressor.decompress(bytes(packed), max_output_size=_MAX_UNPACKED)
    return payload
