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

_STARTERS = (
    r"(?:Le|La|Les|L['’\x92]|Un|Une|Des|Du|Ce|Cet|Cette|Ces|Il|Elle|Ils|Elles|En|Pour|Dans|Au|Aux|Toute?s?|Tous|Aucune?|"
    r"Consultation|Conform|Chaque|March|Clause|Nombre|D[ée]but|Afin|Attention|Contact|Une|Si|Sont|Par|Lors|Cf|Voir)"
)
_EVENT = re.compile(
    r"(?P<tag><[^<>]{1,200}>)|(?P<entity>&\#?\w{1,8};)"
    r"|(?P<space>\s+)"
    r"|(?P<glue>(?<=[a-zà-ÿ0-9.;:)])(?=[A-ZÀ-Ý][a-zà-ÿ])|(?<=[0-9] h)(?=[A-Z]))"
    r"|(?P<other>[\x8c\x9c\xad\xc6\xe6]|[^\x00-\xff])"
)
_ENDS = re.compile(
    r"(?<![\s(][A-Za-z])(?<!\bart)(?<!\bno)(?<!\bcf)(?<!\bCf)(?<!\bal)[.!?…]+[\"»)]?(?!\s*(?:[Nn]on|NON|[Oo]ui|OUI)\b)"
    r"(?=\s+[\"«(•–-]?\s*[A-ZÀ-Ý]|[\"«(•–-]?[A-ZÀ-Ý][a-zà-ÿ'’\x92]|\s+\d|\s*\d{1,2} ?[°o]?\)|\s*$)"
    r"|(?:(?<=[.;:!?)0-9])|(?<=[0-9] h))[ \t]*\n|\n[ \t]*(?=\n|[-•–*]|L(?:ot|OT)\b)"
    r"|(?<=[a-zà-ÿ0-9)])(?=" + _STARTERS + r"\b)(?<!\b[A-Z][a-z])|(?<=[0-9] h)(?=[A-Z])"
)
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
} | {0xB0: "°", 0xBA: "°"}


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
    breaks: tuple[int, ...]

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
        for stop in (*self.breaks, len(self.text)):
            yield from self._pieces(start, stop)
            start = max(start, stop)

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


def _replacement(match: re.Match[str]) -> str:
    if match.lastgroup == "other":
        return _fold_char(match.group())
    if match.lastgroup == "entity":
        return "".join(_fold_char(c) for c in html.unescape(match.group()) if not c.isspace())
    return ""


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
    for match in _EVENT.finditer(text):
        out.add(text[at : match.start()].translate(_LATIN), at, linear=True)
        replacement = _replacement(match)
        if replacement:
            out.add(replacement, match.start(), linear=False)
        elif match.lastgroup != "other":
            out.space(match.start())
        at = match.end()
    out.add(text[at:].translate(_LATIN), at, linear=True)
    # A closing piece keeps the map total, even for an empty text.
    out.add(" ", len(text), linear=False)
    return _finish(text, out)


def _finish(text: str, out: _Writer) -> Folded:
    breaks = tuple(_folded_breaks(text, out))
    return Folded(
        text,
        "".join(out.pieces)[:-1],
        tuple(out.folded_at),
        tuple(out.original_at),
        tuple(out.linear),
        breaks,
    )


def _folded_breaks(text: str, out: _Writer) -> Iterator[int]:
    """Sentence ends, in folded positions."""
    for match in _ENDS.finditer(text):
        at = match.end()
        i = bisect_right(out.original_at, at) - 1
        if i < 0 or at >= len(text):
            continue
        offset = at - out.original_at[i] if out.linear[i] else 0
        yield min(out.folded_at[i] + offset, out.length - 1)
