"""Hours asked of a territory, by trade and quarter, beside what its employers could carry.

Pure. Both sides are orders of magnitude and say what they rest on: :data:`ASSUMPTIONS`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import ceil
from typing import Any

from hub.clauses.wording import typeset
from hub.geo.distance import NEAR_KM
from hub.pipeline.matching.advice import is_close
from hub.pipeline.matching.capacity import WARNING_SHARE, yearly_capacity
from hub.pipeline.matching.index import EmployerIndex
from hub.pipeline.matching.score import judge, trade_of
from hub.pipeline.matching.views import EmployerView, LotNeed

DEFAULT_MONTHS = 12
START_AFTER_MONTHS = {"amont": 6, "ouvert": 3, "clos": 3}
UNKNOWN_TRADE = "métier inconnu"
ASSUMPTIONS = tuple(
    typeset(sentence)
    for sentence in (
        "Heures estimées des marchés à venir, ouverts ou en attente d'attribution, hors marchés écartés.",
        "Début supposé : 3 mois après la remise des offres, 6 mois après l'annonce d'un projet d'achat.",
        "Heures réparties également sur la durée ; 12 mois quand elle est inconnue.",
        "Ce que les structures peuvent porter : 30 % de leur activité annuelle (1607 h par ETP), quand leur "
        "taille est connue ; les autres sont comptées sans heures.",
        "Une structure de plusieurs métiers compte dans chacun ; les généralistes sont comptés à part.",
    )
)

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One lot: its marché, its need, and the day its work should start. Hours may be unknown."""

    marche: str
    need: LotNeed
    start: date


@dataclass
class _Line:
    """What is asked of one trade; ``cpv`` is that of its first lot."""

    cpv: str | None
    hours: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    marches: set[str] = field(default_factory=set)
    lots: int = 0
    without_hours: int = 0


def quarter(day: date) -> str:
    """``2026-T4``."""
    return f"{day.year}-T{(day.month - 1) // 3 + 1}"


def after(day: date, months: int) -> date:
    """The first day of the month that many months later."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def quarters(start: date, count: int) -> list[str]:
    """That many quarters, from the one of ``start``."""
    return [quarter(after(start, 3 * n)) for n in range(count)]


def spread(hours: float, start: date, months: float | None) -> dict[str, float]:
    """Hours by quarter, in equal parts each month."""
    count = max(1, ceil(months or DEFAULT_MONTHS))
    found: defaultdict[str, float] = defaultdict(float)
    for n in range(count):
        found[quarter(after(start, n))] += hours / count
    return dict(found)


def load(asked: Iterable[Asked], place: LotNeed, index: EmployerIndex, today: date, count: int = 8) -> Json:
    """``{quarters, trades [..], generalists, assumptions}``.

    ``place`` is a need that only says where the territory is. A trade: ``{trade, asked {quarter: hours},
    total, marches, lots, lots_without_hours, employers}``; ``employers`` (also of ``generalists``):
    ``{structures, capacity_known, capacity_unknown, hours_per_quarter}``, the hours ``None`` when no
    capacity is known.
    """
    shown = quarters(today, count)
    lines = _lines(asked)
    able = {trade: _able(replace(place, cpv=line.cpv), index) for trade, line in lines.items()}
    trades = [_trade(trade, line, able[trade][0], shown) for trade, line in lines.items()]
    generalists = {e.id: e for _, others in able.values() for e in others}
    return {
        "quarters": shown,
        "trades": sorted(trades, key=lambda trade: (-trade["total"], trade["trade"])),
        "generalists": _carry(list(generalists.values())),
        "assumptions": list(ASSUMPTIONS),
    }


def _lines(asked: Iterable[Asked]) -> dict[str, _Line]:
    lines: dict[str, _Line] = {}
    for one in asked:
        activity = trade_of(one.need)
        if activity is not None and not activity.exists:
            continue
        line = lines.setdefault(activity.trade if activity else UNKNOWN_TRADE, _Line(one.need.cpv))
        line.lots += 1
        line.marches.add(one.marche)
        if one.need.hours is None:
            line.without_hours += 1
            continue
        for name, hours in spread(one.need.hours, one.start, one.need.months).items():
            line.hours[name] += hours
    return lines


def _able(need: LotNeed, index: EmployerIndex) -> tuple[list[EmployerView], list[EmployerView]]:
    """Those of the very trade, and the generalists, near the territory or declared to work there."""
    if trade_of(need) is None:
        return [], []
    close = [judged for judged in judge(need, index) if is_close(judged, need, NEAR_KM)]
    own = [judged.employer for judged in close if judged.link.ground == "exact"]
    return own, [judged.employer for judged in close if judged.link.ground == "general"]


def _trade(trade: str, line: _Line, employers: Sequence[EmployerView], shown: Sequence[str]) -> Json:
    return {
        "trade": trade,
        "asked": {name: round(line.hours.get(name, 0.0)) for name in shown},
        "total": round(sum(line.hours.values())),
        "marches": len(line.marches),
        "lots": line.lots,
        "lots_without_hours": line.without_hours,
        "employers": _carry(employers),
    }


def _carry(employers: Sequence[EmployerView]) -> Json:
    known = [hours for employer in employers if (hours := yearly_capacity(employer)) is not None]
    return {
        "structures": len(employers),
        "capacity_known": len(known),
        "capacity_unknown": len(employers) - len(known),
        "hours_per_quarter": round(sum(known) * WARNING_SHARE / 4) if known else None,
    }
