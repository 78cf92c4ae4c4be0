"""Past contracts of a trade: they may stand in for a missing amount, and show what was asked before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from hub.clauses.case import Case
from hub.clauses.subject import subject
from hub.clauses.wording import euros, hours_text, quoted

# Division, group and class (8 digits: 77310000 and 77311000 share 7731) name the trade.
SHARED_DIGITS = 4
# Below this many contracts of other buyers a median says nothing.
ENOUGH = 3
# Prices and clauses of older contracts tell little of the next one.
YEARS = 6
MOST = 20


@dataclass(frozen=True, slots=True)
class PastContract:
    """A row of the store, light: what :func:`select` needs of a marché that was awarded.

    ``amount`` is in euros HT over the whole duration, ``None`` when it is a ceiling or unknown; ``clause``
    is the clause status, ``hours`` the total stated.
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


def select(case: Case, rows: Iterable[PastContract], today: date) -> tuple[Comparable, ...]:
    """The comparables of ``case`` among ``rows``: same trade, six years at most, not the marché itself.

    Those of the same buyer come first, then the newest; twenty at most. The store should give the rows
    whose first CPV shares four digits with one of ``trades(case)``.
    """
    own = {contract.key for contract in case.contracts} | {case.id}
    siren = case.buyer.siren if case.buyer else None
    wanted = trades(case)
    near = [
        _comparable(row, siren)
        for row in rows
        if row.id not in own and trade_digits(row.cpv) & wanted and _is_recent(row, today)
    ]
    near.sort(key=lambda c: (not c.same_buyer, -(c.notified or date.min).toordinal(), c.id))
    return tuple(near[:MOST])


def trades(case: Case) -> frozenset[str]:
    """The first four digits of the CPV codes of the marché and of its lots: what the store is asked for."""
    return trade_digits(case.cpv) | frozenset().union(*(trade_digits(lot.cpv) for lot in case.lots))


def trade_digits(cpv: Iterable[str]) -> frozenset[str]:
    """The first four digits of each code."""
    return frozenset(code[:SHARED_DIGITS] for code in cpv if len(code) >= SHARED_DIGITS)


def _is_recent(row: PastContract, today: date) -> bool:
    return row.notified is not None and row.notified <= today and today.year - row.notified.year <= YEARS


def _comparable(row: PastContract, siren: str | None) -> Comparable:
    same = siren is not None and row.buyer_siren == siren
    amount = row.amount or Decimal(0)
    return Comparable(row.id, row.title, amount, row.cpv, same, row.notified, row.clause, row.hours)


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
    return Estimate(amount, f"Montant absent de l’avis, emprunté à {several} {whose} : {euros(amount)}.")


def precedents(case: Case, comparables: Sequence[Comparable], most: int = 2) -> Iterator[str]:
    """What the same buyer asked before for the same trade: the argument that a buyer hears best."""
    cpv = subject(case).cpv or tuple(code for lot in case.lots for code in lot.cpv)
    own = (c for c in comparables if c.same_buyer and _same_trade(cpv, c.cpv))
    claused = [c for c in own if c.clause in ("presente", "declaree", "objet")]
    for found in claused[:most]:
        when = f" ({found.notified.year})" if found.notified else ""
        hours = f" de {hours_text(found.hours)}" if found.hours else ""
        yield f"L’acheteur a déjà prévu une clause sociale{hours} : {quoted(found.title)}{when}."


def _same_trade(cpv: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return bool(trade_digits(cpv) & trade_digits(other))
