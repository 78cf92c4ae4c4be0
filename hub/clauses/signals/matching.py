"""Which rules speak in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hub.clauses.signals import reserved
from hub.clauses.signals.lexicon import Denial, TextRule, lexicon
from hub.clauses.signals.notation import Search
from hub.clauses.signals.prefilter import Able
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


def mask(text: str, able: Able | None = None) -> str:
    """The text with the words that only look like ours blanked, at the same length."""
    lex = lexicon()
    able = lex.prefilter.able(text) if able is None else able
    for _, stop in lex.stop.met(able):
        text = stop.blanked(text, able)
    return text


def hits(
    sentence: str,
    masked: str | None = None,
    able: Able | None = None,
    *,
    after: str = "",
    is_object: bool = False,
) -> tuple[Hit, ...]:
    """What a folded sentence says, one hit a type. ``masked`` is the sentence after :func:`mask`,
    ``able`` what may be found in it, ``after`` continues an enumeration begun in it.

    >>> [h.type for h in hits("le marche comporte une clause obligatoire d'insertion")]
    ['EXEC']
    >>> hits("une bonne insertion paysagere est attendue")
    ()
    """
    lex = lexicon()
    able = lex.prefilter.able(sentence) if able is None else able
    masked = mask(sentence, able) if masked is None else masked
    denied = tuple(_denials(sentence, able))
    families = {d.denies for d, _, _ in denied}
    spoken = [
        (rule, at) for rule, at in _speaking(masked, able, is_object=is_object) if not _denied(rule, families)
    ]
    kept = _without_silenced(spoken, masked, able)
    found = [h for rule, at in kept for h in _hits_of(rule, at, masked, after)]
    return (*(Hit("NONE", d.id, "strong", a, b, negated=True) for d, a, b in denied), *_one_a_type(found))


def may_speak(able: Able, *, is_object: bool) -> bool:
    """Whether there is a rule or a denial that may speak."""
    lex = lexicon()
    voices = lex.in_object if is_object else lex.in_text
    return not (able.isdisjoint(voices.numbers) and able.isdisjoint(lex.denials.numbers))


def _denials(sentence: str, able: Able) -> Iterator[tuple[Denial, int, int]]:
    for denial, at in lexicon().denials.found(sentence, able):
        if not _any(denial.unless, sentence, able):
            yield denial, *at


def _denied(rule: TextRule, families: set[str]) -> bool:
    if rule.family == "RES":
        return "RES" in families
    return "EXEC" in families and rule.family in {"EXEC", "CRIT", "FORM"}


def _speaking(masked: str, able: Able, *, is_object: bool) -> Iterator[tuple[TextRule, tuple[int, int]]]:
    lex = lexicon()
    for rule, at in (lex.in_object if is_object else lex.in_text).found(masked, able):
        if _holds(rule, masked, able):
            yield rule, at


def _holds(rule: TextRule, masked: str, able: Able) -> bool:
    return all(need.found(masked, able) for need in rule.needs) and not _any(rule.unless, masked, able)


def _without_silenced(
    spoken: Sequence[tuple[TextRule, tuple[int, int]]], masked: str, able: Able
) -> list[tuple[TextRule, tuple[int, int]]]:
    silenced = {
        family
        for rule, _ in spoken
        for family in rule.silences
        if not _any(rule.silences_unless, masked, able)
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


def _any(searches: Sequence[Search], text: str, able: Able) -> bool:
    return any(search.found(text, able) for search in searches)
