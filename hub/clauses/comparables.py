"""Past contracts of a trade: they may stand in for a missing amount, and show what was asked before.

The answers take only two things from them, :func:`lend` and :func:`precedents`; :func:`borrowed` says
in a few letters what was taken. No amount lent ever decides an obligation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from hub.clauses.case import Case, CaseLot
from hub.clauses.renewal import renewal
from hub.clauses.values import ht
from hub.clauses.wording import euros, hours_text, quoted
from hub.plugin_api.records import Money

# Division, group and class (8 digits: 77310000 and 77311000 share 7731) name the trade.
SHARED_DIGITS = 4
# Below this many contracts of other buyers a median says nothing.
ENOUGH = 3
# Prices and clauses of older contracts tell little of the next one.
YEARS = 6
MOST = 20
LENT = "Montant absent de l’avis, emprunté à"
_MOVING = ("amont", "ouvert", "clos")


@dataclass(frozen=True, slots=True)
class PastContract:
    """One trade of a marché that was awarded: what :func:`select` needs of it.

    ``cpv`` begins with the code of the trade; ``amount`` is that of the trade, in euros HT over the whole
    duration, ``None`` when it is a ceiling or unknown; ``clause`` is the clause status of the marché,
    ``hours`` the total stated.
    """

    id: str
    title: str
    buyer_siren: str | None
    cpv: tuple[str, ...]
    amount: Decimal | None
    notified: date | None
    clause: str = "silence"
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class Comparable:
    """A past contract. ``amount`` is in euros HT, over its whole duration; 0 when it is unknown."""

    id: str
    title: str
    amount: Decimal
    cpv: tuple[str, ...] = ()
    same_buyer: bool = False
    notified: date | None = None
    clause: str = "silence"
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """The amount lent by comparables, and the sentence that says so."""

    amount: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Sought:
    """What a marché is compared with: contracts of these trades, its buyer's first, not its ``own``."""

    trades: frozenset[str]
    siren: str | None
    own: frozenset[str]


def compares(case: Case, today: date) -> bool:
    """Whether past contracts can still help: it is not awarded yet, or its renewal is still to prepare."""
    if case.stage in _MOVING:
        return True
    coming = renewal(case) if case.stage == "attribue" else None
    return coming is not None and coming.closes >= today


def sought(case: Case) -> Sought:
    """What ``case`` is compared with."""
    siren = case.buyer.siren if case.buyer else None
    return Sought(trades(case), siren, frozenset({case.id, *(contract.key for contract in case.contracts)}))


def select(case: Case, rows: Iterable[PastContract], today: date) -> tuple[Comparable, ...]:
    """The comparables of ``case`` among ``rows``: same trade, six years at most, not the marché itself.

    Those of the same buyer come first, then the newest; twenty at most. Of the other buyers only those
    with an amount are kept: it is all that they lend. ``rows`` may be, for each of ``trades(case)``, the
    newest ``MOST + 1`` of the buyer and the newest ``MOST + 1`` with an amount.
    """
    return choose(sought(case), rows, today)


def choose(wanted: Sought, rows: Iterable[PastContract], today: date) -> tuple[Comparable, ...]:
    """:func:`select`, for who has no case at hand."""
    kept = {(row.id, row.cpv): row for row in rows if row.id not in wanted.own}
    near = [
        _comparable(row, wanted.siren)
        for row in kept.values()
        if trade_of(row.cpv) in wanted.trades and _is_recent(row, today)
    ]
    near = [found for found in near if found.same_buyer or found.amount]
    near.sort(key=lambda c: (not c.same_buyer, -(c.notified or date.min).toordinal(), c.id, c.cpv))
    return tuple(near[:MOST])


def trades(case: Case) -> frozenset[str]:
    """The trades of the marché and of its lots, by the main code of each: the others are accessories."""
    found = {trade_of(case.cpv), *(trade_of(lot.cpv) for lot in case.lots)}
    return frozenset(trade for trade in found if trade)


