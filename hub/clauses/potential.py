"""What the contract could carry: a level, a score from 0 to 100, and the reasons (domain reference, §3.2).

The score is ours: up to 45 points for the trade, 40 for the hours, 15 for the duration. Then the
limits: a trade with little labour is at most ``moyen`` or ``faible``, a small volume at most ``faible``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from hub.clauses.assessment import Level, PotentialAnswer
from hub.clauses.case import Case, CaseLot
from hub.clauses.comparables import Comparable, precedents
from hub.clauses.conventions import Conventions
from hub.clauses.hours import Sizing, hours, possible_hours
from hub.clauses.subject import SUPPLIES, WORKS, Subject, Trade, subject, trade
from hub.clauses.tables import Family
from hub.clauses.wording import counted, hours_range, hours_text, lot_name, months_text, percent, unique

STRONG, MEDIUM, WEAK = 70, 45, 15
_TRADE_POINTS = {1: 5, 2: 15, 3: 25, 4: 35, 5: 45}
_HOURS_STEPS = ((300, 40), (150, 30), (70, 20), (35, 10))
_UNKNOWN_HOURS, _UNKNOWN_DURATION = 15, 5
_LOW_LABOUR = 0.20
_SHORT = Decimal(3)


@dataclass(frozen=True, slots=True)
class _Limit:
    """A ceiling on the score, with its reason."""

    score: int
    reason: str


def potential(
    case: Case,
    conventions: Conventions,
    lot: CaseLot | None = None,
    sizing: Sizing | None = None,
    comparables: Sequence[Comparable] = (),
) -> PotentialAnswer:
    """The potential of a lot; that of a marché is its best lot's trade with the hours of all.

    ``sizing`` is computed when it is not given.
    """
    sized = sizing or hours(case, conventions, lot, comparables)
    leading = lot or _best_lot(case, conventions)
    found = trade(case, leading)
    of = subject(case, leading)
    if excluded := _excluded(case, leading, conventions, found.family):
        return PotentialAnswer("nul", 0, unique((excluded,)))
    if found.family is None:
        return _unknown_trade(of, found, sized)
    limits = tuple(_limits(of, found.family, sized, conventions))
    score = min([_points(of, found.family, sized), *(limit.score for limit in limits)])
    named = _named(case, leading) if lot is None else ""
    before = precedents(case, comparables) if lot is None else ()
    reasons = (named, *_reasons(of, found, sized), *before, *(limit.reason for limit in limits))
    return PotentialAnswer(_level(score), score, unique(reasons))


def _best_lot(case: Case, conventions: Conventions) -> CaseLot | None:
    """The lot whose trade has the highest intensity, the first of equals, excluded trades last."""

    def rank(lot: CaseLot) -> tuple[bool, int]:
        family = trade(case, lot).family
        barred = _excluded(case, lot, conventions, family) is not None
        return not barred, family.intensity if family else 0

    return max(case.lots, key=rank, default=None)


def _named(case: Case, lot: CaseLot | None) -> str:
    if lot is None or len(case.lots) < 2:
        return ""
    return f"Lot le plus favorable : {lot_name(lot.key, lot.title)}."


def _excluded(case: Case, lot: CaseLot | None, conventions: Conventions, family: Family | None) -> str | None:
    codes = lot.cpv if lot and lot.cpv else case.cpv
    if codes and any(codes[0].startswith(prefix) for prefix in conventions.excluded_cpv if prefix):
        return f"Métier écarté par le territoire (CPV {codes[0]})."
    if family and family.unsuitable:
        return f"{family.name} : presque pas de main-d’œuvre, une clause y est sans objet en règle générale."
    if family is None and subject(case, lot).nature == SUPPLIES:
        return "Fourniture pure : pas de main-d’œuvre à réserver."
    return None


def _unknown_trade(of: Subject, found: Trade, sized: Sizing) -> PotentialAnswer:
    notes = (note.removeprefix(unique((found.reason,))[0]).strip() for note in sized.notes)
    reasons = (found.reason, "Potentiel à apprécier à la lecture du DCE.", _duration_reason(of), *notes)
    return PotentialAnswer("faible", WEAK + 5, unique(reasons))


def _points(of: Subject, family: Family, sized: Sizing) -> int:
    return _TRADE_POINTS[family.intensity] + _hours_points(sized) + _duration_points(of)


def _hours_points(sized: Sizing) -> int:
    if sized.answer is None:
        return _UNKNOWN_HOURS
    count = sized.answer.default
    return next((points for least, points in _HOURS_STEPS if count >= least), 0)


def _duration_points(of: Subject) -> int:
    if of.months is None:
        return _UNKNOWN_DURATION
    if of.months >= 12:
        return 15
    return 10 if of.months >= 6 else 0


def _limits(of: Subject, family: Family, sized: Sizing, conventions: Conventions) -> Iterator[_Limit]:
    if of.nature == SUPPLIES:
        yield _Limit(MEDIUM - 5, "Fournitures : un lot réservé convient souvent mieux que des heures.")
    if family.default < _LOW_LABOUR:
        yield _Limit(MEDIUM - 5, "Trop peu de main-d’œuvre pour un potentiel plus élevé.")
    if family.intensity == 1:
        yield _Limit(MEDIUM - 5, "Métier qui se prête peu à une clause.")
    if family.intensity == 2:
        yield _Limit(STRONG - 5, "Métier qui se prête à une clause dans certains cas seulement.")
    if of.months is not None and of.months < _SHORT:
        yield _Limit(MEDIUM - 5, f"Durée courte ({months_text(of.months)}) : peu de temps pour un parcours.")
    yield from _volume_limit(sized, conventions)


def _volume_limit(sized: Sizing, conventions: Conventions) -> Iterator[_Limit]:
    least = conventions.minimum_hours
    if sized.answer is None or sized.answer.default >= least:
        return
    if sized.answer.high < least:
        yield _Limit(
            WEAK - 5, f"Moins de {hours_text(least)}, même au plus haut : le suivi serait disproportionné."
        )
    else:
        yield _Limit(MEDIUM - 5, f"Volume probable inférieur à {hours_text(least)}, le minimum suivi.")


def _reasons(of: Subject, found: Trade, sized: Sizing) -> Iterator[str]:
    family = found.family
    yield found.reason
    if family:
        yield (
            f"Main-d’œuvre : {percent(family.default)} du prix ; intérêt du métier pour l’insertion : "
            f"{family.intensity} sur 5."
        )
    if sized.answer:
        yield f"{possible_hours(sized.answer)} ({hours_range(sized.answer.low, sized.answer.high)})."
    yield from sized.notes
    yield _duration_reason(of)
    if family and family.structures:
        modality = f" ; {family.modality}" if family.modality else ""
        yield f"Réponse habituelle : {family.structures}{modality}."


def _duration_reason(of: Subject) -> str:
    if of.months is None:
        return "Durée inconnue."
    good = of.months >= 12 or (of.nature == WORKS and of.months >= 6)
    return f"{'Durée favorable' if good else 'Durée'} : {months_text(of.months)}{_renewals(of)}."


def _renewals(of: Subject) -> str:
    """What the months count, or leave out."""
    if of.uncounted:
        return f", plus {counted(of.uncounted, 'reconduction')} de durée non précisée"
    return ", reconductions comprises" if of.months != of.firm_months else ""


def _level(score: int) -> Level:
    if score >= STRONG:
        return "fort"
    if score >= MEDIUM:
        return "moyen"
    return "faible" if score >= WEAK else "nul"
