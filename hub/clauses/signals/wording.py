"""What a sentence says around a clause: modality, publics, articles, facilitator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hub.clauses.signals.lexicon import lexicon
from hub.clauses.signals.prefilter import Able
from hub.plugin_api.rules import Modality

_ORDER: tuple[Modality, ...] = ("incitative", "a_proposer", "facultative", "obligatoire")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a sentence under one modality."""

    modality: Modality | None
    start: int
    end: int


def segments(sentence: str, able: Able | None = None) -> tuple[Segment, ...]:
    """The sentence cut where its modality changes; one segment when it does not.

    >>> [s.modality for s in segments("incitative pour les lots 1 a 4 et 6, obligatoire pour le lot 5")]
    ['incitative', 'obligatoire']
    """
    able = lexicon().prefilter.able(sentence) if able is None else able
    marks = sorted(_marks(sentence, able))
    kinds = {modality for _, modality in marks}
    if "incitative" in kinds and "obligatoire" in kinds:
        return tuple(_cut(sentence, marks))
    optional = [m for m in _ORDER[:3] if m in kinds]
    modality = optional[0] if optional else ("obligatoire" if kinds else None)
    return (Segment(modality, 0, len(sentence)),)


def _marks(sentence: str, able: Able) -> Iterator[tuple[int, Modality]]:
    lex = lexicon().modality
    sentence = lex["not_modality"].blanked(sentence, able)
    plain = lex["not_obligatoire"].blanked(sentence, able)
    for modality in _ORDER:
        text = plain if modality == "obligatoire" else sentence
        for match in lex[modality].matches(text, able):
            yield match.start(), modality


def _cut(sentence: str, marks: list[tuple[int, Modality]]) -> Iterator[Segment]:
    bounds = [(at, m) for i, (at, m) in enumerate(marks) if i == 0 or marks[i - 1][1] != m]
    for i, (at, modality) in enumerate(bounds):
        stop = bounds[i + 1][0] if i + 1 < len(bounds) else len(sentence)
        yield Segment(modality, 0 if i == 0 else at, stop)


def publics(sentence: str, able: Able) -> tuple[str, ...]:
    """The publics named, as codes of the domain reference §5.1 (``RSA``, ``DELD``, ``JEUNES`` …)."""
    return tuple(code for code, _ in lexicon().publics.found(sentence, able))


def articles(sentence: str, able: Able | None = None) -> tuple[str, ...]:
    """The articles cited as printed, upper case, without spaces and dots, each once.

    >>> articles("en application des articles l. 2113-12 et r.2113-7, et l 21 12-2")
    ('L2113-12', 'R2113-7', 'L2112-2')
    """
    if "-" not in sentence and "article" not in sentence:
        return ()
    able = lexicon().prefilter.able(sentence) if able is None else able
    found = (m.group() for m in lexicon().articles.matches(sentence, able))
    return tuple(dict.fromkeys(_as_printed(article) for article in found))


def _as_printed(article: str) -> str:
    """``L2112-2``, or the words of a former text: ``article 14 du cmp``."""
    return article if article.startswith("article") else re.sub(r"[ .]", "", article).upper()


def facilitator_span(sentence: str, able: Able) -> tuple[int, int] | None:
    """Where the facilitator is named in a folded sentence."""
    lex = lexicon()
    at = lex.facilitator.span(sentence, able)
    if at is None:
        return None
    stop = lex.facilitator_stop.search(sentence, at[0] + 12, at[1])
    return at[0], stop.start() if stop else at[1]
