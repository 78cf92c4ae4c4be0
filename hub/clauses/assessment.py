"""The four answers as plain data, in the names of ``docs/public-surface.md``.

Reasons are complete French sentences. Every list is ordered as it should be read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from hub.plugin_api.rules import Hours, Modality, SignalType, Strength

ClauseStatus = Literal["presente", "declaree", "facultative", "contradictoire", "exclue", "silence", "objet"]
ObligationState = Literal["obligation_presumee", "obligation_possible", "hors_champ", "regime_anterieur"]
Level = Literal["fort", "moyen", "faible", "nul"]
MomentState = Literal["ideal", "a_temps", "rectificatif", "trop_tard", "suivi"]


@dataclass(frozen=True, slots=True)
class LocatedSignal:
    """A signal with the notice it was read in. ``excerpt == text[start:end]`` of that field.

    For a code, ``excerpt`` is the code's value and ``start``/``end`` are ``None``.
    """

    type: SignalType
    rule: str
    field: str
    strength: Strength
    lot: str | None
    excerpt: str
    start: int | None
    end: int | None
    negated: bool
    connector: str
    notice: str
    modality: Modality | None = None
    lots: tuple[str, ...] | None = None
    except_lots: tuple[str, ...] = ()
    hours: tuple[Hours, ...] = ()
    rate_percent: float | None = None
    weight_percent: float | None = None
    article: str | None = None
    publics: tuple[str, ...] = ()
    facilitator: str | None = None
    declared_only: bool = False


@dataclass(frozen=True, slots=True)
class ClauseAnswer:
    """What the notices say. ``scope_lots`` is ``None`` when all lots, or not said."""

    status: ClauseStatus
    types: tuple[SignalType, ...] = ()
    modality: Modality | None = None
    scope_lots: tuple[str, ...] | None = None
    hours_stated: tuple[Hours, ...] = ()
    signals: tuple[LocatedSignal, ...] = ()
    contradictions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ObligationAnswer:
    """What the law asks. ``threshold`` and ``value`` are euros HT, ``None`` when unknown."""

    state: ObligationState
    article: str
    threshold: Decimal | None = None
    value: Decimal | None = None
    reasons: tuple[str, ...] = ()
    possible_exceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PotentialAnswer:
    """What the contract could carry; ``score`` is 0 to 100."""

    level: Level
    score: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HoursInputs:
    """The four inputs of the formula: euros HT, share 0–1, rate 0–1, euros an hour."""

    amount: Decimal
    labour_share: float
    insertion_rate: float
    hourly_cost: float


@dataclass(frozen=True, slots=True)
class HoursAnswer:
    """An order of magnitude, in hours. ``rounded`` is a multiple of 35."""

    low: int
    default: int
    high: int
    rounded: int
    inputs: HoursInputs
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MomentAnswer:
    """When one can still act."""

    state: MomentState
    act_before: date | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PriorityPart:
    """One named part of the priority, with its points and the sentence shown to the reader."""

    name: str
    points: int
    reason: str


@dataclass(frozen=True, slots=True)
class LotAssessment:
    """The answers for one lot. The moment is the marché's."""

    key: str
    title: str | None
    clause: ClauseAnswer
    obligation: ObligationAnswer
    potential: PotentialAnswer
    hours: HoursAnswer | None
    moment: MomentAnswer


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answers for a marché, with one priority (0 to 100) that orders the queue.

    ``failed_rules`` names rules that raised: the assessment stands without them and says so.
    """

    clause: ClauseAnswer
    obligation: ObligationAnswer
    potential: PotentialAnswer
    hours: HoursAnswer | None
    moment: MomentAnswer
    priority: int
    priority_parts: tuple[PriorityPart, ...]
    next_step: str
    lots: tuple[LotAssessment, ...] = ()
    rules_version: str = ""
    failed_rules: tuple[str, ...] = field(default=())
