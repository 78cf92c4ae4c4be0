"""The exceptions of L2112-2-1 II and L3114-2-1 that something in the notice suggests.

A suggestion, never a finding: the buyer may rely on an exception or not, and says why in its file.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from hub.clauses.case import Case, CaseLot
from hub.clauses.subject import SUPPLIES, WORKS, Subject, subject, trade
from hub.clauses.wording import listed, lot_name, months_text, quoted

SHORT_WORKS_MONTHS = Decimal(6)


def possible_exceptions(case: Case, lot: CaseLot | None = None) -> tuple[str, ...]:
    """The exceptions that the notice suggests, each with what suggests it."""
    subjects = [subject(case, lot)]
    if lot is None and len(case.lots) > 1:
        subjects = [subject(case, each) for each in case.lots]
    if case.regime == "concession":
        return tuple(_no_link(case, lot, "1°"))
    return (*_ready_made(case, lot), *_no_link(case, lot, "2°"), *_short_works(subjects, lot))


def _ready_made(case: Case, lot: CaseLot | None) -> Iterator[str]:
    family = trade(case, lot).family
    if subject(case, lot).nature == SUPPLIES and family and family.default <= 0.1:
        yield f"1° solution immédiatement disponible (« {family.name} », fourniture peut-être courante)."


def _no_link(case: Case, lot: CaseLot | None, number: str) -> Iterator[str]:
    family = trade(case, lot).family
    if subject(case, lot).nature != SUPPLIES and family and family.unsuitable:
        yield f"{number} lien insuffisant avec l’objet (« {family.name} », peu de main-d’œuvre)."


def _short_works(subjects: list[Subject], lot: CaseLot | None) -> Iterator[str]:
    short = [
        s for s in subjects if s.nature == WORKS and s.months is not None and s.months < SHORT_WORKS_MONTHS
    ]
    if not short:
        return
    longest = max(s.months for s in short if s.months is not None)
    if len(subjects) == 1:
        yield f"4° travaux de moins de six mois (durée annoncée de {months_text(longest)})."
    elif len(short) == len(subjects):
        yield f"4° travaux de moins de six mois (tous les lots durent {months_text(longest)} au plus)."
    else:
        names = listed([lot_name(s.key, None) if s.key else quoted(s.title) for s in short[:10]])
        yield f"4° travaux de moins de six mois ({names})."
