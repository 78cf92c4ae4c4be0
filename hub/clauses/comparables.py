"""Past contracts that may stand in for an amount that a notice does not give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from hub.clauses.wording import euros

# Division, group and class (8 digits: 77310000 and 77311000 share 7731) name the trade.
SHARED_DIGITS = 4
# Below this many contracts of other buyers a median says nothing.
ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Comparable:
    """A past contract. ``amount`` is in euros HT, over its whole duration."""

    id: str
    title: str
    amount: Decimal
    cpv: tuple[str, ...] = ()
    same_buyer: bool = False
    notified: date | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """The amount lent by comparables, and the sentence that says so."""

    amount: Decimal
    reason: str


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


def _same_trade(cpv: tuple[str, ...], other: tuple[str, ...]) -> bool:
    wanted = {code[:SHARED_DIGITS] for code in cpv}
    return any(code[:SHARED_DIGITS] in wanted for code in other)
