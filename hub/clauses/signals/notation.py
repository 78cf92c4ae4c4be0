"""The notation of ``data/signals/`` to regular expressions that know when not to search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from hub.clauses.signals.literals import Words, alternatives, required, stems

Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Search:
    """A pattern, and sets of words: without a word of each set in the text it cannot be found."""

    pattern: Pattern
    gates: tuple[Words, ...]

    def may_match(self, spoken: Words) -> bool:
        """Whether a text whose words are ``spoken`` is worth searching."""
        for gate in self.gates:  # noqa: SIM110 - a generator would double the time of the busiest loop
            if gate.isdisjoint(spoken):
                return False
        return True

    def span(self, text: str, spoken: Words) -> tuple[int, int] | None:
        """Where the pattern is first found."""
        match = self.pattern.search(text) if self.may_match(spoken) else None
        return match.span() if match else None


class Vocabulary:
    """The words of many searches, to be looked for once in a text."""

    def __init__(self, searches: Iterable[Search]) -> None:
        self._stems = stems(word for search in searches for gate in search.gates for word in gate)
        self.words: tuple[str, ...] = tuple(sorted(set(self._stems.values())))

    def shortened(self, searches: Iterable[Search]) -> tuple[Search, ...]:
        """The searches with their words as this vocabulary has them."""
        return tuple(replace(s, gates=tuple(map(self._gate, s.gates))) for s in searches)

    def _gate(self, gate: Words) -> Words:
        return frozenset(self._stems[word] for word in gate)

    def spoken(self, text: str, among: Iterable[str] | None = None) -> Words:
        """Those that a folded text holds; of ``among`` only, when a longer text holds just these."""
        return frozenset([word for word in (self.words if among is None else among) if word in text])


class Notation:
    """Expands the notation that the head of ``words.toml`` explains."""

    def __init__(self, fragments: Mapping[str, str]) -> None:
        self.fragments = fragments

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

    def one(self, patterns: Sequence[str]) -> Pattern:
        """One pattern that finds any of them."""
        return re.compile("|".join(f"(?:{self.expand(p)})" for p in patterns))

    def all(self, patterns: Sequence[str]) -> tuple[Pattern, ...]:
        """Each of them, compiled."""
        return tuple(re.compile(self.expand(p)) for p in patterns)

    def searches(self, patterns: Sequence[str]) -> tuple[Search, ...]:
        """Each of them with its words."""
        return tuple(_search(self.expand(p)) for p in patterns)

    def cut(self, patterns: Sequence[str]) -> tuple[Search, ...]:
        """Each alternative of each of them with its words."""
        return tuple(_search(part) for p in patterns for part in alternatives(self.expand(p)))

    def table(self, table: Mapping[str, Sequence[str]]) -> dict[str, Pattern]:
        """A table of lists of patterns."""
        return {name: self.one(patterns) for name, patterns in table.items()}


def _search(pattern: str) -> Search:
    return Search(re.compile(pattern), required(pattern))
