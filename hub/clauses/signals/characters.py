"""One character for one: lower case, no accents, plain apostrophes, at the speed of ``bytes.translate``.

Nearly all characters of a notice are in Latin-1, where folding is a table of 256 bytes. The same bytes
tell cheaply whether a text has anything that does not fold to one character.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from contextlib import suppress

_PLAIN = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'", "‘": "'", "´": "'", "`": "'", "ʼ": "'"}
_C1 = {"\x8c": "oe", "\x9c": "oe", "\xad": "", "\x91": "'", "\x92": "'"}


def fold_char(char: str) -> str:
    """What stands for one character: none, one, or several.

    >>> [fold_char(c) for c in "Éœ’½"]
    ['e', 'oe', "'", '1⁄2']
    """
    if (known := _PLAIN.get(char, _C1.get(char))) is not None:
        return known
    decomposed = unicodedata.normalize("NFKD", char)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


_TABLE: dict[int, str] = {code: folded for code in range(256) if len(folded := fold_char(chr(code))) == 1} | {
    0xB0: "°",
    0xBA: "°",
    0x2018: "'",
    0x2019: "'",
}
_BYTES = bytes(ord(_TABLE.get(code, chr(code)).encode("latin-1", "replace")) for code in range(256))
_SMALL = _BYTES.replace("Æ".encode("latin-1"), "æ".encode("latin-1"))
# The characters outside Latin-1 that texts are full of take the places of control characters.
_PLACES = dict(enumerate("–—•€‘’“”…œŒ\u2009\u200b\u202f\u2010\u2011\u2032", 0x80))
_WIDER = "".join(_PLACES.get(code, chr(code)) for code in range(256))
_TO_WIDER = codecs.charmap_build(_WIDER)
_WIDER_BYTES = bytes(0x27 if _WIDER[code] in "‘’" else _BYTES[code] for code in range(256))


def one_for_one(text: str) -> str:
    """Each character folded where that makes one character, and left alone where it does not.

    >>> one_for_one("Clause d’Insertion : 5 µ – œuvre")
    "clause d'insertion : 5 μ – œuvre"
    """
    try:
        if "µ" not in text:  # the one character of Latin-1 whose fold is outside it
            return text.encode("latin-1").translate(_BYTES).decode("latin-1")
    except UnicodeEncodeError:
        with suppress(UnicodeEncodeError):
            data, _ = codecs.charmap_encode(text, "strict", _TO_WIDER)
            return codecs.charmap_decode(data.translate(_WIDER_BYTES), "strict", _WIDER)[0]
    return text.translate(_TABLE)


# What `str.lower` brings into Latin-1 from outside it, and the apostrophes.
_NARROW = {"’": "'", "‘": "'", "\u0130": "i", "\u212a": "k", "\u212b": "a", "\u1e9e": "ß", "\u0178": "y"}


def as_bytes(text: str) -> bytes:
    """One byte for each character: two texts that are equal in lower case are equal here.

    For looking words up only, since all that is outside Latin-1 is « ? ».

    >>> as_bytes("Vers L’EMPLOI – œuvré")
    b"vers l'emploi ? ?uvre"
    """
    try:
        data = text.encode("latin-1")
    except UnicodeEncodeError:
        for wide, narrow in _NARROW.items():
            text = text.replace(wide, narrow)
        data = text.encode("latin-1", "replace")
    return data.translate(_SMALL)


# « ? » is also what a character outside Latin-1 becomes; « æ » and « Æ » fold to two, and are letters.
_KINDS = {
    kind: re.compile(f"[{characters}]")
    for kind, characters in {
        "!": r"?<&\t-\r\x1c-\x1f\x85\xa0\x8c\x9c\xad", "e": "æ", "E": "Æ",
        "a": "a-zà-ÿ", "A": "A-ZÀ-Ý", "0": "0-9", ".": ".;:)", " ": " ",
    }.items()
}  # fmt: skip


def _shape(char: str) -> str:
    return next((kind for kind, pattern in _KINDS.items() if pattern.match(char)), "-")


_SHAPES = bytes(ord(_shape(chr(code))) for code in range(256))


def shape(text: str) -> bytes:
    """The kind of each character, one byte each: ``a`` a small letter, ``A`` a capital, ``0`` a digit,
    ``.`` a stop, ``!`` what may fold to more or less than one character, and so do ``e`` and ``E``.

    >>> shape("CCAP.Début <b> –")
    b'AAAA.Aaaaa !a- !'
    """
    return text.encode("latin-1", "replace").translate(_SHAPES)
