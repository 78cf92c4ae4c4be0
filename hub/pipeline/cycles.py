"""Successive cycles of one need: the contract that ends, and the call that replaces it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rapidfuzz import fuzz

from hub.pipeline.similar import THRESHOLD, fold_title

# The next call comes before the end, or somewhat after when the service was interrupted.
_BEFORE_END, _AFTER_END = timedelta(days=730), timedelta(days=400)
_LEAST_GAP = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Cycle:
    """A marché as a cycle: when it was first published, when it ends at the latest if that is known."""

    marche: str
    title: str
    began: date
    ends: date | None
    cpv: str | None


def successors(cycles: Sequence[Cycle]) -> dict[str, str]:
    """For each marché of one buyer that ends, the marché that replaces it.

    Titles must agree as in consolidation, the trade too, and the next one must begin around the
    end of the first. The earliest that fits is taken; a marché replaces one other at most.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    ordered = sorted(cycles, key=lambda cycle: (cycle.began, cycle.marche))
    for cycle in ordered:
        following = next(
            (other for other in ordered if other.marche not in taken and _follows(cycle, other)), None
        )
        if following is not None:
            found[cycle.marche] = following.marche
            taken.add(following.marche)
    return found


def _follows(cycle: Cycle, other: Cycle) -> bool:
    if cycle.ends is None or other.began - cycle.began < _LEAST_GAP:
        return False
    if not cycle.ends - _BEFORE_END <= other.began <= cycle.ends + _AFTER_END:
        return False
    if cycle.cpv and other.cpv and cycle.cpv[:3] != other.cpv[:3]:
        return False
    return fuzz.token_sort_ratio(fold_title(cycle.title), fold_title(other.title)) >= THRESHOLD
