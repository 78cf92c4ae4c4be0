"""The notation of ``data/signals/`` to regular expressions that know when not to search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from hub.clauses.signals.prefilter import Able

Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Search:
    """A pattern as its outermost alternatives, numbered from ``first`` on for the prefilter.

    Only the alternatives that a text is able to hold are searched in it. The others could not be found, so
    that leaving them out changes nothing.
    """

    parts: tuple[str, ...]
    first: int

    @property
    def pattern(self) -> Pattern:
        """All of it."""
        return compiled(self.parts)

    @property
    def numbers(self) -> range:
        """The numbers of its parts."""
        return range(self.first, self.first + len(self.parts))

    def within(self, able: Able) -> Pattern | None:
        """What is left of it to be searched."""
        if len(self.parts) == 1:
            return compiled(self.parts) if self.first in able else None
        left = tuple([part for n, part in enumerate(self.parts, self.first) if n in able])
        return compiled(left) if left else None

    def span(self, text: str, able: Able) -> tuple[int, int] | None:
        """Where the pattern is first found."""
        pattern = self.within(able)
        match = pattern.search(text) if pattern else None
        return match.span() if match else None

    def found(self, text: str, able: Able) -> bool:
        """Whether it is."""
        pattern = self.within(able)
        return pattern is not None and pattern.search(text) is not None

    def matches(self, text: str, able: Able) -> Iterator[re.Match[str]]:
        """All that it finds."""
        pattern = self.within(able)
        return pattern.finditer(text) if pattern else iter(())

    def blanked(self, text: str, able: Able) -> str:
        """The text without what it finds, at the same length."""
        pattern = self.within(able)
        return pattern.sub(_blank, text) if pattern else text


@lru_cache(maxsize=4096)
def compiled(parts: tuple[str, ...]) -> Pattern:
    """The alternatives as one pattern: notices say the same things, so that few choices of them are met."""
    return re.compile("|".join(parts))


def _blank(match: re.Match[str]) -> str:
    return "~" * len(match.group())


Owner = TypeVar("Owner")


class Index(Generic[Owner]):
    """Many owners of searches: only those that a text is able to hold are met."""

    def __init__(self, owned: Iterable[tuple[Owner, Iterable[Search]]]) -> None:
        self._owners = {n: (owner, s) for owner, searches in owned for s in searches for n in s.numbers}
        self.numbers: Able = frozenset(self._owners)

    def met(self, able: Able) -> Iterator[tuple[Owner, Search]]:
        """The searches worth trying, with their owners, in order."""
        tried = None
        for number in sorted(self.numbers & able):
            owner, search = self._owners[number]
            if search is not tried:
                tried = search
                yield owner, search

    def found(self, text: str, able: Able) -> Iterator[tuple[Owner, tuple[int, int]]]:
        """The owners in order, each with the place of the first of its searches that finds something."""
        last = None
        for owner, search in self.met(able):
            if owner is not last and (at := search.span(text, able)):
                last = owner
                yield owner, at


class Notation:
    """Expands the notation that the head of ``words.toml`` explains, and numbers the patterns."""

    def __init__(self, fragments: Mapping[str, str]) -> None:
        self.fragments = fragments
        self.numbered: list[str] = []

    def expand(self, pattern: str) -> str:
        """The plain regular expression of a pattern."""
        while (bare := re.sub(r"\{([a-z]+)\}", self._fragment, pattern)) != pattern:
            pattern = bare
        pattern = re.sub(r" <(\d+)>", r"(?!\\w).{0,\1}?", pattern)
        pattern = re.sub(r"<(\d+)>", r".{0,\1}?", pattern)
        # An apostrophe inside a character class is left alone.
        return re.sub(r"\[[^\]]*\]|'", lambda m: m.group() if len(m.group()) > 1 else "[' ]?", pattern)

    def _fragment(self, match: re.Match[str]) -> str:
        return f"(?:{self.fragments[match.group(1)]})"

    def one(self, patterns: Sequence[str]) -> Search:
        """One pattern that finds any of them."""
        return self._numbered([part for p in patterns for part in alternatives(self.expand(p))])

    def all(self, patterns: Sequence[str]) -> tuple[Search, ...]:
        """Each of them."""
        return tuple(self.one([p]) for p in patterns)

    def cut(self, patterns: Sequence[str]) -> tuple[Search, ...]:
        """Each alternative of each of them."""
        return tuple(self._numbered([part]) for p in patterns for part in alternatives(self.expand(p)))

    def table(self, table: Mapping[str, Sequence[str]]) -> dict[str, Search]:
        """A table of lists of patterns."""
        return {name: self.one(patterns) for name, patterns in table.items()}

    def index(self, table: Mapping[str, Sequence[str]]) -> Index[str]:
        """The same, to ask which names are found."""
        return Index((name, [self.one(patterns)]) for name, patterns in table.items())

    def plain(self, table: Mapping[str, Sequence[str]]) -> dict[str, Pattern]:
        """The same without numbers, for patterns that are tried everywhere."""
        return {name: compiled(tuple(map(self.expand, patterns))) for name, patterns in table.items()}

    def _numbered(self, parts: Sequence[str]) -> Search:
        self.numbered += parts
        return Search(tuple(parts), len(self.numbered) - len(parts))


def alternatives(pattern: str) -> list[str]:
    """A pattern cut at its outermost « | », so that each part is searched for itself.

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
