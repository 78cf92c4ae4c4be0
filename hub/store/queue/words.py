"""Words as the queue is searched by: folded in Python, so that both databases see the same ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_LETTERS = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "’": "'", "ʼ": "'", "\xad": "", "\u200b": ""}
_LETTER = re.compile(f"[{''.join(_LETTERS)}]")
_ACCENT = re.compile("[\u0300-\u036f]")
_ELISION = re.compile(r"(?<![a-z0-9])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'")
_WORD = re.compile("[a-z0-9]+")
# PostgreSQL keeps 16 383 positions and refuses words of 2 kB.
MOST_WORDS, _LONGEST_WORD = 10_000, 100
_MOST_SEARCHED = 20


def words(text: str | None) -> list[str]:
    """The words of a text: no case, no accents, no elided articles.

    >>> words("Réfection de l’Œuvre n°26-85090")
    ['refection', 'de', 'oeuvre', 'n', '26', '85090']
    """
    if not text:
        return []
    plain = text.casefold() if text.isascii() else _plain(text.casefold())
    if "'" in plain:
        plain = _ELISION.sub(" ", plain)
    return [word[:_LONGEST_WORD] for word in _WORD.findall(plain)[:MOST_WORDS]]


def _plain(text: str) -> str:
    # str.translate would take as long as all the rest.
    folded = _LETTER.sub(lambda letter: _LETTERS[letter.group()], text)
    return _ACCENT.sub("", unicodedata.normalize("NFKD", folded))


def phrases(query: str) -> list[list[str]]:
    """What is written together is looked for together: a phrase for each piece between spaces."""
    found: list[list[str]] = []
    left = _MOST_SEARCHED
    for piece in query[:2000].split():
        phrase = words(piece)[:left]
        left -= len(phrase)
        found += [phrase] if phrase else []
    return found


def fts5(query: str) -> str | None:
    """The query for FTS5: every phrase, the last word being only begun; ``None`` without any word.

    >>> fts5("26-85090 Péint")
    '"26 85090" AND "peint"*'
    """
    found = phrases(query)
    if not found:
        return None
    ends = "*" if _is_begun(found) else ""
    return " AND ".join(f'"{" ".join(phrase)}"' for phrase in found) + ends


def tsquery(query: str) -> str | None:
    """The same for PostgreSQL, as a ``tsquery`` is written.

    >>> tsquery("26-85090 Péint")
    '26 <-> 85090 & peint:*'
    """
    found = phrases(query)
    if not found:
        return None
    ends = ":*" if _is_begun(found) else ""
    return " & ".join(" <-> ".join(phrase) for phrase in found) + ends


def _is_begun(found: Sequence[Sequence[str]]) -> bool:
    # One letter begins half of all words: it is taken as a word of its own.
    return len(found[-1][-1]) > 1


def tsvector(found: Sequence[str]) -> str:
    """Words as a ``tsvector`` is written; its own parser would read ``1e5`` or ``a.b`` in its own way."""
    positions: dict[str, list[str]] = {}
    for position, word in enumerate(found[:MOST_WORDS], 1):
        positions.setdefault(word, []).append(str(position))
    return " ".join(f"{word}:{','.join(where[:200])}" for word, where in positions.items())
