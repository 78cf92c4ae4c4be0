"""Lots named in a sentence: « lots 2, 3 et 5 à 7 », « lot n° 06 », « lots (2 et 8) »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER = r"\d{1,3}(?!\d)(?! ?(?:h\b|heures?|%|€|euros?|mois|ans?\b|jours?|m2|[.,]\d))"
_SEPARATOR = r" ?(?:,|/|-|&|\bet\b|\bou\b|\ba\b|\bau\b) ?(?:(?:le |les |du |des )?lots? ?)?(?:n ?[°o]s? ?)?"
_LOTS = re.compile(
    r"\blots?\b ?(?:suivants? ?:? ?|concernes? ?:? ?|numeros? |n ?[°o]s? ?|n\. ?|: ?|\( ?)?(?:n ?[°o]s? ?)?"
    rf"({_NUMBER}(?: ?\([^)]{{1,25}}\))?(?:{_SEPARATOR}{_NUMBER}(?: ?\([^)]{{1,25}}\))?)*)(?!\w)"
)
_GLUED = re.compile(rf"(?<=\d)heures? ?lot ({_NUMBER})(?!\w)|heureslot ({_NUMBER})(?!\w)")
_TOKEN = re.compile(r"\d{1,3}|\ba\b|\bau\b|-")


@dataclass(frozen=True, slots=True)
class LotMention:
    """The numbers of the lots named at ``start:end``, without leading zeros, in order."""

    numbers: tuple[str, ...]
    start: int
    end: int


def lot_mentions(sentence: str) -> tuple[LotMention, ...]:
    """The lots named in a folded sentence.

    >>> [m.numbers for m in lot_mentions("pour les lots 2, 3 et 5 a 7 ; lot 08 : 35 heures")]
    [('2', '3', '5', '6', '7'), ('8',)]
    """
    found = [LotMention(_numbers(m.group(1)), m.start(), m.end()) for m in _LOTS.finditer(sentence)]
    found += [
        LotMention(_numbers(m.group(1) or m.group(2)), m.start(), m.end()) for m in _GLUED.finditer(sentence)
    ]
    return tuple(sorted((m for m in found if m.numbers), key=lambda m: m.start))


def all_numbers(mentions: tuple[LotMention, ...]) -> tuple[str, ...]:
    """The numbers of several mentions, each once, in numeric order."""
    return tuple(sorted({n for m in mentions for n in m.numbers}, key=int))


def _numbers(listed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(n) for n in _expand(listed) if n > 0))


def _expand(listed: str) -> Iterator[int]:
    """Single numbers and ranges; « 1-2 » is a pair unless it is clearly a range."""
    previous, is_range = 0, False
    for token in _TOKEN.findall(re.sub(r"\([^)]*\)", " ", listed)):
        if not token.isdigit():
            is_range = token in {"a", "au"}
            continue
        number = int(token)
        if is_range and previous < number <= previous + 60:
            yield from range(previous + 1, number)
        yield number
        previous, is_range = number, False
