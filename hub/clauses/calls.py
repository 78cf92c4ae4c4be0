"""The call of a marché: only planned, known or missing; when it was sent; by which kind of procedure."""

from __future__ import annotations

from datetime import date, timedelta

from hub.clauses.case import Case
from hub.clauses.tables import Law, law
from hub.clauses.wording import day

DEFENCE_BASES = ("32009L0081", "2009/81")
_FORMAL_CODES = frozenset(
    {"open", "restricted", "neg-w-call", "comp-dial", "innovation", "ouvert", "restreint"}
)
_FORMAL_WORDS = ("appel d'offres", "négociation", "negociation", "dialogue compétitif", "formalisée")


def is_defence(case: Case) -> bool:
    """Whether the marché is one of defence or security (directive 2009/81/EC)."""
    bases = [item.notice.legal_basis or "" for item in case.notices]
    return case.regime == "defense" or any(known in basis for basis in bases for known in DEFENCE_BASES)


def is_planned(case: Case) -> bool:
    """Whether only plans are known: no call, no result."""
    kinds = {item.notice.kind for item in case.notices}
    return case.stage == "amont" or (kinds == {"planning"} and not case.contracts)


def call_is_known(case: Case) -> bool:
    """Whether the call itself is among the notices. A marché given without any notice is trusted."""
    if case.notices:
        return any(item.notice.kind == "competition" for item in case.notices)
    return not case.contracts


def is_formal(case: Case) -> bool:
    """Whether the procedure is one used above the EU thresholds: as the source says, else its name."""
    if case.formal is not None:
        return case.formal
    name = (case.procedure or "").strip().lower().replace("’", "'")
    return name in _FORMAL_CODES or any(word in name for word in _FORMAL_WORDS)


def sent_on(case: Case) -> tuple[date | None, str]:
    """The day the original call was sent, else the first day known, with the sentence that says which."""
    if case.dispatched:
        if is_planned(case):
            return case.dispatched, (
                f"Projet annoncé le {day(case.dispatched)} : c’est la date d’envoi de l’appel à la "
                "concurrence qui comptera."
            )
        return case.dispatched, f"Avis envoyé le {day(case.dispatched)}."
    published = case.published or _first_day(case)
    if published is None:
        return None, "Date d’envoi inconnue : à vérifier."
    return published, (
        f"Date d’envoi inconnue : la publication ({day(published)}) est retenue, avec une confiance moindre."
    )


def _first_day(case: Case) -> date | None:
    days = [item.notice.dispatched or item.notice.published for item in case.notices]
    days += [known for contract in case.contracts if (known := contract.notified or contract.published)]
    return min(days, default=None)


def is_earlier(case: Case, sent: date, rules: Law | None = None) -> bool:
    """Whether the duty came after the call. A plan may still be followed by a call for twelve months."""
    since = (rules or law()).since
    if is_planned(case):
        since -= timedelta(days=365 * law().planning_months // 12)
    return sent < since
