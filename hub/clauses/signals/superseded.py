"""What a rectificatif replaces no longer stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from hub.clauses.assessment import LocatedSignal
from hub.clauses.signals.contradictions import RESERVATIONS
from hub.clauses.signals.scope import overlap

_CHANGE = re.compile(r"rectif|\blire\b|ajouter|supprimer|\bchange|BT-141|\bnew_value", re.IGNORECASE)


def standing(signals: Sequence[LocatedSignal]) -> tuple[LocatedSignal, ...]:
    """The signals that a later notice's change does not replace. Input is oldest notice first."""
    changes = [(i, s) for i, s in enumerate(signals) if _is_change(s.field)]
    if not changes:
        return tuple(signals)
    return tuple(
        old for at, old in enumerate(signals) if not any(i > at and _replaces(new, old) for i, new in changes)
    )


@lru_cache(maxsize=1024)
def _is_change(field: str) -> bool:
    return bool(_CHANGE.search(field))


def _replaces(newer: LocatedSignal, older: LocatedSignal) -> bool:
    if newer.notice == older.notice or not overlap(newer, older):
        return False
    if newer.negated:
        return newer.strength != "weak" and not older.negated
    if older.negated:
        return older.strength != "weak"
    if newer.type in RESERVATIONS:
        return older.type in RESERVATIONS
    return bool(newer.hours) and bool(older.hours) and newer.type == older.type
