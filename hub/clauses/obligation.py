"""What the law asks: the decision procedure of the domain reference, §1.7.

Four states and their reasons. It informs: the duty is about social or employment considerations of
any kind, exceptions exist, and what the buyer wrote in its file cannot be seen from a notice.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hub.clauses.assessment import ClauseAnswer, ObligationAnswer, ObligationState
from hub.clauses.calls import call_is_known, is_defence, is_earlier, is_formal, is_planned, sent_on
from hub.clauses.case import Case, CaseLot
from hub.clauses.exceptions import possible_exceptions
from hub.clauses.signals import denies_clauses
from hub.clauses.tables import law
from hub.clauses.threshold import Threshold, threshold
from hub.clauses.values import Reading, operation_value
from hub.clauses.wording import day, euros, unique

OPEN_STATES = ("obligation_presumee", "obligation_possible")
_Decision = tuple[ObligationState, tuple[str, ...]]

_DEFENCE = "Marché de défense ou de sécurité : les considérations sociales restent facultatives (L2312-1-1)."
_PLANNED = "Obligation possible : simple annonce d’un projet, la consultation n’est pas encore lancée."
_NO_CALL = "Obligation possible : l’avis d’appel à la concurrence n’est pas connu, sa date d’envoi non plus."
_NO_DATE = "Obligation possible : la date d’envoi de l’avis n’est pas connue."
_SOCIAL = (
    "Obligation possible, à vérifier : services sociaux ou spécifiques, dont le seuil applicable "
    "(ordinaire ou de publication) n’est pas établi."
)
_FORMAL = (
    "Obligation présumée, confiance moyenne : valeur inconnue, mais la procédure est formalisée, "
    "donc en principe au-dessus des seuils européens."
)
_NO_VALUE = "Obligation possible : valeur inconnue et procédure non formalisée."
_ALL_LOTS = "La valeur s’apprécie tous lots confondus (R2121-1) : chaque lot suit l’ensemble."
_SILENT = (
    "Aucune considération sociale repérée dans l’avis : le DCE peut en contenir, ou l’acheteur avoir "
    "consigné un motif ({source}). À vérifier avec lui."
)

_NOT_YET = "Aucune considération sociale n’est annoncée à ce stade : le moment est bon pour en parler."
_DENIED = (
    "L’avis écarte toute clause sociale : l’acheteur a pu en consigner le motif ({source}). "
    "À vérifier avec lui."
)
_NOT_RESERVED = "L’avis écarte une réservation, sans rien dire d’une clause d’exécution."
_SAID = {
    "presente": "Une considération sociale est annoncée dans l’avis.",
    "objet": "Une considération sociale est annoncée dans l’avis : l’insertion est l’objet même du marché.",
    "declaree": "L’avis évoque une considération sociale : se référer au DCE.",
    "facultative": "L’avis ne prévoit qu’une clause facultative ou incitative : à vérifier avec l’acheteur.",
    "contradictoire": "L’avis se contredit sur la considération sociale : à clarifier avec l’acheteur.",
}


def obligation(case: Case, lot: CaseLot | None = None) -> ObligationAnswer:
    """What the law asks of the marché, or of one of its lots. ``value`` is that of the whole operation."""
    answer = _of_operation(case)
    if answer.state not in OPEN_STATES:
        return answer
    together = _ALL_LOTS if lot is not None and len(case.lots) > 1 else ""
    return replace(
        answer,
        reasons=unique((*answer.reasons, together)),
        possible_exceptions=unique(possible_exceptions(case, lot)),
    )


def with_consideration(
    answer: ObligationAnswer, clause: ClauseAnswer, *, planned: bool = False
) -> ObligationAnswer:
    """The answer with what the notices say beside it: found, declared, or nothing seen.

    ``planned``: only a plan is known, so that no document can hold a clause yet.
    """
    if answer.state not in OPEN_STATES:
        return answer
    silent = _NOT_YET if planned else _SILENT
    source = "L3114-2-1" if answer.article == "L3114-2-1" else "L2112-2-1, II"
    said = (_DENIED if denies_clauses(clause) else _SAID.get(clause.status, silent)).format(source=source)
    reserved = _NOT_RESERVED if clause.status == "exclue" and not denies_clauses(clause) else ""
    return replace(answer, reasons=unique((*answer.reasons, reserved, said)))


def _of_operation(case: Case) -> ObligationAnswer:
    value = operation_value(case)
    shown = value.shown if value else None
    if is_defence(case):
        return ObligationAnswer("hors_champ", law().articles["defense"], None, shown, unique((_DEFENCE,)))
    sent, dated = sent_on(case)
    if sent is not None and is_earlier(case, sent):
        return _earlier(case, dated, shown)
    limit = threshold(case, sent)
    state, reasons = _decide(case, value, limit)
    if sent is None and state == "obligation_presumee":
        state, reasons = "obligation_possible", (_NO_DATE, *reasons[1:])
    reasons = (*reasons, value.reason if value else "", *limit.reasons, dated)
    return ObligationAnswer(state, law().articles[case.regime], limit.amount, shown, unique(reasons))


def _earlier(case: Case, dated: str, shown: Decimal | None) -> ObligationAnswer:
    article = law().earlier_articles[case.regime]
    reason = (
        f"Consultation engagée avant le {day(law().since)} : les considérations sociales y restent "
        f"facultatives ({article})."
    )
    return ObligationAnswer("regime_anterieur", article, None, shown, unique((reason, dated)))


def _decide(case: Case, value: Reading | None, limit: Threshold) -> _Decision:
    reaches = value.reaches(limit.amount) if value else None
    if is_planned(case):
        return "obligation_possible", (_PLANNED, _measured(reaches, limit))
    if not call_is_known(case):
        return "obligation_possible", (_NO_CALL, _measured(reaches, limit))
    if case.social_services and reaches is not False:
        return "obligation_possible", (_SOCIAL, _measured(reaches, limit))
    if value is None or reaches is None:
        return _uncertain(case, value, limit)
    if not reaches:
        return _below(case, value, limit)
    return _above(value, limit)


def _measured(reaches: bool | None, limit: Threshold) -> str:
    amount = euros(limit.amount)
    if reaches is None:
        return f"L’obligation s’applique si la valeur estimée atteint {amount}."
    if reaches:
        return f"La valeur annoncée atteint le seuil de {amount}."
    return f"La valeur annoncée est inférieure au seuil de {amount} : hors champ si elle se confirme."


def _uncertain(case: Case, value: Reading | None, limit: Threshold) -> _Decision:
    if is_formal(case):
        return "obligation_presumee", (_FORMAL, f"Seuil applicable : {euros(limit.amount)}.")
    if value is None:
        return "obligation_possible", (_NO_VALUE, _measured(None, limit))
    unsure = (
        f"Obligation possible : la valeur connue ne dit pas si le seuil de {euros(limit.amount)} est atteint."
    )
    return "obligation_possible", (unsure,)


def _below(case: Case, value: Reading, limit: Threshold) -> _Decision:
    if value.awarded and is_formal(case):
        return "obligation_presumee", (_FORMAL, _measured(None, limit))
    article = law().earlier_articles[case.regime]
    return "hors_champ", (
        f"Hors champ : valeur inférieure au seuil de {euros(limit.amount)} ; les considérations sociales "
        f"restent possibles ({article}).",
    )


def _above(value: Reading, limit: Threshold) -> _Decision:
    if value.reaches(limit.highest):
        return "obligation_presumee", (
            f"Obligation présumée : la valeur atteint le seuil de {euros(limit.amount)} et la consultation "
            f"a été engagée le {day(law().since)} ou après.",
        )
    return "obligation_possible", (
        f"Obligation possible : la valeur atteint {euros(limit.amount)}, mais le seuil pourrait être de "
        f"{euros(limit.highest)}.",
    )
