"""Rules and matchers, each wrong in one way."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from saboteurs.good import Charter, Neighbours

from hub.plugin_api import Employer, Evidence, Match, Notice


class Nameless(Charter):
    id = "Charte"


class Blind(Charter):
    words = "charte que personne n’écrit"


class InventsWords(Charter):
    def signals(self, notice: Notice) -> Iterator[Any]:
        return (replace(signal, strength="forte") for signal in super().signals(notice))


class Paraphrases(Charter):
    """Its evidence is what it searched for, one character beside where that stands."""

    def signals(self, notice: Notice) -> Iterator[Any]:
        for signal in super().signals(notice):
            found = signal.evidence
            yield replace(signal, evidence=Evidence(found.excerpt, found.start + 1, found.end + 1))


class TossesACoin(Charter):
    def signals(self, notice: Notice) -> Iterator[Any]:
        assert random.random() < 2
        return super().signals(notice)


class FearsLongTexts(Charter):
    def signals(self, notice: Notice) -> Iterator[Any]:
        if any("😀😀" in text.text for text in notice.texts):
            raise ValueError("such a text")
        return super().signals(notice)


class GoesBack(Charter):
    """Its pattern begins again at each space."""

    def signals(self, notice: Notice) -> Iterator[Any]:
        assert not any(re.search(r" +§", text.text) for text in notice.texts)
        return super().signals(notice)


RULES: dict[str, type[Charter]] = {
    "rule-named": Nameless,
    "rule-finds": Blind,
    "rule-signals": InventsWords,
    "rule-evidence": Paraphrases,
    "rule-pure": TossesACoin,
    "rule-total": FearsLongTexts,
    "rule-linear": GoesBack,
}


class HubsOwn(Neighbours):
    id = "hub-voisins"


class Nobody(Neighbours):
    def match(self, lot: Any, notice: Notice, employers: Sequence[Employer]) -> list[Any]:
        return []


class NamesAStranger(Neighbours):
    def match(self, lot: Any, notice: Notice, employers: Sequence[Employer]) -> list[Any]:
        return [*super().match(lot, notice, employers), Match("stranger", 0.1, ("Connu de nous",))]


class OutOfAHundred(Neighbours):
    def match(self, lot: Any, notice: Notice, employers: Sequence[Employer]) -> list[Any]:
        return [replace(match, score=match.score * 100) for match in super().match(lot, notice, employers)]


class GivesNoReason(Neighbours):
    def match(self, lot: Any, notice: Notice, employers: Sequence[Employer]) -> list[Any]:
        return [replace(match, why=()) for match in super().match(lot, notice, employers)]


class DrawsLots(Neighbours):
    def match(self, lot: Any, notice: Notice, employers: Sequence[Employer]) -> list[Any]:
        assert random.random() < 2
        return super().match(lot, notice, employers)


class WantsATitle(Neighbours):
    def match(self, lot: Any, notice: Notice, employers: Sequence[Employer]) -> list[Any]:
        assert lot.title.upper() is not None
        return super().match(lot, notice, employers)


class ComparesAll(Neighbours):
    def match(self, lot: Any, notice: Notice, employers: Sequence[Employer]) -> list[Any]:
        assert sum(one.key == other.key for one in employers for other in employers) >= len(employers)
        return super().match(lot, notice, employers)


MATCHERS: dict[str, type[Neighbours]] = {
    "matcher-named": HubsOwn,
    "matcher-finds": Nobody,
    "matcher-known": NamesAStranger,
    "matcher-scores": OutOfAHundred,
    "matcher-reasons": GivesNoReason,
    "matcher-pure": DrawsLots,
    "matcher-total": WantsATitle,
    "matcher-linear": ComparesAll,
}
