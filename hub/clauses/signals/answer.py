"""Signals of all notices of a marché to one answer: what the notices say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hub.clauses.assessment import ClauseAnswer, ClauseStatus, LocatedSignal
from hub.clauses.signals.contradictions import RESERVATIONS, contradictions
from hub.clauses.signals.lexicon import denied_family
from hub.clauses.signals.refined import without_coarse, without_habits
from hub.clauses.signals.scope import concerns, mapped, scope, with_keys
from hub.clauses.signals.superseded import standing
from hub.clauses.signals.volumes import hours_stated
from hub.plugin_api.rules import Modality, SignalType

_TYPES: tuple[SignalType, ...] = (
    "EXEC", "CRIT", "RES_H", "RES_I", "RES_HI", "RES_P", "RES_ESS", "OBJ_INS", "FORM",
)  # fmt: skip
_OPTIONAL: tuple[Modality, ...] = ("incitative", "facultative", "a_proposer")
_CLAUSES = ("EXEC", "FORM")


def clause_answer(
    located: Sequence[LocatedSignal], lot: str | None = None, lot_keys: Sequence[str] = ()
) -> ClauseAnswer:
    """Resolve signals, oldest notice first, into one answer for the marché, or for ``lot``.

    ``lot_keys`` are the marché's own lot keys. Signals that a rectificatif replaced stay listed and
    do not count.
    """
    return answer_of(keyed(located, lot_keys), lot, lot_keys)


def keyed(located: Sequence[LocatedSignal], lot_keys: Sequence[str]) -> tuple[LocatedSignal, ...]:
    """The signals with their lots under the marché's own keys: once, for as many answers as it has lots."""
    return tuple(with_keys(s, lot_keys) for s in located)


def answer_of(signals: tuple[LocatedSignal, ...], lot: str | None, lot_keys: Sequence[str]) -> ClauseAnswer:
    """:func:`clause_answer` for signals that are ``keyed`` already."""
    if lot is not None:
        lot = mapped((lot,), lot_keys)[0]
        signals = tuple(_for_lot(s, lot) for s in signals if concerns(s, lot))
    signals = without_habits(signals)
    valid = standing(signals)
    sentences, disagree = contradictions(valid)
    stated, declared = _stated(valid), [s for s in valid if s.declared_only and not s.negated]
    status = _status(valid, stated, declared, disagree)
    speaking = stated or declared
    modality = _modality(speaking) if status != "objet" else None
    return ClauseAnswer(
        status=status,
        types=_types(valid, speaking, status),
        modality=modality,
        scope_lots=None if lot is not None else _scope(speaking, modality, lot_keys),
        hours_stated=hours_stated(speaking),
        signals=signals,
        contradictions=sentences,
    )


def denies_clauses(answer: ClauseAnswer) -> bool:
    """True when the notices rule out a clause, and not merely a reservation."""
    denied = [denied_family(s.rule) for s in answer.signals if s.negated and s.strength != "weak"]
    return answer.status == "exclue" and (not denied or denied != ["RES"] * len(denied))


def _for_lot(signal: LocatedSignal, lot: str) -> LocatedSignal:
    if not signal.hours:
        return signal
    return replace(signal, hours=tuple(h for h in signal.hours if h.lot in (None, lot)))


def _stated(signals: Sequence[LocatedSignal]) -> list[LocatedSignal]:
    kinds = {*_CLAUSES, "CRIT", *RESERVATIONS}
    spoken = (s for s in signals if not s.negated and not s.declared_only and s.strength != "weak")
    return without_coarse([s for s in spoken if s.type in kinds])


def _is_follow(signal: LocatedSignal) -> bool:
    return signal.rule.startswith("SUITE_")


def _status(
    valid: Sequence[LocatedSignal],
    stated: Sequence[LocatedSignal],
    declared: Sequence[LocatedSignal],
    disagree: bool,
) -> ClauseStatus:
    if disagree:
        return "contradictoire"
    if stated:
        return "facultative" if _only_optional(stated) else "presente"
    if any(s.type == "OBJ_INS" for s in valid):
        return "objet"
    if declared:
        return "facultative" if _only_optional(declared) else "declaree"
    if any(s.negated and s.strength != "weak" for s in valid):
        return "exclue"
    return "silence"


def _only_optional(speaking: Sequence[LocatedSignal]) -> bool:
    """All clauses are left to the bidder's choice, by their own words or just after them."""
    if any(s.type not in _CLAUSES for s in speaking):
        return False
    if any(s.rule == "SUITE_FACULTATIVE" for s in speaking):
        return not any(s.modality == "obligatoire" for s in speaking)
    return all(s.modality in _OPTIONAL for s in speaking if not _is_follow(s))


def _modality(speaking: Sequence[LocatedSignal]) -> Modality | None:
    """The strongest modality; a volume or a rate without a word of choice is a duty."""
    clauses = [s for s in speaking if s.type in _CLAUSES]
    primary = [s for s in clauses if not _is_follow(s)]
    if any(_is_duty(s) for s in clauses) and not _chosen_first(clauses):
        return "obligatoire"
    chosen = [m for m in _OPTIONAL if any(s.modality == m for s in clauses)]
    mixed = any(s.modality is None for s in primary) and any(s.modality for s in primary)
    return None if mixed or not chosen else chosen[0]


def _is_duty(signal: LocatedSignal) -> bool:
    if signal.modality == "obligatoire":
        return True
    return signal.modality is None and bool(signal.hours or signal.rate_percent)


def _chosen_first(clauses: Sequence[LocatedSignal]) -> bool:
    """All primary clauses are optional: what follows does not make them a duty."""
    primary = [s for s in clauses if not _is_follow(s)]
    return bool(primary) and all(s.modality in _OPTIONAL for s in primary)


def _types(
    valid: Sequence[LocatedSignal], speaking: Sequence[LocatedSignal], status: ClauseStatus
) -> tuple[SignalType, ...]:
    if status in {"silence", "exclue"}:
        return ()
    named = {s.type for s in speaking} | {s.type for s in valid if s.type == "OBJ_INS"}
    return tuple(t for t in _TYPES if t in named)


def _scope(
    speaking: Sequence[LocatedSignal], modality: Modality | None, lot_keys: Sequence[str]
) -> tuple[str, ...] | None:
    """The lots named under the retained modality; ``None`` when all lots, or not said."""
    retained = [s for s in speaking if modality is None or s.modality in (modality, None)] or speaking
    named = [s for s in retained if s.lots] or [s for s in retained if s.lot]
    if not any(s.lots for s in named) and len(named) < len(retained):
        return None
    lots = mapped((lot for s in named for lot in scope(s) or ()), lot_keys)
    return None if not lots or set(lots) == set(lot_keys) else lots
