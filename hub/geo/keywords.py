"""Finding a territory's keywords in texts, as proper nouns and as whole words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from hub.geo.names import plain

_VARIANTS = {
    "a": "aàâä",
    "c": "cç",
    "e": "eéèêë",
    "i": "iîï",
    "o": "oôö",
    "u": "uùûü",
    "y": "yÿ",
}
_ARTICLES = frozenset({"le", "la", "les", "l"})
_SEPARATOR = "[\\s\u00a0\u202f\\-\u2010\u2011'’]+"
_ACCENT = "[\u0300-\u036f]?"
_LETTER = re.compile("œ|oe|.", re.IGNORECASE)
_PIECES = re.compile(r"[\s\-'’]+")


class Searched:
    """A text folded once, so that many territories may look for their words in it."""

    __slots__ = ("_folded", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded = plain(text)

    def first(self, keywords: Sequence[str]) -> str | None:
        """The first of ``keywords`` that the text holds, else ``None``.

        Case and accents do not matter, except that a word written with a capital in the keyword must
        start with one in the text: « Mens » is neither « dimensions » nor « 30 € / mens. ».
        """
        return next((keyword for keyword in keywords if self._holds(keyword)), None)

    def _holds(self, keyword: str) -> bool:
        # A plain search is a hundred times faster than the pattern, and nearly always says no.
        return _folded(keyword) in self._folded and pattern(keyword).search(self._text) is not None


_folded = lru_cache(maxsize=4096)(plain)


@lru_cache(maxsize=4096)
def pattern(keyword: str) -> re.Pattern[str]:
    """The expression for one keyword: whole words, any accent, any hyphen or apostrophe."""
    words = [word for word in _PIECES.split(keyword) if word]
    body = _SEPARATOR.join(_word(word) for word in words)
    return re.compile(rf"(?<!\w){body}(?!\w)")


def _word(word: str) -> str:
    proper = word[:1].isupper() and plain(word) not in _ARTICLES
    letters = _LETTER.findall(word)
    return "".join(_letter(char, capital=proper and at == 0) for at, char in enumerate(letters))


def _letter(char: str, *, capital: bool) -> str:
    if not char.isalnum():
        return rf"\s*{re.escape(char)}"
    bare = plain(char)
    if bare == "oe":
        return "(?:Œ|O[EÉÈÊËeéèêë])" if capital else "(?:[Œœ]|[Oo][EÉÈÊËeéèêë])"
    variants = _VARIANTS.get(bare, bare or char)
    return f"[{variants.upper() if capital else variants + variants.upper()}]{_ACCENT}"
