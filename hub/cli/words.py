"""Counts in French, and what looks like a word that nothing is called."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from hub.clauses.wording import number


def count(quantity: int, one: str, several: str | None = None) -> str:
    """A count with its word in agreement; French says ``0 modifié``.

    >>> count(1, "modifié"), count(2, "modifié"), count(3, "nouveau", "nouveaux")
    ('1 modifié', '2 modifiés', '3 nouveaux')
    """
    word = one if quantity < 2 else several or f"{one}s"
    return f"{number(quantity)} {word}"


def perhaps(word: str, known: Iterable[str]) -> str:
    """`` Peut-être : oisans.``, with what ``word`` looks like; nothing when nothing does.

    >>> perhaps("oisan", ["ain", "oisans"])
    ' Peut-être : oisans.'
    """
    near = get_close_matches(word.lower(), list(known), 3)
    return f" Peut-être : {', '.join(near)}." if near else ""
