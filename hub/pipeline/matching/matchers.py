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
from hub.pipeline.matching.place import Target, distance_of, reach, target_of
from hub.pipeline.matching.score import LIMIT, Ranked
from hub.pipeline.matching.views import EmployerView, LotNeed
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
        near = {employer.id: employer for employer in _reaching(target, index)}
        question = (_lot(case, need), notice, tuple(record(employer) for employer in near.values()))
        found = {one.employer.id: one for one in ranked}
        for matcher in self.matchers:
            for match in self._ask(matcher, question):
                if employer := near.get(match.employer):
                    found[employer.id] = _joined(found.get(employer.id), _own(employer, match, target))
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


def _reaching(target: Target, index: EmployerIndex) -> Iterator[EmployerView]:
    """The employers who reach the lot, whatever their trade and kind."""
    for position in index.near(target):
        if reach(index.employers[position], index.zones[position], target):
            yield index.employers[position]


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


def _own(employer: EmployerView, match: Match, target: Target) -> Ranked:
    km = distance_of(employer, target) if match.distance_km is None else match.distance_km
    score = round(min(1.0, max(0.0, match.score)), 4)
    return Ranked(employer, score, km, tuple(match.activities), tuple(match.why))


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
