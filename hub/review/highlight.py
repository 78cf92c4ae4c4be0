"""Evidence in the text it was read in: the exact slices of the signals, marked.

Offsets count the characters of the untouched text, so it is cut first and made legible afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.review.printed import legible

Json = dict[str, Any]

AROUND = 300
"""Characters shown on each side of a mark, in a text longer than :data:`SHORT`."""

SHORT = 1200
_FULL = 60_000
"""What a page may hold of one text; the rest is at the source."""


@dataclass(frozen=True)
class Piece:
    """A run of text. ``signals`` are the numbers of those that it proves, empty for plain text; ``gap``
    says that something was left out before it."""

    text: str
    signals: tuple[int, ...] = ()
    negated: bool = False
    gap: bool = False


@dataclass(frozen=True)
class MarkedText:
    """One text of a notice. ``pieces`` are what is shown; ``whole`` all of it, when that is more."""

    field: str
    lot: str | None
    connector: str
    notice: str
    length: int
    pieces: tuple[Piece, ...]
    whole: tuple[Piece, ...] = ()
    cut: bool = False


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    signals: tuple[int, ...]
    negated: bool


def marked(texts: Sequence[Json], signals: Sequence[Json]) -> tuple[list[MarkedText], list[Json]]:
    """(texts with their marks, texts that prove nothing). Signals are numbered from 1 in their order."""
    proofs: list[MarkedText] = []
    others: list[Json] = []
    taken: set[int] = set()
    for text in texts:
        spans = list(_spans(text, signals, taken))
        if spans:
            proofs.append(_marked(text, spans))
        else:
            others.append(text)
    return proofs, others


def _spans(text: Json, signals: Sequence[Json], taken: set[int]) -> Iterator[_Span]:
    """Each signal marks one text: of two with the same name, the one in which its excerpt stands."""
    for number, signal in enumerate(signals, 1):
        if number in taken or not _same_place(text, signal):
            continue
        start, end = signal["start"], signal["end"]
        if start is not None and text["text"][start:end] == signal["excerpt"]:
            taken.add(number)
            yield _Span(start, end, (number,), bool(signal["negated"]))


def _same_place(text: Json, signal: Json) -> bool:
    return all(text[name] == signal[name] for name in ("connector", "notice", "field", "lot"))


def _marked(text: Json, spans: Sequence[_Span]) -> MarkedText:
    raw: str = text["text"]
    merged = _merged(spans)
    whole = tuple(_pieces(raw[:_FULL], [span for span in merged if span.end <= _FULL]))
    is_short = len(raw) <= SHORT
    return MarkedText(
        text["field"],
        text["lot"],
        text["connector"],
        text["notice"],
        len(raw),
        pieces=whole if is_short else tuple(_excerpts(raw, merged)),
        whole=() if is_short else whole,
        cut=len(raw) > _FULL,
    )


def _merged(spans: Sequence[_Span]) -> list[_Span]:
    """Spans in order, those that overlap made one."""
    merged: list[_Span] = []
    for span in sorted(spans, key=lambda each: (each.start, each.end)):
        last = merged[-1] if merged else None
        if last is not None and span.start < last.end:
            signals, negated = (*last.signals, *span.signals), last.negated and span.negated
            merged[-1] = _Span(last.start, max(last.end, span.end), signals, negated)
        else:
            merged.append(span)
    return merged


def _pieces(raw: str, spans: Sequence[_Span], start: int = 0, end: int | None = None) -> Iterator[Piece]:
    at = start
    for span in spans:
        if span.start > at:
            yield Piece(legible(raw[at : span.start]))
        yield Piece(legible(raw[span.start : span.end]), span.signals, span.negated)
        at = span.end
    if raw[at:end]:
        yield Piece(legible(raw[at:end]))


def _excerpts(raw: str, spans: Sequence[_Span]) -> Iterator[Piece]:
    """What stands around the marks; marks near one another share their surroundings."""
    for group in _groups(spans):
        start, end = max(0, group[0].start - AROUND), group[-1].end + AROUND
        for rank, piece in enumerate(_pieces(raw, group, start, end)):
            yield Piece(piece.text, piece.signals, piece.negated, gap=rank == 0 and start > 0)
    if end < len(raw):
        yield Piece("", gap=True)


def _groups(spans: Sequence[_Span]) -> list[list[_Span]]:
    groups: list[list[_Span]] = []
    for span in spans:
        if groups and span.start - groups[-1][-1].end <= 2 * AROUND:
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def placed(proofs: Sequence[MarkedText]) -> Mapping[int, int]:
    """The number of the signal whose mark proves each signal: an overlap has one mark for several."""
    return {
        number: piece.signals[0] for proof in proofs for piece in proof.pieces for number in piece.signals
    }
