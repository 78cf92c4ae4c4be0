"""The ordinary notices of two months: trades crossed with buyers and places, most of them silent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hub.testing.demo.identity import draw, pick
from hub.testing.demo.model import Buyer, Form, Place, Trade
from hub.testing.demo.planning import title
from hub.testing.demo.tables import buyers, places, trades

Case = dict[str, Any]

TERRITORIES = ("oisans", "matheysine", "trieves", "isere", "vallee-sud", "ain")
_OPEN, _CONCLUDED, _LONE_AWARDS, _PLANNED = 170, 34, 8, 8
_DELAYS = {"EFORMS": 32, "FNS": 23, "MAPA": 17}
_CLAUSES = {
    "any": (
        "exec-total",
        "declaree-ccap",
        "exec-article",
        "exclue",
        "exec-facilitateur",
        "facultative",
        "crit-poids",
        "reserve-non",
        "piege-candidature",
        "declaree-index",
        "exec-annuel",
        "contradiction-texte",
        "incitative",
        "exec-taux",
    ),
    "EFORMS": ("exec-code", "declaree-code", "piege-bt775-other", "contradiction-codes", "piege-bt736"),
}


def ordinary_cases() -> Iterator[Case]:
    """The cases, always the same and in the same order."""
    maker = _Maker()
    for n in range(_OPEN):
        yield maker.call(f"call-{n:03d}", n, published=1 + draw(57, n, "day"))
    for n in range(_CONCLUDED):
        yield maker.concluded(f"done-{n:03d}", n)
    for n in range(_LONE_AWARDS):
        yield maker.other("award", f"result-{n:03d}", 7 * n + 3, published=2 + 6 * n)
    for n in range(_PLANNED):
        yield maker.planned(f"plan-{n:03d}", n)


class _Maker:
    """Makes cases whose buyer and title are never the same twice."""

    def __init__(self) -> None:
        self._known: set[tuple[str, str]] = set()
        self._trades = tuple(trades().values())

    def call(self, key: str, n: int, published: int) -> Case:
        trade, buyer, place, unique = self._choose(key, n)
        value = _value(trade, key)
        form = form_for(value, trade, buyer)
        case: Case = {
            "key": unique,
            "form": form,
            "trade": trade.id,
            "buyer": buyer.id,
            "place": place.insee,
            "value": value,
            "lots": form != "MAPA" and draw(2, key, "lots") == 0,
            "published": published,
            "delay": _DELAYS[form] + draw(7, key, "delay"),
        }
        if clause := _clause(key, form, trade):
            case["clause"] = clause
        if draw(14, key, "moved") == 0 and published > 14:
            case["follow"] = [{"act": "change", "after": published // 2, "move": 8}]
        return case

    def concluded(self, key: str, n: int) -> Case:
        published = 100 + draw(105, key, "call")
        award = 2 + draw(54, key, "award")
        case = self.call(key, 5 * n + 1, published)
        return {**case, "follow": [{"act": "award", "after": published - award}]}

    def other(self, act: str, key: str, n: int, published: int) -> Case:
        """A notice that stands alone and says nothing of insertion."""
        case = self.call(key, n, published)
        return {**{k: v for k, v in case.items() if k not in {"clause", "follow"}}, "act": act}

    def planned(self, key: str, n: int) -> Case:
        case = self.other("planning", key, 11 * n + 2, published=4 + 6 * n)
        return {**case, "form": "EFORMS", "value": max(case["value"], 230_000) * 2}

    def _choose(self, key: str, n: int) -> tuple[Trade, Buyer, Place, str]:
        trade = self._trades[n % len(self._trades)]
        options = _buyers_of(trade, TERRITORIES[(n + n // len(self._trades)) % len(TERRITORIES)])
        for attempt in range(100):
            unique = f"{key}/{attempt}" if attempt else key
            buyer = pick(options, unique, "buyer")
            place = pick(_communes(buyer.seat.territory), unique, "place")
            name = (buyer.id, title(trade, place, unique))
            if name not in self._known:
                self._known.add(name)
                return trade, buyer, place, unique
        raise RuntimeError(f"no new title left for {trade.id}")


def _communes(territory: str) -> list[Place]:
    return [p for p in places().values() if p.territory == territory]


def _buyers_of(trade: Trade, territory: str) -> list[Buyer]:
    able = [b for b in buyers().values() if b.kind in trade.buyers and _covers(trade, b)]
    return [b for b in able if b.seat.territory == territory] or able


def _covers(trade: Trade, buyer: Buyer) -> bool:
    return not trade.territories or buyer.seat.territory in trade.territories


def _value(trade: Trade, key: str) -> int:
    amount = trade.amounts[(0, 0, 1, 1, 1, 2, 2)[draw(7, key, "size")]] * (80 + draw(46, key, "value")) // 100
    step = 1000 if amount < 500_000 else 10_000
    return amount // step * step


def form_for(value: int, trade: Trade, buyer: Buyer) -> Form:
    """The form that a buyer uses for a value, with the thresholds of 2026."""
    if value < 90_000:
        return "MAPA"
    services = {"cga": 140_000, "pub-undert": 432_000}.get(buyer.legal, 216_000)
    return "EFORMS" if value >= (5_404_000 if trade.nature == "travaux" else services) else "FNS"


def _clause(key: str, form: Form, trade: Trade) -> str | None:
    if draw(10, key, "clause?") > 3 or trade.id in {"energie", "assurances", "fournitures-bureau"}:
        return None
    options = _CLAUSES["any"] + (_CLAUSES["EFORMS"] * 2 if form == "EFORMS" else ())
    return pick(options, key, "clause")
