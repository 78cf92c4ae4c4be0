"""The lexicon of ``data/signals.toml``, compiled once.

The file holds the rules and says how to read them; this module only compiles them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from typing import Any

from hub.clauses.signals.literals import Words, best, required, required_by_any
from hub.plugin_api.rules import Modality, Strength

Pattern = re.Pattern[str]
_REMOVALS = {"RECTIF_CLAUSE_SUPPRIMEE": "EXEC", "RECTIF_RESERVATION_SUPPRIMEE": "RES"}


@dataclass(frozen=True, slots=True)
class TextRule:
    """A rule on one sentence. ``family`` is a signal type, or ``RES`` for a reservation of some kind.

    ``words``, here as below: without one of them in the sentence the rule cannot speak.
    """

    id: str
    family: str
    strength: Strength
    words: Words
    patterns: tuple[Pattern, ...]
    needs: tuple[Pattern, ...] = ()
    unless: tuple[Pattern, ...] = ()
    silences: tuple[str, ...] = ()
    silences_unless: tuple[Pattern, ...] = ()
    yields_to: tuple[str, ...] = ()
    declared: bool = False
    explicit: bool = False
    coarse: bool = False
    in_object: bool = False
    only_object: bool = False


@dataclass(frozen=True, slots=True)
class FollowRule:
    """A rule on the sentences after a clause: it adds ``facts`` or a ``modality`` to it."""

    id: str
    within: int
    words: Words
    patterns: tuple[Pattern, ...]
    needs: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    modality: Modality | None
    facts: str | None


@dataclass(frozen=True, slots=True)
class Denial:
    """A rule on a sentence that denies a clause (``EXEC``) or a reservation (``RES``)."""

    id: str
    denies: str
    words: Words
    patterns: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All rules, ready to run on folded sentences."""

    trigger: tuple[str, ...]
    stop: Pattern
    rules: tuple[TextRule, ...]
    follows: tuple[FollowRule, ...]
    denials: tuple[Denial, ...]
    reserved: Mapping[str, Pattern]
    modality: Mapping[str, Pattern]
    publics: Mapping[str, Pattern]
    hours: Mapping[str, Pattern]
    rates: tuple[Pattern, ...]
    articles: Pattern
    criterion: Pattern
    replaced: Pattern
    facilitator: Pattern
    facilitator_stop: Pattern
    fields: Mapping[str, Pattern]
    words: tuple[str, ...]

    def spoken(self, sentence: str) -> Words:
        """The words of the rules that a folded sentence holds."""
        return frozenset([word for word in self.words if word in sentence])


class _Compiler:
    """Turns the file's notation into regular expressions."""

    def __init__(self, fragments: Mapping[str, str]) -> None:
        self.fragments = fragments

    def expand(self, pattern: str) -> str:
        while (bare := re.sub(r"\{([a-z]+)\}", self._fragment, pattern)) != pattern:
            pattern = bare
        pattern = re.sub(r" <(\d+)>", r"(?!\\w).{0,\1}?", pattern)
        pattern = re.sub(r"<(\d+)>", r".{0,\1}?", pattern)
        # An apostrophe inside a character class is left alone.
        return re.sub(r"\[[^\]]*\]|'", lambda m: m.group() if len(m.group()) > 1 else "[' ]?", pattern)

    def _fragment(self, match: re.Match[str]) -> str:
        return f"(?:{self.fragments[match.group(1)]})"

    def one(self, patterns: Sequence[str]) -> Pattern:
        return re.compile("|".join(f"(?:{self.expand(p)})" for p in patterns))

    def all(self, patterns: Sequence[str]) -> tuple[Pattern, ...]:
        return tuple(re.compile(self.expand(p)) for p in patterns)

    def gate(self, patterns: Sequence[Pattern], needs: Sequence[Pattern] = ()) -> Words:
        """The words without which neither a pattern nor all needs can be found."""
        return best([required_by_any([p.pattern for p in patterns]), *(required(n.pattern) for n in needs)])

    def table(self, table: Mapping[str, Sequence[str]]) -> dict[str, Pattern]:
        return {name: self.one(patterns) for name, patterns in table.items()}


