"""Folded text that remembers where it came from.

Rules run on folded text: lower case, no accents, plain apostrophes, no tags, single spaces, glued
sentences set apart. Evidence is a slice of the original, so each folded position maps back to one.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from hub.clauses.signals.breaks import sentence_ends

_TAG = re.compile(r"<[^<>]{1,200}>\s*")
_ENTITY = re.compile(r"&\#?\w{1,8};")
_WHITE = re.compile(r"\s+")
# What does not fold to one character. A search that begins with a class is fast, one that looks back is not.
_ODD = re.compile(
    r"[<&\t-\r\x1c-\x1f\x85\xa0\x8c\x9c\xad\xc6\xe6\u0100-\u2012\u2015-\u2017\u201a-\u2021\u2023-\u20ab\u20ad-\U0010ffff]"
)
_SPACES = re.compile(r"  \s*")
_GLUE = re.compile(r"[A-ZÀ-Ý](?<=[a-zà-ÿ0-9.;:)].)(?=[a-zà-ÿ])")
_GLUED_HOURS = re.compile(r"h(?=[A-Z])(?<=[0-9] h)")
_LONGEST = 700


def _fold_char(char: str) -> str:
    plain = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'", "‘": "'", "´": "'", "`": "'", "ʼ": "'"}
    if char in plain:
        return plain[char]
    if char in "\x8c\x9c":
        return "oe"
    if char == "\xad":
        return ""
    decomposed = unicodedata.normalize("NFKD", char)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


# One character for one character: the common range needs no map at all.
_LATIN: dict[int, str] = {
    code: folded
    for code in range(256)
    if len(folded := "'" if code in (0x92, 0x91, 0xB4, 0x60) else _fold_char(chr(code))) == 1
} | {0xB0: "°", 0xBA: "°", 0x2018: "'", 0x2019: "'"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the folded text: its ``text`` and its bounds ``start:end`` there."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded ``text`` of an ``original``, with the map back.

    ``folded_at`` and ``original_at`` are the starts of the pieces in both; ``linear`` says whether
    a piece has one folded character for each original one.
    """

    original: str
    text: str
    folded_at: tuple[int, ...]
    original_at: tuple[int, ...]
    linear: tuple[bool, ...]

    def start_of(self, position: int) -> int:
        """The original index of the folded character at ``position``."""
        i = bisect_right(self.folded_at, position) - 1
        return self.original_at[i] + (position - self.folded_at[i] if self.linear[i] else 0)

    def end_of(self, position: int) -> int:
        """The original index just after the folded character that ends at ``position``."""
        i = bisect_right(self.folded_at, position - 1) - 1
        if self.linear[i]:
            return self.original_at[i] + position - self.folded_at[i]
        return self.original_at[i + 1] if i + 1 < len(self.original_at) else len(self.original)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original slice of a folded slice, without the white space and tags at its ends."""
        first, last = self.start_of(start), self.end_of(end)
        piece = self.original[first:last]
        lead = len(piece) - len(piece.lstrip())
        return first + lead, max(first + lead, last - (len(piece) - len(piece.rstrip())))

    def sentences(self) -> Iterator[Sentence]:
        """The sentences in order; one longer than 700 characters is cut at a space."""
        start = 0
        for stop in (*self._breaks(), len(self.text)):
            yield from self._pieces(start, stop)
            start = max(start, stop)

    def _breaks(self) -> Iterator[int]:
        """Sentence ends, in folded positions."""
        for at in sentence_ends(self.original):
            i = bisect_right(self.original_at, at) - 1
            if i >= 0 and at < len(self.original):
                offset = at - self.original_at[i] if self.linear[i] else 0
                yield min(self.folded_at[i] + offset, len(self.text))

    def _pieces(self, start: int, stop: int) -> Iterator[Sentence]:
        while stop - start > _LONGEST:
            cut = self.text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
            cut = cut if cut > start else start + _LONGEST
            yield Sentence(self.text[start:cut], start, cut)
            start = cut
        if self.text[start:stop].strip(" ."):
            yield Sentence(self.text[start:stop], start, stop)


class _Writer:
    """Collects folded pieces with their origins."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.folded_at: list[int] = []
        self.original_at: list[int] = []
        self.linear: list[bool] = []
        self.length = 0

    def add(self, piece: str, origin: int, *, linear: bool) -> None:
        if not piece:
            return
        self.pieces.append(piece)
        self.folded_at.append(self.length)
        self.original_at.append(origin)
        self.linear.append(linear)
        self.length += len(piece)

    def space(self, origin: int) -> None:
        if self.pieces and not self.pieces[-1].endswith(" "):
            self.add(" ", origin, linear=False)


def fold(text: str) -> Folded:
    """Fold ``text`` in one pass.

    >>> folded = fold("détaillées dans le CCAP.Nombre d\\x92heures")
    >>> folded.text
    "detaillees dans le ccap. nombre d'heures"
    >>> start = folded.text.index("nombre")
    >>> folded.original[slice(*folded.span(start, len(folded.text)))]
    'Nombre d\\x92heures'
    """
    out, at = _Writer(), 0
    for start, end, replacement in sorted(_events(text)):
        if start < at:
            continue
        out.add(text[at:start].translate(_LATIN), at, linear=True)
        if replacement is None:
            out.space(start)
        else:
            out.add(replacement, start, linear=False)
        at = end
    out.add(text[at:].translate(_LATIN), at, linear=True)
    # A closing piece keeps the map total, even for an empty text.
    out.add(" ", len(text), linear=False)
    folded = "".join(out.pieces)[:-1]
    return Folded(text, folded, tuple(out.folded_at), tuple(out.original_at), tuple(out.linear))


_Event = tuple[int, int, str | None]
"""Where it begins and ends, and what takes its place: ``None`` for one space."""


def _events(text: str) -> Iterator[_Event]:
    after = 0
    for match in _ODD.finditer(text):
        if match.start() >= after and (event := _odd(text, match.start())):
            after = event[1]
            yield event
    if "  " in text:
        yield from ((m.start(), m.end(), None) for m in _SPACES.finditer(text))
    yield from ((m.start(), m.start(), None) for m in _GLUE.finditer(text))
    yield from ((m.end(), m.end(), None) for m in _GLUED_HOURS.finditer(text))


def _odd(text: str, at: int) -> _Event | None:
    """A tag, an entity, white space or a character without an equal; ``None`` for a plain « < » or « & »."""
    char = text[at]
    if char == "<":
        return (at, tag.end(), None) if (tag := _TAG.match(text, at)) else None
    if char == "&":
        return (at, entity.end(), _of_entity(entity)) if (entity := _ENTITY.match(text, at)) else None
    if white := _WHITE.match(text, at):
        return at, white.end(), None
    return at, at + 1, _fold_char(char)


def _of_entity(match: re.Match[str]) -> str | None:
    return "".join(_fold_char(c) for c in html.unescape(match.group()) if not c.isspace()) or None
