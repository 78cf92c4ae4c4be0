"""Lots named in a sentence: « lots 2, 3 et 5 à 7 », « lot n° 06 », « lots A et C », « sauf le lot 4 »."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_NUMBER = r"\d{1,3}(?!\d)(?! ?(?:h\b|heures?|%|€|euros?|mois|ans?\b|jours?|m2|[.,]\d))"
_SEPARATOR = r" ?(?:,|/|-|&|\bet\b|\bou\b|\ba\b|\bau\b) ?(?:(?:le |les |du |des )?lots? ?)?(?:n ?[°o]s? ?)?"
_INTRO = (
    r"\blots?\b ?(?:suivants? ?:? ?|concernes? ?:? ?|numeros? |n ?[°o]s? ?|n\. ?|: ?|\( ?)?(?:n ?[°o]s? ?)?"
)
_LOTS = re.compile(
    _INTRO + rf"({_NUMBER}(?: ?\([^)]{{1,25}}\))?(?:{_SEPARATOR}{_NUMBER}(?: ?\([^)]{{1,25}}\))?)*)(?!\w)"
)
# A letter is a lot only where it cannot be a word: « lot a » may be the verb, « lot d insertion » has lost
# its apostrophe, « lot n » waits for a number.
_LETTER = r"[a-mo-xz](?![\w'°])"
_LETTERS = re.compile(
    r"\blots? (?:n ?[°o] ?)?"
    rf"(?:({_LETTER}(?:(?: ?, ?| et | ou ){_LETTER})+)|([befghikopqruvwxz])(?![\w'°])"
    r"|([acdjlmst])(?= ?[:,;)(.-]| et | ou |$))"
)
_GLUED = re.compile(rf"(?<=\d)heures? ?lot ({_NUMBER})(?!\w)|heureslot ({_NUMBER})(?!\w)")
_TOKEN = re.compile(r"\d{1,3}|\ba\b|\bau\b|-")
_EXCEPT = re.compile(
    r"(?:\bsauf|\bhors|\bhormis|\bexcepte\w*|a l'exception (?:de|d[ue]s?)|a l'exclusion (?:de|d[ue]s?))"
    r"(?: pour| sur| de| d[ue]s?| le| les)* $"
)
_NONE_AFTER = re.compile(r"^[^.;\d]{0,40}?[:=(-] ?(?:neant|sans objet|non\b|aucune?|0 ?h|/)")


@dataclass(frozen=True, slots=True)
class LotMention:
    """The lots named at ``start:end``, numbers without leading zeros, in order.

    ``excluded`` says that the clause is not for them: « sauf le lot 4 », « lot 2 : néant ».
    """

    numbers: tuple[str, ...]
    start: int
    end: int
    excluded: bool = False


def lot_mentions(sentence: str) -> tuple[LotMention, ...]:
    """The lots named in a folded sentence.

    >>> [m.numbers for m in lot_mentions("pour les lots 2, 3 et 5 a 7 ; lot 08 : 35 heures")]
    [('2', '3', '5', '6', '7'), ('8',)]
    >>> [(m.numbers, m.excluded) for m in lot_mentions("lots a et c, sauf le lot 4")]
    [(('A', 'C'), False), (('4',), True)]
    """
    if "lot" not in sentence:
        return ()
    found = [(_numbers(m.group(1)), m.start(), m.end()) for m in _LOTS.finditer(sentence)]
    found += [(_letters(m), m.start(), m.end()) for m in _LETTERS.finditer(sentence)]
    found += [(_numbers(m.group(1) or m.group(2)), m.start(), m.end()) for m in _GLUED.finditer(sentence)]
    mentions = (LotMention(n, a, b, _is_excluded(sentence, a, b)) for n, a, b in found if n)
    return tuple(sorted(mentions, key=lambda m: m.start))


def named(mentions: Iterable[LotMention]) -> tuple[str, ...]:
    """The lots that are in, each once, in numeric order, letters after numbers."""
    return _in_order(n for m in mentions if not m.excluded for n in m.numbers)


def left_out(mentions: Iterable[LotMention]) -> tuple[str, ...]:
    """The lots that are out."""
    return _in_order(n for m in mentions if m.excluded for n in m.numbers)


def _in_order(numbers: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(numbers), key=lambda n: (not n.isdigit(), len(n), n)))


def _is_excluded(sentence: str, start: int, end: int) -> bool:
    return bool(_EXCEPT.search(sentence[max(0, start - 40) : start]) or _NONE_AFTER.match(sentence[end:]))


def _letters(match: re.Match[str]) -> tuple[str, ...]:
    listed = next(group for group in match.groups() if group)
    return tuple(letter.upper() for letter in re.findall(rf"\b{_LETTER}", listed))


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
