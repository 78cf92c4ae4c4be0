"""The estimated value of an operation, as the code counts it: HT, all lots, renewals and options."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from hub.clauses.case import Case
from hub.clauses.wording import counted, euros
from hub.plugin_api.records import Money

# The usual rate. Reduced rates exist, so the HT value of a TTC amount lies between this and the amount.
VAT = Decimal("1.20")


@dataclass(frozen=True, slots=True)
class Reading:
    """A value as an interval of euros HT: ``low == high`` when it is known.

    ``high`` is ``None`` when only a lower bound is known. ``shown`` is what the reader is shown.
    """

    low: Decimal
    high: Decimal | None
    shown: Decimal
    reason: str
    awarded: bool = False

    def reaches(self, threshold: Decimal) -> bool | None:
        """Whether the value reaches the threshold; ``None`` when it cannot be told."""
        if self.low >= threshold:
            return True
        return False if self.high is not None and self.high < threshold else None


def operation_value(case: Case) -> Reading | None:
    """The value of the whole: estimate of the marché, else sum of its lots, else the ceiling.

    R2121-8: a framework agreement counts for its maximum, so a ceiling above the estimate wins.
    ``None`` when nothing in euros is known.
    """
    estimate = _estimate(case.value) or _sum_of_lots(case)
    ceiling = _ceiling(case.maximum) if case.maximum else _sum_of_ceilings(case)
    if estimate is None or (ceiling and ceiling.shown > estimate.shown):
        return ceiling or estimate
    return estimate


def ht(money: Money | None) -> Decimal | None:
    """The amount in euros HT (a TTC amount divided by 1.20), ``None`` in another currency."""
    if money is None or money.currency != "EUR":
        return None
    return money.amount if money.vat == "HT" else (money.amount / VAT).quantize(Decimal("0.01"))


def _estimate(money: Money | None) -> Reading | None:
    amount = ht(money)
    if money is None or amount is None:
        return None
    if money.vat == "TTC":
        reason = f"Valeur annoncée : {euros(money.amount, 'TTC')}, soit au moins {euros(amount)}."
        return Reading(amount, money.amount, amount, reason)
    return _by_basis(money, amount)


def _by_basis(money: Money, amount: Decimal) -> Reading:
    if money.basis == "range_maximum":
        reason = f"Borne haute de la fourchette annoncée : {euros(amount)}."
        return Reading(Decimal(0), amount, amount, reason)
    if money.basis == "framework_maximum":
        return Reading(amount, amount, amount, f"Maximum de l’accord-cadre : {euros(amount)} (R2121-8).")
    if money.basis in ("awarded", "initial"):
        reason = f"Montant attribué : {euros(amount)} ; la valeur estimée n’est pas publiée."
        return Reading(amount, amount, amount, reason, awarded=True)
    return Reading(amount, amount, amount, f"Valeur estimée : {euros(amount)}.")


def _ceiling(money: Money | None) -> Reading | None:
    amount = ht(money)
    if amount is None:
        return None
    return Reading(amount, amount, amount, f"Maximum de l’accord-cadre : {euros(amount)} (R2121-8).")


def _sum_of_lots(case: Case) -> Reading | None:
    known = _amounts(lot.value for lot in case.lots)
    return _summed(known, len(case.lots), "Somme des lots (R2121-1)")


def _sum_of_ceilings(case: Case) -> Reading | None:
    """Each lot for its ceiling, or for its estimate where it has none."""
    if not any(lot.maximum for lot in case.lots):
        return None
    known = _amounts(lot.maximum or lot.value for lot in case.lots)
    return _summed(known, len(case.lots), "Somme des maximums des lots (R2121-8)")


def _amounts(moneys: Iterable[Money | None]) -> list[Decimal]:
    return [amount for money in moneys if (amount := ht(money)) is not None]


def _summed(known: list[Decimal], lots: int, label: str) -> Reading | None:
    if not known:
        return None
    total = sum(known, Decimal(0))
    if len(known) == lots:
        return Reading(total, total, total, f"{label} : {euros(total)}.")
    missing = lots - len(known)
    reason = f"{label} : au moins {euros(total)}, {counted(missing, 'lot')} sans montant."
    return Reading(total, None, total, reason)
