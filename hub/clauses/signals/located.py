"""Signals with the notice they were read in."""

from __future__ import annotations

from collections.abc import Iterable

from hub.clauses.assessment import LocatedSignal
from hub.plugin_api.rules import Signal


def locate(signals: Iterable[Signal], connector: str, notice_key: str) -> tuple[LocatedSignal, ...]:
    """The signals of ``notice_key`` as the assessment lists them; evidence stays an exact slice."""
    return tuple(_located(s, connector, notice_key) for s in signals)


def _located(signal: Signal, connector: str, notice: str) -> LocatedSignal:
    evidence = signal.evidence
    return LocatedSignal(
        type=signal.type,
        rule=signal.rule,
        field=signal.field,
        strength=signal.strength,
        lot=signal.lot,
        excerpt=evidence.excerpt if evidence else (signal.code or ""),
        start=evidence.start if evidence else None,
        end=evidence.end if evidence else None,
        negated=signal.negated,
        connector=connector,
        notice=notice,
        modality=signal.modality,
        lots=signal.lots,
        except_lots=signal.except_lots,
        hours=signal.hours,
        rate_percent=signal.rate_percent,
        weight_percent=signal.weight_percent,
        article=signal.article,
        publics=signal.publics,
        facilitator=signal.facilitator,
        declared_only=signal.declared_only,
    )
