"""Plugin matchers, each called alone: what one raises is logged under its name and changes nothing."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import isfinite

from hub.clauses.case import Case
from hub.pipeline.matching.employers import record
from hub.pipeline.matching.index import EmployerIndex
from hub.pipeline.matching.place import Target, distance, reach, target_of
from hub.pipeline.matching.score import LIMIT, Ranked
from hub.pipeline.matching.views import LotNeed
from hub.plugin_api.records import Employer, Lot, Notice
from hub.plugin_api.rules import Match, Matcher

log = logging.getLogger("hub.match")


@dataclass
class Panel:
    """The matchers of the plugins; ``failed`` counts the lots at which each of them raised."""

    matchers: Sequence[Matcher] = ()
    failed: Counter[str] = field(default_factory=Counter)

    @property
    def version(self) -> str:
        """Changes whenever an answer of theirs may."""
        return ",".join(sorted(f"{matcher.id}@{matcher.version}" for matcher in self.matchers))

    def add(self, ranked: Sequence[Ranked], need: LotNeed, case: Case, index: EmployerIndex) -> list[Ranked]:
        """The list with what the matchers say: the better score of an employer stands, all reasons stay."""
        notice = case.last_notice
        if notice is None or not self.matchers:
            return list(ranked)
        target = target_of(need)
        near = {index.employers[position].id: position for position in _reaching(target, index)}
        records = tuple(record(index.employers[position]) for position in near.values())
        question = (_lot(case, need), notice, records)
        found = {one.employer.id: one for one in ranked}
        for matcher in self.matchers:
            for match in self._ask(matcher, question):
                if match.employer in near:
                    own = _own(index, near[match.employer], match, target)
                    found[match.employer] = _joined(found.get(match.employer), own)
        return sorted(found.values(), key=_order)[:LIMIT]

    def _ask(self, matcher: Matcher, question: tuple[Lot, Notice, Sequence[Employer]]) -> list[Match]:
        """What one matcher says, all or nothing."""
        try:
            return [_checked(match) for match in matcher.match(*question)]
        except (Exception, SystemExit):  # a stranger's code runs here
            log.exception("the matcher %s failed", matcher.id)
            self.failed[matcher.id] += 1
            return []


def _checked(match: object) -> Match:
    if not isinstance(match, Match) or not isfinite(match.score):
        raise TypeError("a matcher must return Match objects with a score from 0 to 1")
    return match


def _reaching(target: Target, index: EmployerIndex) -> Iterator[int]:
    """Positions of the employers who reach the lot, whatever their trade and kind."""
    return (position for position in index.near(target) if reach(index.areas[position], target))


def _lot(case: Case, need: LotNeed) -> Lot:
    """The lot as a plugin reads it; a marché without lots is its lot ``1``."""
    own = next((lot for lot in case.lots if lot.key == need.key), None)
    return Lot(
        key=need.key or "1",
        title=own.title if own else case.title,
        description=own.description if own else None,
        nature=own.nature if own else case.nature,
        cpv=own.cpv if own else case.cpv,
        value=own.value if own else case.value,
        maximum=own.maximum if own else case.maximum,
        duration_months=own.duration_months if own else case.duration_months,
        places=own.places if own else case.places,
    )


def _own(index: EmployerIndex, position: int, match: Match, target: Target) -> Ranked:
    km = distance(index.areas[position], target) if match.distance_km is None else match.distance_km
    return Ranked(
        employer=index.employers[position],
        score=round(min(1.0, max(0.0, match.score)), 4),
        distance_km=None if km is None else round(km, 1),
        activities=tuple(match.activities),
        why=tuple(match.why),
    )


def _joined(known: Ranked | None, said: Ranked) -> Ranked:
    if known is None:
        return said
    return Ranked(
        employer=known.employer,
        score=max(known.score, said.score),
        distance_km=known.distance_km,
        activities=tuple(dict.fromkeys((*known.activities, *said.activities))),
        why=tuple(dict.fromkeys((*known.why, *said.why))),
    )


def _order(one: Ranked) -> tuple[float, float, str]:
    return -one.score, float("inf") if one.distance_km is None else one.distance_km, one.employer.id
