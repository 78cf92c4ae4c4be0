"""The next thing to do, in one sentence: whom to call, about what, before when."""

from __future__ import annotations

from datetime import date

from hub.clauses.assessment import (
    ClauseAnswer,
    HoursAnswer,
    MomentAnswer,
    ObligationAnswer,
    PotentialAnswer,
)
from hub.clauses.case import Case
from hub.clauses.renewal import renewal
from hub.clauses.signals import denies_clauses
from hub.clauses.wording import day, hours_text, typeset

_CHECK = {
    "presente": "vérifier le volume et les modalités de la clause annoncée",
    "declaree": "obtenir le DCE et le détail de la clause déclarée",
    "facultative": "proposer de rendre ferme la clause facultative",
    "contradictoire": "clarifier ce que prévoit la consultation, car ce qui est publié se contredit",
}


def next_step(
    case: Case,
    clause: ClauseAnswer,
    obligation: ObligationAnswer,
    potential: PotentialAnswer,
    hours: HoursAnswer | None,
    moment: MomentAnswer,
    today: date,
) -> str:
    """One French sentence, with the buyer's name and the last useful day when they are known."""
    return typeset(_sentence(case, clause, obligation, potential, hours, moment, today))


def _sentence(
    case: Case,
    clause: ClauseAnswer,
    obligation: ObligationAnswer,
    potential: PotentialAnswer,
    hours: HoursAnswer | None,
    moment: MomentAnswer,
    today: date,
) -> str:
    name = case.buyer.name.strip() if case.buyer else ""
    who = f"l’acheteur ({name})" if name else "l’acheteur"
    if clause.status == "objet":
        return "L’insertion est l’objet même du marché : informer les structures d’insertion du territoire."
    if moment.state == "trop_tard":
        return _too_late(case, clause, who)
    if moment.state == "suivi":
        return _follow_up(case, clause, moment, who, today)
    about = _CHECK.get(clause.status) or _proposal(clause, obligation, potential, hours, moment)
    if about is None:
        return "Rien à proposer : le marché ne comporte presque pas de main-d’œuvre."
    before = f" au plus tard le {day(moment.act_before)}" if moment.act_before else ""
    return f"Appeler {who}{before} pour {about}."


def _proposal(
    clause: ClauseAnswer,
    obligation: ObligationAnswer,
    potential: PotentialAnswer,
    hours: HoursAnswer | None,
    moment: MomentAnswer,
) -> str | None:
    expected = obligation.state == "obligation_presumee"
    if potential.level == "nul":
        return (
            "demander quelle considération sociale est prévue, ou pour quel motif aucune ne l’est"
            if expected
            else None
        )
    if denies_clauses(clause) and expected:
        return "demander pour quel motif aucune considération sociale n’est prévue"
    volume = f" d’environ {hours_text(hours.rounded)}" if hours and hours.rounded else ""
    how = " par un rectificatif" if moment.state == "rectificatif" else ""
    return f"proposer une clause d’insertion{volume}{how}"


def _too_late(case: Case, clause: ClauseAnswer, who: str) -> str:
    if case.stage == "annule":
        return f"Consultation annulée : demander à {who} si elle sera relancée, pour y préparer une clause."
    if clause.status in _CHECK:
        return f"Demander à {who} le détail de la clause, en vue du suivi de son exécution."
    return "Trop tard pour cette consultation : noter l’échéance du prochain marché."


def _follow_up(case: Case, clause: ClauseAnswer, moment: MomentAnswer, who: str, today: date) -> str:
    coming = renewal(case)
    before = f" au plus tard le {day(moment.act_before)}" if moment.act_before else ""
    if clause.status in ("presente", "declaree"):
        if coming and coming.opens <= today <= coming.closes:
            return (
                f"Contacter {who}{before} pour garder une clause dans le prochain marché, et faire le point "
                "sur celle en cours."
            )
        return (
            f"Convenir avec {who} du suivi de la clause et de la réunion de mise au point avec le titulaire."
        )
    return f"Contacter {who}{before} pour préparer une clause au renouvellement."
