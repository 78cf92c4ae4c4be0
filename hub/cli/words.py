"""Counts in French, and what looks like a word that nothing is called."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from hub.review.printed import count

__all__ = ["count", "perhaps"]


def perhaps(word: str, known: Iterable[str]) -> str:
    """`` Peut-être : oisans.``, with what ``word`` looks like; nothing when nothing does.

    >>> perhaps("oisan", ["ain", "oisans"])
    ' Peut-être : oisans.'
    """
    near = get_close_matches(word.lower(), list(known), 3)
    return f" Peut-être : {', '.join(near)}." if near else ""
