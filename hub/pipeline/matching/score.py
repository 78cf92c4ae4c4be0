"""Rank the employers of a lot: trade × place × kind, less a fifth when the volume is too large for it."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from hub.clauses.wording import typeset
from hub.pipeline.matching.activities import Activity, activity_of
from hub.pipeline.matching.capacity import is_too_large, warning, yearly
from hub.pipeline.matching.index import EmployerIndex
from hub.pipeline.matching.kinds import Fit, fit
from hub.pipeline.matching.place import Reach, place_sentence, reach, target_of
from hub.pipeline.matching.trade import Link
from hub.pipeline.matching.views import EmployerView, LotNeed

LIMIT = 12
_TOO_LARGE = 0.8


class Judged(NamedTuple):
    """One employer who may do the lot, before any sentence is written."""

    score: float
    employer: EmployerView
    link: Link
    reach: Reach
    fit: Fit


@dataclass(frozen=True, slots=True)
class Ranked:
    """An employer of the list. ``score`` is 0 to 1; ``why`` are French sentences, ready to be read."""

    employer: EmployerView
    score: float
    distance_km: float | None
    activities: tuple[str, ...]
    why: tuple[str, ...]


def rank(need: LotNeed, index: EmployerIndex, limit: int = LIMIT) -> list[Ranked]:
    """The best employers for a lot, best first; equal scores by distance, then by id."""
    return best(judge(need, index), need, limit)


def judge(need: LotNeed, index: EmployerIndex, positions: Iterable[int] | None = None) -> list[Judged]:
    """Every employer who may do the lot, in no order. ``positions`` replaces those near the lot."""
    activity = trade_of(need)
    if activity is not None and not activity.exists:
        return []
    target = target_of(need)
    chosen = index.near(target) if positions is None else positions
    links, asked = index.trades.links(activity), yearly(need.hours, need.months)
    numbers, areas, employers = index.trades.number, index.areas, index.employers
    fits: dict[tuple[str | None, frozenset[str]], Fit | None] = {}
    found = []
    for position in chosen:
        profile = index.trades.profiles[numbers[position]]
        linked = links[numbers[position]]
        if linked is None:
            continue
        key = (profile.kind, profile.services)
        if key not in fits:
            fits[key] = fit(*key, need)
        suited = fits[key]
        if suited and (reached := reach(areas[position], target)):
            found.append(_judged(employers[position], asked, linked, suited, reached))
    return found


def trade_of(need: LotNeed) -> Activity | None:
    """The trade of a lot; ``None`` when nothing is known of it. A reserved lot has an answer, since its
    buyer found one: where the table says ``aucun``, its trade is unknown."""
    activity = activity_of(need.cpv)
    return None if activity and need.reserved and not activity.exists else activity


def _judged(employer: EmployerView, asked: float | None, linked: Link, suited: Fit, reached: Reach) -> Judged:
    score = linked.strength * reached.factor * suited.factor
    if asked is not None and is_too_large(asked, employer):
        score *= _TOO_LARGE
    # Rounded: a hair of floating point must not decide between two neighbours.
    return Judged(round(score, 4), employer, linked, reached, suited)


def best(found: Iterable[Judged], need: LotNeed, limit: int = LIMIT) -> list[Ranked]:
    """The first ``limit`` of these, with their reasons."""
    return [_ranked(judged, need) for judged in heapq.nsmallest(limit, found, key=_order)]


def _order(judged: Judged) -> tuple[float, float, str]:
    km = judged.reach.km
    return -judged.score, float("inf") if km is None else km, judged.employer.id


def _ranked(judged: Judged, need: LotNeed) -> Ranked:
    km = judged.reach.km
    return Ranked(
        employer=judged.employer,
        score=judged.score,
        distance_km=None if km is None else round(km, 1),
        activities=judged.link.activities,
        why=tuple(typeset(sentence) for sentence in _why(judged, need)),
    )


def _why(judged: Judged, need: LotNeed) -> Iterator[str]:
    yield judged.link.why
    yield place_sentence(judged.reach, judged.employer)
    yield judged.fit.why
    if too_large := warning(judged.employer, need):
        yield too_large
