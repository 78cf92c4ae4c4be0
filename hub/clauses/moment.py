"""When one can still act (domain reference, §8.3).

The state is about acting on the consultation, whether a clause is already there or not: in an open
notice a clause may still have to be checked or sized, and the same days count. After the deadline a
clause is followed up (``suivi``); so is a contract that comes back, until its renewal is prepared.
"""

from __future__ import annotations

from datetime import date, timedelta

from hub.clauses.assessment import MomentAnswer, MomentState
from hub.clauses.calendar import paris_day
from hub.clauses.case import Case
from hub.clauses.renewal import Renewal, renewal
from hub.clauses.subject import subject
from hub.clauses.wording import day, days_text, unique

# A change of the documents calls for a longer deadline (R2151-4): with fewer days buyers refuse.
RECTIFICATIF_DAYS = 10
# An open procedure lasts 30 days at least as a rule: without a deadline, an older notice is closed.
ASSUMED_OPEN_DAYS = 30
WRITING_DAYS = 120
STALE_PLAN_DAYS = 365
_PLANNED_FIELDS = ("BT-127", "date_previsionnelle_de_publication")


def moment(case: Case, today: date, clause_present: bool = False) -> MomentAnswer:
    """The state on ``today``, with the last useful day when there is one."""
    if case.stage == "annule":
        return _answer("trop_tard", None, "Consultation annulée : attendre une éventuelle relance.")
    if case.stage == "amont":
        return _planned(case, today)
    closed = case.stage != "ouvert" or (case.deadline is not None and paris_day(case.deadline) < today)
    return _after(case, today, clause_present) if closed else _open(case, today)


def _answer(state: MomentState, act_before: date | None, *reasons: str) -> MomentAnswer:
    return MomentAnswer(state, act_before, unique(reasons))


def _planned(case: Case, today: date) -> MomentAnswer:
    if expected := expected_publication(case, today):
        return _expected(expected, today)
    known = case.published or case.dispatched
    age = (today - known).days if known else 0
    if known and age > STALE_PLAN_DAYS:
        stale = (
            f"Projet annoncé le {day(known)}, il y a plus d’un an : sans doute lancé autrement, ou abandonné."
        )
        return _answer("trop_tard", None, stale)
    if age > WRITING_DAYS:
        return _answer(
            "a_temps", None, "Projet annoncé il y a plus de quatre mois : DCE sans doute en rédaction."
        )
    return _answer("ideal", None, "Projet annoncé : le besoin est encore en cours de définition.")


def expected_publication(case: Case, today: date) -> date | None:
    """The day planned for the call (eForms BT-127, APProch), else a date of publication still to come."""
    for item in reversed(case.notices):
        for code in item.notice.codes:
            if code.field in _PLANNED_FIELDS and (found := _iso(code.value)):
                return found
    return case.published if case.published and case.published > today else None


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _expected(expected: date, today: date) -> MomentAnswer:
    left = (expected - today).days
    if left > WRITING_DAYS:
        return _answer(
            "ideal", expected, f"Publication prévue le {day(expected)} : le besoin se définit maintenant."
        )
    if left >= 0:
        return _answer(
            "a_temps", expected, f"Publication prévue le {day(expected)} : le DCE est en cours de rédaction."
        )
    if left >= -STALE_PLAN_DAYS:
        late = (
            f"Publication prévue le {day(expected)} et non repérée : vérifier si la consultation est lancée."
        )
        return _answer("a_temps", None, late)
    return _answer(
        "trop_tard", None, f"Publication prévue le {day(expected)}, jamais repérée depuis plus d’un an."
    )


def _open(case: Case, today: date) -> MomentAnswer:
    if case.deadline is None:
        return _open_without_deadline(case, today)
    deadline = paris_day(case.deadline)
    left = (deadline - today).days
    due = f"Offres dues le {day(deadline)}, dans {days_text(left)}"
    if left < RECTIFICATIF_DAYS:
        return _answer("trop_tard", None, f"{due} : trop tard pour un rectificatif, sauf erreur à corriger.")
    act_before = deadline - timedelta(days=RECTIFICATIF_DAYS)
    return _answer(
        "rectificatif",
        act_before,
        f"{due} : seul un rectificatif peut encore modifier la consultation.",
        f"À demander au plus tard le {day(act_before)}, {days_text(RECTIFICATIF_DAYS)} avant la limite "
        "(un repère, pas une règle) : une modification importante oblige l’acheteur à prolonger le délai "
        "(R2151-4).",
    )


def _open_without_deadline(case: Case, today: date) -> MomentAnswer:
    known = case.published or case.dispatched
    if known is None or (today - known).days > ASSUMED_OPEN_DAYS:
        old = "Date limite inconnue et avis ancien ou non daté : la consultation est sans doute close."
        return _answer("trop_tard", None, old)
    return _answer(
        "rectificatif",
        None,
        f"Avis publié le {day(known)}, date limite inconnue.",
        "Seul un rectificatif peut encore modifier la consultation : à demander sans tarder.",
    )


def _after(case: Case, today: date, clause_present: bool) -> MomentAnswer:
    coming = renewal(case)
    if coming and coming.closes >= today:
        return _renewable(case, coming, today, clause_present)
    if clause_present:
        return _answer(
            "suivi", None, "Consultation close : la clause annoncée est à suivre pendant l’exécution."
        )
    return _answer(
        "trop_tard",
        None,
        "Consultation close sans clause repérée : une modification substantielle est exclue (R2194-7).",
    )


def _end(case: Case, coming: Renewal) -> str:
    """When it ends: a published contract counts its renewals (DECP), a notice may not say their length."""
    uncounted = subject(case).uncounted
    if uncounted and not any(contract.duration_months for contract in case.contracts):
        return f"Fin le {day(coming.ends)}, sauf reconduction ({uncounted} au plus)"
    return f"Fin au plus tard le {day(coming.ends)}"


def _renewable(case: Case, coming: Renewal, today: date, clause_present: bool) -> MomentAnswer:
    followed = "La clause annoncée est à suivre pendant l’exécution." if clause_present else ""
    window = (
        f"{_end(case, coming)} : le renouvellement se prépare du {day(coming.opens)} au {day(coming.closes)}."
    )
    opened = "La fenêtre est ouverte." if coming.opens <= today else ""
    return _answer("suivi", coming.closes, followed, window, opened)
