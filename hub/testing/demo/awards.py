"""Who won: invented companies, amounts near the estimate."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from hub.testing.demo.identity import draw, siret
from hub.testing.demo.model import Lot, Plan
from hub.testing.demo.wording import lots_of

_FIRST_COMPANY = 500


class Win(NamedTuple):
    """A lot and its winner; ``amount`` in euros HT."""

    lot: Lot
    name: str
    siret: str
    amount: int


@cache
def _companies() -> tuple[str, ...]:
    text = files(__package__).joinpath("data", "companies.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["names"])


def wins(plan: Plan) -> list[Win]:
    """One winner a lot."""
    return [_win(plan.marche.key, lot) for lot in lots_of(plan.marche)]


def _win(key: str, lot: Lot) -> Win:
    rank = draw(len(_companies()), key, lot.number, "winner")
    percent = 88 + draw(20, key, lot.number, "amount")
    amount = (lot.value or 40_000) * percent // 100
    return Win(lot, _companies()[rank], siret(_FIRST_COMPANY + rank), amount)


def notified(plan: Plan) -> date:
    """The day the contract was notified."""
    return plan.sent - timedelta(days=6)
