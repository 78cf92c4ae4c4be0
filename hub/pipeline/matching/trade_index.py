"""The trades of many employers: those who share a profile are judged once for each trade."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from hub.pipeline.matching.activities import Activity
from hub.pipeline.matching.trade import UNKNOWN_TRADE, Link, Profile, declared, fallback, marks


class TradeIndex:
    """``profiles[number[position]]`` is the profile of the employer at that position."""

    def __init__(self, profiles: Iterable[Profile]) -> None:
        numbers: dict[Profile, int] = {}
        self.number = [numbers.setdefault(profile, len(numbers)) for profile in profiles]
        self.profiles = list(numbers)
        self._fallbacks = [fallback(profile) for profile in self.profiles]
        self._by_mark: defaultdict[str, list[int]] = defaultdict(list)
        for number, profile in enumerate(self.profiles):
            for mark in profile.marks:
                self._by_mark[mark].append(number)
        self._declared: dict[str, Mapping[int, Link]] = {}

    def links(self, activity: Activity | None) -> TradeLinks:
        """The links of every profile with a trade; ``None`` for a lot whose trade is unknown."""
        if activity is None:
            return TradeLinks({}, [UNKNOWN_TRADE] * len(self.profiles))
        known = self._declared.get(activity.cpv_prefix)
        if known is None:
            known = self._declared[activity.cpv_prefix] = self._linked(activity)
        return TradeLinks(known, self._fallbacks)

    def _linked(self, activity: Activity) -> Mapping[int, Link]:
        touched = {number for mark in marks(activity) for number in self._by_mark.get(mark, ())}
        found = ((number, declared(activity, self.profiles[number])) for number in touched)
        return {number: linked for number, linked in found if linked}


class TradeLinks:
    """The link of each profile number: what it declares, else its fallback."""

    __slots__ = ("_declared", "_fallbacks")

    def __init__(self, declared: Mapping[int, Link], fallbacks: list[Link | None]) -> None:
        self._declared, self._fallbacks = declared, fallbacks

    def __getitem__(self, number: int) -> Link | None:
        return self._declared.get(number) or self._fallbacks[number]
