"""What deserves a call this morning: named parts whose points add up to the priority, 0 to 100.

Six parts add points (100 at most): duty without a clause 25, potential 25, moment 20, territory 10,
something to clarify 10, hours 10. Then ceilings take points away: a clause already there, no labour,
a contract that runs, a consultation out of reach. All weights are ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from hub.clauses.assessment import (
    ClauseAnswer,
    HoursAnswer,
    MomentAnswer,
    ObligationAnswer,
    PotentialAnswer,
    PriorityPart,
)
from hub.clauses.case import Case
from hub.clauses.hours import possible_hours
from hub.clauses.renewal import renewal
from hub.clauses.signals import denies_clauses
from hub.clauses.wording import day, euros, typeset

PRESENT = ("presente", "objet")
SPOKEN = (*PRESENT, "declaree")
URGENT_DAYS = 10
_DUTY = {"obligation_presumee": 25, "obligation_possible": 12}
_MOMENTS = {"ideal": 16, "a_temps": 20, "rectificatif": 14, "suivi": 4, "trop_tard": 0}
_CERTAINTY = {"certain": 10, "probable": 6, "incertain": 3}
_HOURS_STEPS = ((300, 10), (150, 8), (70, 6), (35, 3))
# The most that a marché may reach in these situations, whatever else speaks for it.
ALREADY_CLAUSED, UNPROMISING, RENEWING, RUNNING, TOO_LATE = 30, 30, 40, 15, 5


def priority(
    case: Case,
    clause: ClauseAnswer,
    obligation: ObligationAnswer,
    potential: PotentialAnswer,
    hours: HoursAnswer | None,
    moment: MomentAnswer,
    today: date,
) -> tuple[int, tuple[PriorityPart, ...]]:
    """The priority and its parts, which sum to it."""
    parts = [
        _duty(clause, obligation),
        PriorityPart(
            "potentiel", potential.score // 4, f"Potentiel {potential.level} ({potential.score} sur 100)."
        ),
        _moment(moment, today),
        _territory(case),
        _clarify(clause, obligation),
        _hours(hours),
    ]
    for limit in _limits(case, clause, potential, moment, today):
        excess = sum(part.points for part in parts) - limit.points
        if excess > 0:
            parts.append(replace(limit, points=-excess))
    printed = tuple(replace(part, reason=typeset(part.reason)) for part in parts)
    return sum(part.points for part in parts), printed


def _duty(clause: ClauseAnswer, obligation: ObligationAnswer) -> PriorityPart:
    points = _DUTY.get(obligation.state, 0)
    if not points:
        return PriorityPart("obligation", 0, "Pas d’obligation propre à cette consultation.")
    if clause.status in SPOKEN:
        return PriorityPart(
            "obligation", points // 5, "Considération sociale annoncée : à vérifier dans le DCE."
        )
    kind = "présumée" if obligation.state == "obligation_presumee" else "possible"
    limit = f", seuil de {euros(obligation.threshold)}" if obligation.threshold else ""
    missing = "ferme" if clause.status in ("facultative", "contradictoire") else "repérée"
    return PriorityPart(
        "obligation", points, f"Obligation {kind} ({obligation.article}{limit}) sans clause {missing}."
    )


def _moment(moment: MomentAnswer, today: date) -> PriorityPart:
    points = _MOMENTS[moment.state]
    if moment.state == "rectificatif" and moment.act_before:
        left = (moment.act_before - today).days
        points = 20 if left <= URGENT_DAYS else points
        by = day(moment.act_before)
        return PriorityPart("moment", points, f"Rectificatif à demander au plus tard le {by}.")
    return PriorityPart("moment", points, moment.reasons[0] if moment.reasons else "")


def _territory(case: Case) -> PriorityPart:
    best = max((_CERTAINTY[t.certainty] for t in case.territories), default=0)
    if not best:
        return PriorityPart("territoire", 0, "Aucun territoire suivi n’est touché.")
    certainty = next(name for name, points in _CERTAINTY.items() if points == best)
    return PriorityPart("territoire", best, f"Dans un territoire suivi : rattachement {certainty}.")


def _clarify(clause: ClauseAnswer, obligation: ObligationAnswer) -> PriorityPart:
    if clause.status == "contradictoire" or clause.contradictions:
        return PriorityPart(
            "clarification", 10, "Ce qui est publié se contredit : à clarifier avec l’acheteur."
        )
    if denies_clauses(clause) and obligation.state == "obligation_presumee":
        return PriorityPart(
            "clarification", 10, "L’avis écarte toute clause : en demander le motif à l’acheteur."
        )
    if clause.status in ("declaree", "facultative"):
        return PriorityPart(
            "clarification", 5, "Considération sociale évoquée sans volume ferme : à préciser."
        )
    return PriorityPart("clarification", 0, "Rien à clarifier.")


def _hours(hours: HoursAnswer | None) -> PriorityPart:
    if hours is None:
        return PriorityPart("heures", 0, "Volume d’heures non calculé.")
    points = next((points for least, points in _HOURS_STEPS if hours.default >= least), 0)
    return PriorityPart("heures", points, f"{possible_hours(hours)}.")


def _limits(
    case: Case, clause: ClauseAnswer, potential: PotentialAnswer, moment: MomentAnswer, today: date
) -> Iterator[PriorityPart]:
    """The ceilings that apply, each as a part whose points are the ceiling."""
    if clause.status in PRESENT:
        yield PriorityPart(
            "clause_presente", ALREADY_CLAUSED, "Clause déjà annoncée : il reste à la vérifier."
        )
    if potential.level == "nul":
        yield PriorityPart("sans_objet", UNPROMISING, "Peu ou pas de main-d’œuvre à réserver.")
    if moment.state == "suivi":
        coming = renewal(case)
        if coming is None or coming.opens > today:
            yield PriorityPart("execution", RUNNING, "En cours d’exécution : rien à négocier pour l’instant.")
        else:
            yield PriorityPart(
                "renouvellement", RENEWING, "Renouvellement à préparer, sans urgence immédiate."
            )
    if moment.state == "trop_tard":
        yield PriorityPart("hors_delai", TOO_LATE, "Trop tard pour agir sur cette consultation.")
    if case.stage == "annule":
        yield PriorityPart("annulation", 0, "Consultation annulée.")
