"""Which operators a reservation is for, told by words and articles."""

from __future__ import annotations

import re

from hub.clauses.signals.lexicon import lexicon
from hub.plugin_api.rules import SignalType

_ENUMERATED = re.compile(r"\b(?:5132-4|5213-13|344-2)\b")


def kinds(passage: str) -> tuple[SignalType, ...]:
    """The reservations that a folded passage speaks of; empty when nothing tells the kind.

    >>> kinds("marche reserve a des entreprises adaptees (article l. 2113-12)")
    ('RES_H',)
    >>> kinds("marche reserve a la profession d'architecte")
    ()
    """
    lex = lexicon()
    able = lex.prefilter.able(passage)
    named = {name for name, _ in lex.reserved.found(passage, able)}
    found: list[SignalType] = []
    if _one_article_for_two(named, passage):
        found += ["RES_H", "RES_I"]
    elif "RES_HI" in named or {"RES_H", "RES_I"} <= named or {"article_H", "article_I"} <= named:
        found.append("RES_HI")
    elif "RES_H" in named:
        found.append("RES_H")
    elif "RES_I" in named:
        found.append("RES_I")
    elif not named & {"RES_P", "RES_ESS"}:
        found += _by_article(named)
    if "RES_P" in named:
        found.append("RES_P")
    if "RES_ESS" in named:
        found.append("RES_ESS")
    return tuple(found)


def _by_article(named: set[str]) -> list[SignalType]:
    if "article_H" in named:
        return ["RES_H"]
    if "article_I" in named:
        return ["RES_I"]
    return ["RES_HI"] if "article_any" in named else []


def _one_article_for_two(named: set[str], passage: str) -> bool:
    """Both kinds named under the article of one: it is not said which is meant (21-24247).

    A full enumeration cites the labour code for each kind, and means both (21-19567).
    """
    if "RES_HI" in named or not {"RES_H", "RES_I"} <= named or _ENUMERATED.search(passage):
        return False
    return ("article_H" in named) != ("article_I" in named)
