"""Folded text that remembers where it came from.

Rules run on folded text: lower case, no accents, plain apostrophes, no tags, single spaces, glued
sentences set apart. Evidence is a slice of the original, so each folded position maps back to one.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from hub.clauses.signals.breaks import sentence_ends
from hub.clauses.signals.characters import fold_char, one_for_one, shape

_TAG = re.compile(r"<[^<>]{1,200}>\s*")
_ENTITY = re.compile(r"&\#?\w{1,8};")
_WHITE = re.compile(r"\s+")
_SPACES = re.compile(r"  \s*")
# Over the shape of a text. A search that begins with a class is fast, one that looks back is not.
_ODD = re.compile(rb"[!eE]")
_GLUE = re.compile(rb"[AE](?:(?<=[ae0.].)(?=[ae])|(?<=0 a.))")
# All that is outside Latin-1 looks odd; these are not.
_EVEN = frozenset("?–—•€‘’")
_LONGEST = 700


class Sentence(NamedTuple):
    """A sentence of the folded text, and its bounds ``start:end`` there."""

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


def fold(text: str) -> Folded:
    """Fold ``text`` in one pass.

    >>> folded = fold("détaillées dans le CCAP.Nombre d\\x92heures")
    >>> folded.text
    "detaillees dans le ccap. nombre d'heures"
    >>> start = folded.text.index("nombre")
    >>> folded.original[slice(*folded.span(start, len(folded.text)))]
    'Nombre d\\x92heures'
    """
    # A closing piece, of no length, keeps the map total, even for an empty text.
    pieces, origins, linear = zip(*_folded_pieces(text), ("", len(text), False), strict=True)
    return Folded(text, "".join(pieces), tuple(accumulate(map(len, pieces[:-1]), initial=0)), origins, linear)


def _folded_pieces(text: str) -> Iterator[tuple[str, int, bool]]:
    """The pieces of the folded text, where each begins in ``text``, and whether it maps one to one."""
    plain, at, last = one_for_one(text), 0, " "
    for start, end, replacement in _events(text):
        if start < at:
            continue
        if start > at:
            yield plain[at:start], at, True
            last = plain[start - 1]
        piece = replacement if replacement is not None else "" if last == " " else " "
        if piece:
            yield piece, start, False
            last = piece[-1]
        at = end
    if at < len(text):
        yield plain[at:], at, True


_Event = tuple[int, int, str | None]
"""Where it begins and ends, and what takes its place: ``None`` for one space."""


def _events(text: str) -> list[_Event]:
    """What changes the length, in order."""
    kinds = shape(text)
    found = list(_odd_ones(text, kinds))
    if b"  " in kinds:
        found += ((m.start(), m.end(), None) for m in _SPACES.finditer(text))
    found += ((at, at, None) for m in _GLUE.finditer(kinds) if _is_glued(text, kinds, at := m.start()))
    return sorted(found)


def _is_glued(text: str, kinds: bytes, at: int) -> bool:
    """« CCAP.Le titulaire », or « 70 hLOT » after the sign of hours alone."""
    return kinds[at + 1 : at + 2] in (b"a", b"e") or (text[at - 1] == "h" and text[at].isascii())


def _odd_ones(text: str, kinds: bytes) -> Iterator[_Event]:
    after = 0
    for match in _ODD.finditer(kinds):
        at = match.start()
        if at >= after and text[at] not in _EVEN and (event := _odd(text, at)):
            after = event[1]
            yield event


def _odd(text: str, at: int) -> _Event | None:
    """A tag, an entity, white space or a character without an equal; ``None`` for a plain « < » or « & »."""
    char = text[at]
    if char == "<":
        return (at, tag.end(), None) if (tag := _TAG.match(text, at)) else None
    if char == "&":
        return (at, entity.end(), _of_entity(entity)) if (entity := _ENTITY.match(text, at)) else None
    if char == "\n" and not text[at + 1 : at + 2].isspace():
        return at, at + 1, None
    if char.isspace() and (white := _WHITE.match(text, at)):
        return at, white.end(), None
    return at, at + 1, fold_char(char)


def _of_entity(match: re.Match[str]) -> str | None:
    return "".join(fold_char(c) for c in html.unescape(match.group()) if not c.isspace()) or None
