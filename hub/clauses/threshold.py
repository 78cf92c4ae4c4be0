"""The EU threshold that a marché is measured against, with what remains uncertain about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hub.clauses.buyers import buyer_class
from hub.clauses.case import Case
from hub.clauses.subject import WORKS, whole_nature
from hub.clauses.tables import EuThresholds, law
from hub.clauses.wording import day


@dataclass(frozen=True, slots=True)
class Threshold:
    """``amount`` in euros HT is the one retained; ``highest`` the one that might apply instead.

    They differ when nothing is known of the buyer's kind or of the nature of the marché.
    """

    amount: Decimal
    highest: Decimal
    reasons: tuple[str, ...] = ()


def threshold(case: Case, sent: date | None) -> Threshold:
    """The threshold on the day the call was sent (today's law when the day is unknown)."""
    period = law().period(sent or law().since)
    stale = (
        f"Seuils connus jusqu’au {day(period.end)} : à mettre à jour." if sent and sent > period.end else ""
    )
    found = _concession(period) if case.regime == "concession" else _marche(case, period)
    return Threshold(found.amount, found.highest, (*found.reasons, stale))


def _concession(period: EuThresholds) -> Threshold:
    return Threshold(period.concessions, period.concessions)


def _marche(case: Case, period: EuThresholds) -> Threshold:
    nature = whole_nature(case)
    if nature == WORKS:
        return Threshold(period.works, period.works)
    buyer = buyer_class(case)
    amount = {"central": period.central, "subcentral": period.subcentral, "entity": period.entity}[buyer.kind]
    if nature is None:
        unknown = "Nature du marché inconnue : seuil des fournitures et services retenu, à vérifier."
        return Threshold(amount, period.works, (buyer.reason, unknown))
    return Threshold(amount, amount if buyer.declared else period.entity, (buyer.reason,))
