"""Bytes to text, without ever failing."""

from __future__ import annotations

import codecs

_BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# cp1252 leaves five bytes undefined; they become the latin-1 control characters, as in browsers.
_CP1252 = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))


def bom_encoding(head: bytes) -> str | None:
    """The encoding that a byte order mark announces, as a codec that removes the mark."""
    return next((name for mark, name in _BOMS if head.startswith(mark)), None)


def decode_text(payload: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text and the encoding that was used: a BOM, else UTF-8, else ``declared``, else cp1252.

    UTF-8 goes before ``declared`` because accented text that is valid UTF-8 is UTF-8, whatever
    a header says; a declared UTF-16 or UTF-32 is believed first. Never fails.

    >>> decode_text(b"march\\xe9"), decode_text("marché".encode(), "iso-8859-1")
    (('marché', 'cp1252'), ('marché', 'utf-8'))
    """
    hint = _codec(declared)
    wide = hint if hint and hint.startswith(("utf-16", "utf-32")) else None
    for encoding in (bom_encoding(payload), wide, "utf-8", hint):
        text = _try(payload, encoding)
        if encoding and text is not None:
            return text, encoding
    return decode_cp1252(payload), "cp1252"


def decode_cp1252(payload: bytes) -> str:
    """Windows text; every byte means something."""
    return codecs.charmap_decode(payload, "strict", _CP1252)[0]


def _codec(name: str | None) -> str | None:
    try:
        return codecs.lookup(name).name if name else None
    except LookupError:
        return None


def _try(payload: bytes, encoding: str | None) -> str | None:
    try:
        return payload.decode(encoding) if encoding else None
    except (UnicodeError, LookupError):  # LookupError: a codec that is not one of text
        return None