@lru_cache(maxsize=1)
def _source() -> bytes:
    return files("hub.clauses").joinpath("data", "signals.toml").read_bytes()


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads(_source().decode("utf-8"))


@lru_cache(maxsize=1)
def titles() -> dict[str, str]:
    """One French line for each rule of the file, by rule id, in the file's order."""
    data = _data()
    return {r["id"]: r["title"] for part in ("denial", "rule", "follow") for r in data[part]}


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The compiled rules."""
    data = _data()
    compiler = _Compiler(data["fragments"])
    rules = tuple(_rule(compiler, r) for r in data["rule"])
    follows = tuple(_follow(compiler, r) for r in data["follow"])
    denials = tuple(_denial(compiler, r) for r in data["denial"])
    return Lexicon(
        trigger=tuple(data["trigger"]),
        stop=compiler.one(data["stop"]["patterns"]),
        rules=rules,
        follows=follows,
        denials=denials,
        reserved=compiler.table(data["reserved"]),
        modality=compiler.table(data["modality"]),
        publics=compiler.table(data["publics"]),
        hours=compiler.table(data["hours"]),
        rates=compiler.all(data["rates"]["patterns"]),
        articles=compiler.one(data["articles"]["patterns"]),
        criterion=compiler.one(data["criterion"]["patterns"]),
        replaced=compiler.one(data["replaced"]["patterns"]),
        facilitator=compiler.one(data["facilitator"]["patterns"]),
        facilitator_stop=re.compile(data["facilitator"]["stop"]),
        fields={name: re.compile(p, re.IGNORECASE) for name, p in data["fields"].items()},
        words=_words((r.words for r in rules), (r.words for r in follows), (r.words for r in denials)),
    )


def _words(*gates: Iterable[Words]) -> tuple[str, ...]:
    return tuple(sorted({word for words in chain(*gates) for word in words}))


def _rule(compiler: _Compiler, rule: dict[str, Any]) -> TextRule:
    patterns, needs = compiler.all(rule["patterns"]), compiler.all(rule.get("needs", ()))
    return TextRule(
        id=rule["id"],
        family=rule["type"],
        strength=rule["strength"],
        words=compiler.gate(patterns, needs),
        patterns=patterns,
        needs=needs,
        unless=compiler.all(rule.get("unless", ())),
        silences=tuple(rule.get("silences", ())),
        silences_unless=compiler.all(rule.get("silences_unless", ())),
        yields_to=tuple(rule.get("yields_to", ())),
        declared=rule.get("declared", False),
        explicit=rule.get("explicit", False),
        coarse=rule.get("coarse", False),
        in_object=rule.get("in_object", False),
        only_object=rule.get("only_object", False),
    )


def _follow(compiler: _Compiler, rule: dict[str, Any]) -> FollowRule:
    patterns, needs = compiler.all(rule["patterns"]), compiler.all(rule.get("needs", ()))
    return FollowRule(
        id=rule["id"],
        within=rule["within"],
        words=compiler.gate(patterns, needs),
        patterns=patterns,
        needs=needs,
        unless=compiler.all(rule.get("unless", ())),
        modality=rule.get("modality"),
        facts=rule.get("facts"),
    )


def _denial(compiler: _Compiler, rule: dict[str, Any]) -> Denial:
    patterns = compiler.all(rule["patterns"])
    return Denial(
        id=rule["id"],
        denies=rule["denies"],
        words=compiler.gate(patterns),
        patterns=patterns,
        unless=compiler.all(rule.get("unless", ())),
    )


def denied_family(rule: str) -> str:
    """What a denial denies: ``RES``, ``EXEC``, or ``ALL`` for a rule that is not of the lexicon."""
    known = {d.id: d.denies for d in lexicon().denials} | _REMOVALS
    return known.get(rule, "ALL")


def may_speak(words: Words, spoken: Words) -> bool:
    """Whether a rule that needs one of ``words`` may speak in a sentence that holds ``spoken``."""
    return not words or not words.isdisjoint(spoken)
