"""What is worth searching in a text, found in one pass of google-re2 over it.

A hundred searches with ``re`` cost a hundred passes. google-re2 works out the words that each pattern
cannot do without, and looks all of them up at once. It may name too many patterns, never too few: every
match is made by ``re`` afterwards. Without google-re2 everything is worth searching: slower, never wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

Able = frozenset[int]
"""The numbers of the patterns that a text, or any part of it, may hold."""

# A set that outgrows this forgets what it knew, and starts again: with 8 MB, a hundred times an hour.
_MEMORY = 64 << 20
# `re` knows the digits and spaces of all scripts, RE2 those of ASCII.
_WIDER = {r"\d": r"\pN", r"\s": r"\pZ\pC"}
_TOKEN = re.compile(r"\\.|\(\?<?[=!]|[()\[\]]|[^\\()\[\]]+", re.DOTALL)
_LOOKS = frozenset({"(?=", "(?!", "(?<=", "(?<!"})


def _re2() -> Any:  # it is not typed
    try:
        import re2
    except ImportError:
        return None
    return re2


class Prefilter:
    """Many patterns, by number. It is compiled when the first text is seen, and any thread may ask it."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._patterns = tuple(patterns)
        self.every: Able = frozenset(range(len(self._patterns)))

    def able(self, text: str) -> Able:
        """The patterns that a folded ``text`` may hold; what is true of it is true of all its parts."""
        if self._filter is None:
            return self.every
        return frozenset(self._filter.Match(text.encode("utf-8", "replace"), True) or ())

    @cached_property
    def _filter(self) -> Any:
        re2 = _re2()
        if re2 is None:
            return None
        found = re2.Filter()
        for pattern in self._patterns:
            try:
                found.Add(relaxed(pattern), _options(re2))
            except re2.error:
                found.Add("", _options(re2))
        found.Compile()
        return found


class Words:
    """Plain words, of which a text holds some."""

    def __init__(self, words: Iterable[bytes]) -> None:
        self._words = tuple(dict.fromkeys(words))

    def found(self, data: bytes) -> list[bytes]:
        """The words that ``data`` holds."""
        if self._set is None:
            return [word for word in self._words if word in data]
        found = self._set.Match(data)
        return [self._words[i] for i in found] if found else []

    @cached_property
    def _set(self) -> Any:
        re2 = _re2()
        if re2 is None:
            return None
        options = _options(re2)
        options.literal, options.encoding = True, re2.Options.Encoding.LATIN1
        found = re2.Set.SearchSet(options)
        for word in self._words:
            found.Add(word)
        found.Compile()
        return found


def _options(re2: Any) -> Any:
    options = re2.Options()
    options.max_mem, options.log_errors = _MEMORY, False
    return options


def relaxed(pattern: str) -> str:
    r"""A pattern that RE2 can read and that finds at least as much: it does not look around.

    >>> relaxed(r"insertion\b(?! (?:paysag|urbain)) [\s:]\d")
    'insertion\\b [\\pZ\\pC:][\\pN]'
    """
    out: list[str] = []
    looking, in_class = 0, False
    for part in _TOKEN.findall(pattern):
        if not in_class and (looking or part in _LOOKS):
            looking += part.startswith("(") - (part == ")")
        elif not looking:
            out.append(_one(part, in_class=in_class))
        in_class = (in_class or part == "[") and part != "]"
    return "".join(out)


def _one(part: str, *, in_class: bool) -> str:
    wider = _WIDER.get(part)
    return part if wider is None else wider if in_class else f"[{wider}]"
