"""Declared considerations of awarded contracts (DECP) to signals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hub.clauses.signals.fold import fold
from hub.plugin_api.records import AwardedContract
from hub.plugin_api.rules import Signal, SignalType

_FIELD = "considerationsSociales"
_DENIED = re.compile(r"\b(?:pas de|aucune?|sans) (?:consideration|clause)")
_LABELS: tuple[tuple[str, SignalType, str], ...] = (
    ("clause sociale", "EXEC", "DECP-clause"),
    ("critere social", "CRIT", "DECP-critere"),
    ("marche reserve", "RES_HI", "DECP-reserve"),
    ("concession reservee", "RES_HI", "DECP-reserve"),
)
TITLES = {
    "DECP-aucune": "Données essentielles : pas de considération sociale",
    "DECP-clause": "Données essentielles : clause sociale",
    "DECP-critere": "Données essentielles : critère social",
    "DECP-reserve": "Données essentielles : marché réservé",
}


def contract_signals(contract: AwardedContract) -> tuple[Signal, ...]:
    """What the buyer declared after the award. Nothing declared says nothing."""
    return tuple(signal for label in contract.considerations for signal in _signals(label))


def _signals(label: str) -> Iterator[Signal]:
    """A label may hold several values joined by a sender; dirty values (« Sans objet ») say nothing."""
    text = fold(label).text
    if _DENIED.search(text):
        yield Signal("NONE", "DECP-aucune", _FIELD, "strong", code=label, negated=True)
        return
    for words, kind, rule in _LABELS:
        if words in text:
            yield Signal(kind, rule, _FIELD, "strong", code=label)