def trade_of(cpv: Sequence[str]) -> str | None:
    """The first four digits of the main code; ``None`` when it names no more than a division.

    Under 45000000 there are a lick of paint and a hospital: nothing there is comparable.
    """
    digits = cpv[0][:SHARED_DIGITS] if cpv else ""
    return digits if len(digits) == SHARED_DIGITS and not digits.endswith("00") else None


def earliest(today: date) -> date:
    """The first day of the contracts still compared."""
    return date(today.year - YEARS, 1, 1)


def _is_recent(row: PastContract, today: date) -> bool:
    return row.notified is not None and earliest(today) <= row.notified <= today


def _comparable(row: PastContract, siren: str | None) -> Comparable:
    same = siren is not None and row.buyer_siren == siren
    amount = row.amount or Decimal(0)
    return Comparable(row.id, row.title, amount, row.cpv, same, row.notified, row.clause, row.hours)


def lend(case: Case, lot: CaseLot | None, comparables: Sequence[Comparable]) -> Estimate | None:
    """The amount lent to a lot, or to the whole marché.

    A lot among several is lent the amount of its trade when no other lot is of that trade, and when the
    amount of the whole is unknown: what is published counts before what is borrowed.
    """
    if lot is None or len(case.lots) == 1:
        return estimate((lot.cpv if lot else ()) or case.cpv, comparables)
    mine = trade_of(lot.cpv)
    alone = [trade_of(other.cpv) for other in case.lots].count(mine) == 1
    return estimate(lot.cpv, comparables) if alone and known_amount(case.value) is None else None


def estimate(cpv: tuple[str, ...], comparables: Sequence[Comparable]) -> Estimate | None:
    """The median of comparable contracts of the trade: the buyer's own first, else three others or more."""
    near = [c for c in comparables if c.amount > 0 and _same_trade(cpv, c.cpv)]
    own = [c for c in near if c.same_buyer]
    kept = own or (near if len(near) >= ENOUGH else [])
    if not kept:
        return None
    amount = median(c.amount for c in kept)
    whose = "de l’acheteur" if own else "d’autres acheteurs"
    several = f"médiane de {len(kept)} marchés comparables" if len(kept) > 1 else "un marché comparable"
    return Estimate(amount, f"{LENT} {several} {whose} : {euros(amount)}.")


def precedents(case: Case, comparables: Sequence[Comparable], most: int = 2) -> Iterator[str]:
    """What the same buyer asked before for the same trade: the argument that a buyer hears best."""
    wanted = trades(case)
    own = {c.id: c for c in comparables if c.same_buyer and trade_of(c.cpv) in wanted}
    claused = [c for c in own.values() if c.clause in ("presente", "declaree", "objet")]
    for found in claused[:most]:
        when = f" ({found.notified.year})" if found.notified else ""
        hours = f" de {hours_text(found.hours)}" if found.hours else ""
        yield f"L’acheteur a déjà prévu une clause sociale{hours} : {quoted(found.title)}{when}."


def seeks_amount(case: Case) -> bool:
    """Whether contracts of other buyers may lend it an amount."""
    return any(True for _ in _without_amount(case))


def borrowed(case: Case, comparables: Sequence[Comparable]) -> str:
    """What the answers may take of ``comparables``, as 16 hexadecimal digits; empty when it is nothing."""
    lent = ((lot, lend(case, lot, comparables)) for lot in _without_amount(case))
    taken = [f"{lot.key if lot else ''} {each.amount} {each.reason}" for lot, each in lent if each]
    taken += precedents(case, comparables)
    return hashlib.blake2b("\n".join(taken).encode(), digest_size=8).hexdigest() if taken else ""


def _without_amount(case: Case) -> Iterator[CaseLot | None]:
    """The lots without an estimate, and ``None`` for the marché when it has none."""
    yield from (lot for lot in case.lots if known_amount(lot.value) is None)
    if known_amount(case.value) is None:
        yield None


def known_amount(money: Money | None) -> Decimal | None:
    """Euros HT; ``None`` for a ceiling, which is no estimate, and for another currency."""
    return None if money is None or money.basis == "framework_maximum" else ht(money)


def _same_trade(cpv: tuple[str, ...], other: tuple[str, ...]) -> bool:
    mine = trade_of(cpv)
    return mine is not None and mine == trade_of(other)
