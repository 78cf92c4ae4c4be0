"""The lexicon of ``data/signals/``, compiled once.

The files hold the rules and ``words.toml`` says how to read them; this module only compiles them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from hub.clauses.signals.fold import fold
from hub.clauses.signals.notation import Index, Notation, Pattern, Search
from hub.clauses.signals.prefilter import Prefilter
from hub.plugin_api.rules import Modality, Strength

FILES = (
    "words", "denials", "training", "criteria", "execution", "reserved", "object", "follows", "facts",
)  # fmt: skip
_REMOVALS = {"RECTIF_CLAUSE_SUPPRIMEE": "EXEC", "RECTIF_RESERVATION_SUPPRIMEE": "RES"}


@dataclass(frozen=True, slots=True)
class TextRule:
    """A rule on one sentence. ``family`` is a signal type, or ``RES`` for a reservation of some kind."""

    id: str
    family: str
    strength: Strength
    patterns: tuple[Search, ...]
    needs: tuple[Search, ...] = ()
    unless: tuple[Search, ...] = ()
    silences: tuple[str, ...] = ()
    silences_unless: tuple[Search, ...] = ()
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
    patterns: tuple[Search, ...]
    needs: tuple[Search, ...]
    unless: tuple[Search, ...]
    modality: Modality | None
    facts: str | None


@dataclass(frozen=True, slots=True)
class Denial:
    """A rule on a sentence that denies a clause (``EXEC``) or a reservation (``RES``)."""

    id: str
    denies: str
    patterns: tuple[Search, ...]
    unless: tuple[Search, ...]
    needs: tuple[Search, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All rules, ready to run on folded sentences. ``trigger``: words in lower case, and folded."""

    trigger: Mapping[str, str]
    stop: Index[str]
    rules: tuple[TextRule, ...]
    in_text: Index[TextRule]
    in_object: Index[TextRule]
    follows: Index[FollowRule]
    denials: Index[Denial]
    reserved: Index[str]
    modality: Mapping[str, Search]
    publics: Index[str]
    hours: Mapping[str, Pattern]
    rates: tuple[Pattern, ...]
    articles: Search
    criterion: Search
    replaced: Pattern
    facilitator: Search
    facilitator_stop: Pattern
    fields: Mapping[str, Pattern]
    prefilter: Prefilter


def sources() -> list[bytes]:
    """The files, in the order of their rules: the first rule of a type that fits a sentence speaks."""
    folder = files("hub.clauses").joinpath("data", "signals")
    return [folder.joinpath(f"{name}.toml").read_bytes() for name in FILES]


@lru_cache(maxsize=1)
def tables() -> dict[str, Any]:
    """The files as one: lists of rules put end to end, tables side by side."""
    merged: dict[str, Any] = {}
    for source in sources():
        for name, value in tomllib.loads(source.decode("utf-8")).items():
            merged[name] = merged[name] + value if name in merged else value
    return merged


@lru_cache(maxsize=1)
def titles() -> dict[str, str]:
    """One French line for each rule of the file, by rule id, in the file's order."""
    data = tables()
    return {r["id"]: r["title"] for part in ("denial", "rule", "follow") for r in data[part]}


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The compiled rules."""
    data = tables()
    notation = Notation(data["fragments"])
    rules = tuple(_rule(notation, r) for r in data["rule"])
    follows = [_follow(notation, r) for r in data["follow"]]
    denials = [_denial(notation, r) for r in data["denial"]]
    return Lexicon(
        trigger={word: fold(word).text for word in data["trigger"]},
        stop=Index([("stop", notation.cut(data["stop"]["patterns"]))]),
        rules=rules,
        in_text=Index((r, r.patterns) for r in rules if not r.only_object),
        in_object=Index((r, r.patterns) for r in rules if r.in_object),
        follows=Index((r, r.patterns) for r in follows),
        denials=Index((r, r.patterns) for r in denials),
        reserved=notation.index(data["reserved"]),
        modality=notation.table(data["modality"]),
        publics=notation.index(data["publics"]),
        hours=notation.plain(data["hours"]),
        rates=tuple(re.compile(notation.expand(p)) for p in data["rates"]["patterns"]),
        articles=notation.one(data["articles"]["patterns"]),
        criterion=notation.one(data["criterion"]["patterns"]),
        replaced=notation.plain(data["replaced"])["patterns"],
        facilitator=notation.one(data["facilitator"]["patterns"]),
        facilitator_stop=re.compile(data["facilitator"]["stop"]),
        fields={name: re.compile(p, re.IGNORECASE) for name, p in data["fields"].items()},
        prefilter=Prefilter(notation.numbered),
    )


@lru_cache(maxsize=1)
def folded_triggers() -> tuple[str, ...]:
    """The words of the trade as they stand in folded text, each once."""
    return tuple(dict.fromkeys(lexicon().trigger.values()))


def _rule(notation: Notation, rule: dict[str, Any]) -> TextRule:
    return TextRule(
        id=rule["id"],
        family=rule["type"],
        strength=rule["strength"],
        patterns=notation.all(rule["patterns"]),
        needs=notation.all(rule.get("needs", ())),
        unless=notation.all(rule.get("unless", ())),
        silences=tuple(rule.get("silences", ())),
        silences_unless=notation.all(rule.get("silences_unless", ())),
        yields_to=tuple(rule.get("yields_to", ())),
        declared=rule.get("declared", False),
        explicit=rule.get("explicit", False),
        coarse=rule.get("coarse", False),
        in_object=rule.get("in_object", False),
        only_object=rule.get("only_object", False),
    )


def _follow(notation: Notation, rule: dict[str, Any]) -> FollowRule:
    return FollowRule(
        id=rule["id"],
        within=rule["within"],
        patterns=notation.all(rule["patterns"]),
        needs=notation.all(rule.get("needs", ())),
        unless=notation.all(rule.get("unless", ())),
        modality=rule.get("modality"),
        facts=rule.get("facts"),
    )


def _denial(notation: Notation, rule: dict[str, Any]) -> Denial:
    return Denial(
        id=rule["id"],
        denies=rule["denies"],
        patterns=notation.all(rule["patterns"]),
        unless=notation.all(rule.get("unless", ())),
    )


def denied_family(rule: str) -> str:
    """What a denial denies: ``RES``, ``EXEC``, or ``ALL`` for a rule that is not of the lexicon."""
    known: dict[str, str] = {d["id"]: d["denies"] for d in tables()["denial"]} | _REMOVALS
    return known.get(rule, "ALL")
