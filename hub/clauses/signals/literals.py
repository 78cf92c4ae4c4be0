"""Which words a pattern cannot do without: a sentence that has none of them need not be searched.

A hundred searches of regular expressions cost a hundred times more than a hundred ``word in sentence``.
The words are worked out from the patterns themselves, so that no list has to be kept beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

# Private, and stable since Python 3.11; where it changes, `required` answers "no word": slower, never wrong.
try:
    from re import _constants as _op  # type: ignore[attr-defined]
    from re import _parser  # type: ignore[attr-defined]
except ImportError:  # pragma: no cover
    _op = _parser = None

Words = frozenset[str]
_LEAST, _MOST = 3, 2


def required(pattern: str) -> tuple[Words, ...]:
    r"""Sets of words: every match of ``pattern`` holds a word of each set. The most telling two at most.

    >>> [sorted(words) for words in required(r"(?:clauses?|heures?) d.?insertion")]
    [['insertion'], ['clause', 'heure']]
    >>> [sorted(words) for words in required(r"marches? (?:reserve|adapte)s?\b")]
    [['marche'], ['adapte', 'reserve']]
    >>> required(r"\d+ ?h")
    ()
    """
    if _parser is None:  # pragma: no cover
        return ()
    try:
        found = list(_of_sequence(_parser.parse(pattern)))
    except (re.error, AttributeError, TypeError, ValueError):  # pragma: no cover
        return ()
    telling = [words for words in found if min(map(len, words)) >= _LEAST]
    return tuple(sorted(dict.fromkeys(telling), key=_telling, reverse=True)[:_MOST])


def alternatives(pattern: str) -> list[str]:
    """A pattern cut at its outermost « | », so that each part has words of its own.

    >>> alternatives("a|(?:b|c)d|[|]")
    ['a', '(?:b|c)d', '[|]']
    """
    parts, depth, inside, start = [], 0, False, 0
    for at, char in enumerate(pattern):
        if pattern[at - 1 : at] == "\\" and pattern[at - 2 : at] != "\\":
            continue
        inside = (inside or char == "[") and char != "]"
        if not inside:
            depth += (char == "(") - (char == ")")
            if char == "|" and not depth:
                parts.append(pattern[start:at])
                start = at + 1
    return [*parts, pattern[start:]]


def stems(words: Iterable[str]) -> dict[str, str]:
    """Each word with the shortest of them that it contains: fewer words to look for, none missed."""
    known = sorted(set(words), key=lambda w: (len(w), w))
    return {word: next(short for short in known if short in word) for word in known}


def _telling(words: Words) -> tuple[int, int]:
    """Long words first, few of them."""
    return min(min(map(len, words)), 7), -len(words)


def _best(candidates: Iterable[Words]) -> Words | None:
    return max(candidates, key=_telling, default=None)


def _of_sequence(items: Iterable[Any]) -> Iterator[Words]:
    """The requirements of a sequence: its runs of letters, and those of its parts."""
    run = ""
    for kind, value in items:
        if kind is _op.LITERAL:
            run += chr(value)
            continue
        if kind is _op.AT:
            continue
        if run:
            yield frozenset({run})
            run = ""
        yield from _of_part(kind, value)
    if run:
        yield frozenset({run})


def _of_part(kind: Any, value: Any) -> Iterator[Words]:
    if kind is _op.SUBPATTERN:
        yield from _of_sequence(value[3])
    elif kind is _op.BRANCH:
        branches = [_best(_of_sequence(branch)) for branch in value[1]]
        if all(branches):
            yield frozenset().union(*(words for words in branches if words))
    elif kind in (_op.MAX_REPEAT, _op.MIN_REPEAT) and value[0] >= 1:
        yield from _of_sequence(value[2])
