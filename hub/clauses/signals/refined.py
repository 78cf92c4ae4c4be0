"""Signals that others make needless: an unsaid kind beside a told one, a « none » of habit beside nothing."""

from __future__ import annotations

from collections.abc import Sequence

from hub.clauses.assessment import LocatedSignal
from hub.clauses.signals.contradictions import RESERVATIONS, denies
from hub.clauses.signals.registry import coarse_rules
from hub.clauses.signals.scope import overlap


def without_coarse(signals: Sequence[LocatedSignal]) -> list[LocatedSignal]:
    """The signals less the reservations « of some kind » whose kind another one tells (BT-71, « oui »)."""
    told = [s for s in signals if s.type in RESERVATIONS and not s.negated and s.rule not in coarse_rules()]
    return [s for s in signals if s.rule not in coarse_rules() or not any(overlap(s, t) for t in told)]


def without_habits(signals: Sequence[LocatedSignal]) -> tuple[LocatedSignal, ...]:
    """The signals less the codes that say « none », which nearly every notice carries.

    They stay where they contradict something: that is worth a question.
    """
    spoken = [s for s in signals if not s.negated and s.strength != "weak"]
    return tuple(s for s in signals if not _is_habit(s) or any(denies(s, other) for other in spoken))


def _is_habit(signal: LocatedSignal) -> bool:
    return signal.type == "NONE" and signal.strength == "weak"
