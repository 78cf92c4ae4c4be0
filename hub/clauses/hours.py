"""How many hours of insertion the contract could carry: an order of magnitude, never a target.

    hours = amount HT × share of labour × insertion rate ÷ hourly cost    (lot by lot, then summed)

The low figure takes the low share and the high cost, the high figure the reverse. A ceiling is not
an estimate and gives no hours; a missing amount is lent by comparable contracts or gives nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from hub.clauses.assessment import HoursAnswer, HoursInputs
from hub.clauses.case import Case, CaseLot
from hub.clauses.comparables import LENT, Comparable, lend
from hub.clauses.conventions import Conventions
from hub.clauses.subject import SERVICES, SUPPLIES, Subject, subject, trade
from hub.clauses.tables import Family
from hub.clauses.values import VAT, ht
from hub.clauses.wording import (
    TO_VALIDATE,
    counted,
    decimal_text,
    euros,
    hours_text,
    percent,
    percent_range,
    unique,
)
from hub.plugin_api.records import Money
from hub.plugin_api.rules import Hours

WEEK = 35
_CEILING = (
    "Seul un maximum est publié ({amount}) : c’est un plafond, pas une estimation ; "
    "aucun volume n’en est tiré."
)
_TRANSFER = (
    "Reprise du personnel probable : la clause doit porter sur les heures nettes du personnel repris, "
    "que ce calcul ne connaît pas."
)


@dataclass(frozen=True, slots=True)
class Sizing:
    """The hours, or ``None`` with the sentences that say why there are none."""

    answer: HoursAnswer | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Amount:
    value: Decimal | None
    source: str


def hours(
    case: Case,
    conventions: Conventions,
    lot: CaseLot | None = None,
    comparables: Sequence[Comparable] = (),
) -> Sizing:
    """The hours of a lot; without a lot, those of the marché: the sum of its lots when they have amounts."""
    if lot is None and case.lots:
        each = [hours(case, conventions, one, comparables) for one in case.lots]
        if len(each) == 1:
            return each[0]
        if any(sizing.answer for sizing in each):
            return _summed(each)
    return _sized(case, conventions, lot, comparables)


def _sized(
    case: Case, conventions: Conventions, lot: CaseLot | None, comparables: Sequence[Comparable]
) -> Sizing:
    found = trade(case, lot)
    if found.family is None:
        return Sizing(None, unique((f"{found.reason} Volume non calculé.",)))
    of = subject(case, lot)
    amount = _amount(case, of, lot, comparables)
    if amount.value is None:
        return Sizing(None, unique((amount.source,)))
    answer = compute(amount.value, found.family, conventions)
    deduced = "" if found.coded else found.reason
    notes = (deduced, *_notes(of, found.family, answer))
    return Sizing(replace(answer, sources=unique((amount.source, *notes, *answer.sources))))


def _amount(case: Case, of: Subject, lot: CaseLot | None, comparables: Sequence[Comparable]) -> _Amount:
    money = of.value if lot is None or of.value or len(case.lots) > 1 else case.value
    value = ht(money)
    if value is not None and money is not None and money.basis != "framework_maximum":
        return _Amount(value, _source(money, value))
    ceiling = of.maximum or (money if money and money.basis == "framework_maximum" else None)
    if lent := lend(case, lot, comparables):
        return _Amount(lent.amount, lent.reason)
    if ceiling and (amount := ht(ceiling)) is not None:
        return _Amount(None, _CEILING.format(amount=euros(amount)))
    if money is not None:
        return _Amount(None, f"Montant en {money.currency} : volume non calculé.")
    return _Amount(None, "Montant inconnu : volume non calculé.")


def _source(money: Money, value: Decimal) -> str:
    if money.vat == "TTC":
        rate = percent(float(VAT - 1))
        return f"Montant : {euros(money.amount, 'TTC')}, soit {euros(value)} avec une TVA de {rate}."
    said = {
        "estimate": "estimation publiée, reconductions et options comprises",
        "range_maximum": "borne haute de la fourchette publiée",
        "awarded": "montant attribué",
        "initial": "montant attribué, avant modifications",
    }[money.basis]
    return f"Montant : {euros(value)} ({said})."


def compute(amount: Decimal, family: Family, conventions: Conventions) -> HoursAnswer:
    """The formula on one amount HT."""
    low = formula(amount, family.low, conventions.insertion_rate, conventions.hourly_cost_high)
    default = formula(amount, family.default, conventions.insertion_rate, conventions.hourly_cost)
    high = formula(amount, family.high, conventions.insertion_rate, conventions.hourly_cost_low)
    inputs = HoursInputs(amount, family.default, conventions.insertion_rate, conventions.hourly_cost)
    return HoursAnswer(low, default, high, to_weeks(default), inputs, _sources(family, conventions))


def formula(amount: Decimal, share: float, rate: float, cost: float) -> int:
    """Hours, rounded half up. ``hub/web/static/hours.js`` computes the same."""
    exact = amount * Decimal(str(share)) * Decimal(str(rate)) / Decimal(str(cost))
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def to_weeks(count: int) -> int:
    """The nearest multiple of 35: the trade counts in weeks."""
    return int((Decimal(count) / WEEK).quantize(Decimal(1), rounding=ROUND_HALF_UP)) * WEEK


def _sources(family: Family, conventions: Conventions) -> tuple[str, ...]:
    cost, low, high = (
        decimal_text(Decimal(str(euros_an_hour)))
        for euros_an_hour in (
            conventions.hourly_cost,
            conventions.hourly_cost_low,
            conventions.hourly_cost_high,
        )
    )
    return (
        f"Part de main-d’œuvre, « {family.name} » : {percent(family.default)}, de "
        f"{percent_range(family.low, family.high)} ({family.source}).",
        f"Taux d’insertion de {percent(conventions.insertion_rate)} et coût horaire de {cost} € "
        f"(de {low} à {high} €) : {conventions.label}.",
        TO_VALIDATE,
    )


def _notes(of: Subject, family: Family, answer: HoursAnswer) -> tuple[str, ...]:
    notes = []
    if of.nature == SERVICES and of.uncounted and of.firm_months:
        notes.append(_yearly_if_renewed(answer, of.firm_months * (1 + of.uncounted)))
    elif of.nature == SERVICES and of.months and of.months > 12:
        yearly = Decimal(answer.default) * 12 / of.months
        notes.append(f"Soit environ {hours_text(yearly)} par an sur {decimal_text(of.months / 12)} ans.")
    if family.staff_transfer:
        notes.append(_TRANSFER)
    if of.nature == SUPPLIES:
        notes.append("Fournitures : seule la part de pose ou de service peut porter des heures.")
    return tuple(notes)


def _yearly_if_renewed(answer: HoursAnswer, months: Decimal) -> str:
    """The amount counts all renewals, whose length is not said."""
    yearly = Decimal(answer.default) * 12 / months
    return (
        f"Soit environ {hours_text(yearly)} par an sur {decimal_text(months / 12)} ans, si chaque "
        "reconduction dure autant que la première période."
    )


def _summed(each: list[Sizing]) -> Sizing:
    known = [sizing.answer for sizing in each if sizing.answer]
    low, default, high = (sum(getattr(a, name) for a in known) for name in ("low", "default", "high"))
    amount = sum((a.inputs.amount for a in known), Decimal(0))
    labour = sum((a.inputs.amount * Decimal(str(a.inputs.labour_share)) for a in known), Decimal(0))
    inputs = replace(known[0].inputs, amount=amount, labour_share=round(float(labour / amount), 4))
    missing = len(each) - len(known)
    sources = [_sum_of(len(known))]
    if missing:
        sources.append(f"Hors calcul : {counted(missing, 'lot')} sans montant exploitable.")
    if lent := sum(answer.sources[0].startswith(LENT) for answer in known):
        sources.append(f"{LENT} des marchés comparables pour {counted(lent, 'lot')}.")
    sources += [source for answer in known for source in answer.sources if "Reprise du personnel" in source]
    sources.append(f"Part de main-d’œuvre : {percent(inputs.labour_share)} en moyenne, selon les lots.")
    sources += known[0].sources[-2:]
    return Sizing(HoursAnswer(low, default, high, to_weeks(default), inputs, unique(sources)))


def _sum_of(lots: int) -> str:
    if lots == 1:
        return "Volume du seul lot dont le montant est exploitable."
    return f"Somme lot par lot ({counted(lots, 'lot')}), chacun avec sa part de main-d’œuvre."


def possible_hours(answer: HoursAnswer) -> str:
    """``Environ 245 h d’insertion possibles``: rounded, unless rounding would leave the range or hide that
    it is less than a week."""
    whole = answer.default >= WEEK and answer.low <= answer.rounded <= answer.high
    return f"Environ {hours_text(answer.rounded if whole else answer.default)} d’insertion possibles"


def against_stated(sizing: Sizing, stated: Sequence[Hours]) -> Sizing:
    """The sizing with the volume that the notice states beside it, and the gap."""
    total = sum(
        item.value for item in stated if item.unit == "total" and item.ratio is None and item.lot is None
    )
    if not total:
        return sizing
    if sizing.answer is None:
        return replace(sizing, notes=unique((*sizing.notes, f"L’avis annonce {hours_text(total)}.")))
    gap = round(total) - sizing.answer.default
    side = "plus" if gap >= 0 else "moins"
    told = f"L’avis annonce {hours_text(total)} : {hours_text(abs(gap))} de {side} que ce calcul."
    sources = unique((told, *sizing.answer.sources))
    return replace(sizing, answer=replace(sizing.answer, sources=sources))
