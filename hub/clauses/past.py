"""What an awarded marché teaches: each of its trades as a past contract."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from hub.clauses.assessment import ClauseAnswer
from hub.clauses.case import Case, CaseLot
from hub.clauses.comparables import PastContract, known_amount, trade_of, trades
from hub.plugin_api.records import Award

Amounts = Iterable[tuple[str | None, Decimal | None]]


def past_contracts(case: Case, clause: ClauseAnswer) -> tuple[PastContract, ...]:
    """One a trade, in order; none when the marché is not awarded or nothing dates its award.

    Depends on the marché's own documents alone, never on what it is itself compared with.
    """
    notified = _notified(case)
    if case.stage != "attribue" or notified is None:
        return ()
    siren = case.buyer.siren if case.buyer else None
    hours = stated_hours(clause)
    return tuple(
        PastContract(case.id, case.title, siren, (trade,), amount, notified, clause.status, hours)
        for trade, amount in sorted(amounts(case).items())
    )


def stated_hours(clause: ClauseAnswer) -> int | None:
    """The total that the notices state: that of the marché, else the sum of those of its lots."""
    totals = [item for item in clause.hours_stated if item.unit == "total" and item.ratio is None]
    whole = [item for item in totals if item.lot is None] or totals
    return round(sum(item.value for item in whole)) or None


def amounts(case: Case) -> dict[str, Decimal | None]:
    """Euros HT by trade; ``None`` where a part is a ceiling or unknown.

    One trade takes the whole. Several are told apart by the contracts when these are of as many
    trades, else by the lots.
    """
    wanted = trades(case)
    if len(wanted) == 1:
        return dict.fromkeys(wanted, _whole(case))
    of_contracts = _summed((trade_of(c.cpv), known_amount(c.value)) for c in case.contracts)
    found = of_contracts if wanted <= of_contracts.keys() else _summed(_of_lots(case))
    return {trade: found.get(trade) for trade in wanted}


def _whole(case: Case) -> Decimal | None:
    if case.contracts:
        return _summed(("", known_amount(contract.value)) for contract in case.contracts)[""]
    won = [known_amount(award.value) for award in _awards(case)]
    if won and None not in won:
        return sum((amount for amount in won if amount), Decimal(0))
    return known_amount(case.value)


def _of_lots(case: Case) -> Amounts:
    return ((trade_of(lot.cpv), _of_lot(case, lot)) for lot in case.lots)


def _of_lot(case: Case, lot: CaseLot) -> Decimal | None:
    won = [known_amount(award.value) for award in _awards(case) if award.lot == lot.key]
    if won and None not in won:
        return sum((amount for amount in won if amount), Decimal(0))
    return known_amount(lot.value)


def _summed(parts: Amounts) -> dict[str, Decimal | None]:
    """The sum of each trade's parts, ``None`` when one of them is unknown."""
    found: dict[str, list[Decimal | None]] = defaultdict(list)
    for trade, amount in parts:
        if trade is not None:
            found[trade].append(amount)
    return {
        trade: None if None in each else sum((amount for amount in each if amount), Decimal(0))
        for trade, each in found.items()
    }


def _awards(case: Case) -> list[Award]:
    """Those of the newest result: an earlier one is restated by it."""
    results = [item.notice for item in case.notices if item.notice.awards]
    return [award for award in results[-1].awards if award.status == "awarded"] if results else []


def _notified(case: Case) -> date | None:
    days = [contract.notified for contract in case.contracts if contract.notified]
    days = days or [a.awarded for item in case.notices for a in item.notice.awards if a.awarded]
    days = days or [item.notice.published for item in case.notices if item.notice.kind == "result"]
    return max(days, default=None)
