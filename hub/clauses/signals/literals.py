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
_LEAST = 3


def required(pattern: str) -> Words:
    """Words of which every match holds at least one; empty when nothing can be promised.

    >>> sorted(required(r"(?:clauses?|heures?) d.?insertion"))
    ['insertion']
    >>> sorted(required(r"marches? (?:reserve|adapte)s?\\b"))
    ['adapte', 'reserve']
    >>> required(r"\\d+ ?h")
    frozenset()
    """
    if _parser is None:  # pragma: no cover
        return frozenset()
    try:
        found = _best(_of_sequence(_parser.parse(pattern)))
    except (re.error, AttributeError, TypeError, ValueError):  # pragma: no cover
        return frozenset()
    return found if found and min(map(len, found)) >= _LEAST else frozenset()


def required_by_any(patterns: Iterable[str]) -> Words:
    """Words of which a match of one of ``patterns`` holds at least one."""
    each = [required(pattern) for pattern in patterns]
    return frozenset().union(*each) if all(each) else frozenset()


def best(candidates: Iterable[Words]) -> Words:
    """The most telling of several requirements that all hold."""
    return _best(candidates) or frozenset()


def _best(candidates: Iterable[Words]) -> Words | None:
    """Long words first, few of them."""
    known = [words for words in candidates if words]
    return max(known, key=lambda w: (min(min(map(len, w)), 7), -len(w)), default=None)


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
            yield frozenset().union(*(b for b in branches if b))
    elif kind in (_op.MAX_REPEAT, _op.MIN_REPEAT) and value[0] >= 1:
        yield from _of_sequence(value[2])
