"""Which rules speak in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hub.clauses.signals import reserved
from hub.clauses.signals.lexicon import Denial, FollowRule, TextRule, lexicon
from hub.clauses.signals.literals import Words
from hub.clauses.signals.notation import Pattern, Search
from hub.plugin_api.rules import SignalType, Strength

_RESERVED = re.compile(r"\breserv\w+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that speaks: its place in the sentence, and what it says."""

    type: SignalType
    rule: str
    strength: Strength
    start: int
    end: int
    declared: bool = False
    negated: bool = False
    explicit: bool = False


def mask(text: str) -> str:
    """The text with the words that only look like ours blanked, at the same length."""
    lex = lexicon()
    spoken = lex.stop_words.spoken(text)
    for stop in lex.stop if spoken else ():
        if stop.may_match(spoken):
            text = stop.pattern.sub(_blank, text)
    return text


def _blank(match: re.Match[str]) -> str:
    return "~" * len(match.group())


@dataclass(frozen=True, slots=True)
class Able:
    """What a whole text leaves to try on its sentences: its words, and the rules that they may wake."""

    words: Words = frozenset()
    rules: tuple[TextRule, ...] = ()
    denials: tuple[Denial, ...] = ()
    follows: tuple[FollowRule, ...] = ()

    @classmethod
    def of(cls, text: str, *, is_object: bool = False) -> Able:
        """The rules that may speak somewhere in a folded text."""
        lex = lexicon()
        words = lex.words.spoken(text)
        fitting = (r for r in lex.rules if (r.in_object if is_object else not r.only_object))
        return cls(
            words,
            tuple(r for r in fitting if _may_speak(r.patterns, words)),
            tuple(d for d in lex.denials if _may_speak(d.patterns, words)),
            tuple(f for f in lex.follows if _may_speak(f.patterns, words)),
        )


def _may_speak(searches: Sequence[Search], words: Words) -> bool:
    return any(search.may_match(words) for search in searches)


def hits(
    sentence: str,
    masked: str | None = None,
    able: Able | None = None,
    *,
    after: str = "",
    is_object: bool = False,
) -> tuple[Hit, ...]:
    """What a folded sentence says, one hit a type. ``masked`` is the sentence after :func:`mask`,
    ``able`` what its text leaves to try, ``after`` continues an enumeration begun in it.

    >>> [h.type for h in hits("le marche comporte une clause obligatoire d'insertion")]
    ['EXEC']
    >>> hits("une bonne insertion paysagere est attendue")
    ()
    """
    masked = mask(sentence) if masked is None else masked
    able = able or Able.of(sentence, is_object=is_object)
    words = lexicon().words.spoken(sentence, able.words)
    denied = tuple(_denials(able, sentence, words))
    families = {d.denies for d, _, _ in denied}
    spoken = [
        (rule, at)
        for rule in able.rules
        if (at := _speaks(rule, masked, words)) and not _denied(rule, families)
    ]
    kept = _without_silenced(spoken, masked)
    found = [h for rule, at in kept for h in _hits_of(rule, at, masked, after)]
    return (*(Hit("NONE", d.id, "strong", a, b, negated=True) for d, a, b in denied), *_one_a_type(found))


def _denials(able: Able, sentence: str, words: Words) -> Iterator[tuple[Denial, int, int]]:
    for denial in able.denials:
        match = _first(denial.patterns, sentence, words)
        if match and not _any(denial.unless, sentence):
            yield denial, *match


def _denied(rule: TextRule, families: set[str]) -> bool:
    if rule.family == "RES":
        return "RES" in families
    return "EXEC" in families and rule.family in {"EXEC", "CRIT", "FORM"}


def _speaks(rule: TextRule, masked: str, words: Words) -> tuple[int, int] | None:
    match = _first(rule.patterns, masked, words)
    if match is None or not all(need.span(masked, words) for need in rule.needs):
        return None
    return None if _any(rule.unless, masked) else match


def _without_silenced(
    spoken: Sequence[tuple[TextRule, tuple[int, int]]], masked: str
) -> list[tuple[TextRule, tuple[int, int]]]:
    silenced = {
        family for rule, _ in spoken for family in rule.silences if not _any(rule.silences_unless, masked)
    }
    said = {rule.family for rule, _ in spoken}
    return [
        (rule, at)
        for rule, at in spoken
        if rule.family not in silenced
        and not (said - {rule.family}) & set(rule.yields_to)
        and not (rule.family == "ARTICLE" and silenced & said)
    ]


def _hits_of(rule: TextRule, at: tuple[int, int], masked: str, after: str) -> Iterator[Hit]:
    if rule.family != "RES":
        yield Hit(rule.family, rule.id, rule.strength, *at, declared=rule.declared, explicit=rule.explicit)  # type: ignore[arg-type]
        return
    verb = _RESERVED.search(masked, *at)
    for kind in reserved.kinds(f"{masked} {mask(after)}" if after else masked):
        yield Hit(kind, rule.id, rule.strength, *(verb.span() if verb else at))


def _one_a_type(found: Sequence[Hit]) -> Iterator[Hit]:
    """The first hit of each type; a stated clause takes the place of a declared one."""
    best: dict[SignalType, Hit] = {}
    for hit in found:
        known = best.get(hit.type)
        if known is None or (known.declared and not hit.declared):
            best[hit.type] = hit
    yield from best.values()


def _first(searches: Sequence[Search], text: str, words: Words) -> tuple[int, int] | None:
    for search in searches:
        if span := search.span(text, words):
            return span
    return None


def _any(patterns: Sequence[Pattern], text: str) -> bool:
    return any(p.search(text) for p in patterns)
