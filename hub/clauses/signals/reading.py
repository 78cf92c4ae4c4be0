"""One text to signals: sentence by sentence, then what follows a clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hub.clauses.signals.facts import CLAUSES, Facts
from hub.clauses.signals.fold import Sentence, fold
from hub.clauses.signals.lexicon import FollowRule, lexicon
from hub.clauses.signals.literals import Words
from hub.clauses.signals.matching import Able, hits, mask
from hub.plugin_api.records import Text
from hub.plugin_api.rules import Signal

_LIST_ITEM = re.compile(r"^\W{0,3}(?:\d{1,2} ?[°o)]|[a-e]\)|-|•|et/ou|ou |ainsi qu)")


def text_signals(text: Text, *, is_object: bool = False) -> Iterator[Signal]:
    """What one text says, each thing once, in reading order.

    ``is_object`` is for titles and objects, where most words tell what is bought. A text without a
    word of the trade, or with such words only in « se réserve le droit » and the like, is passed over.
    """
    seen: set[tuple[object, ...]] = set()
    for signal in _Reader(text, is_object=is_object).signals():
        said = (signal.type, signal.rule, signal.modality, signal.evidence and signal.evidence.excerpt)
        if said not in seen:
            seen.add(said)
            yield signal


def triggers(lowered: str, words: Sequence[str]) -> list[str]:
    """The words of the trade that are in a text in lower case."""
    return [word for word in words if word in lowered]


@dataclass(frozen=True, slots=True)
class _Antecedent:
    """The clause that the next sentences may complete, and the sentence it was last spoken of in."""

    signal: Signal
    index: int


class _Reader:
    """Walks through the sentences of one text."""

    def __init__(self, text: Text, *, is_object: bool) -> None:
        folded = fold(text.text)
        folded = replace(folded, text=lexicon().replaced.sub(lambda m: "~" * len(m.group()), folded.text))
        self.masked = mask(folded.text)
        self.facts = Facts(text, folded)
        worth = bool(triggers(self.masked, lexicon().folded_trigger))
        self.able = Able.of(folded.text, is_object=is_object) if worth else None
        self.sentences: tuple[Sentence, ...] = tuple(folded.sentences()) if self.able else ()

    def signals(self) -> Iterator[Signal]:
        last: _Antecedent | None = None
        for index, sentence in enumerate(self.sentences):
            for signal in self._spoken(index, sentence):
                yield signal
                if signal.type in CLAUSES:
                    last = _Antecedent(signal, index)
            if last is not None and index > last.index:
                for signal in self._completing(last, index, sentence):
                    yield signal
                    if signal.hours:
                        last = _Antecedent(last.signal, index)

    def _spoken(self, index: int, sentence: Sentence) -> Iterator[Signal]:
        masked = self.masked[sentence.start : sentence.end]
        found = hits(sentence.text, masked, self.able, after=self._continuation(index))
        for hit in found:
            yield from self.facts.of_hit(hit, sentence, found)

    def _continuation(self, index: int) -> str:
        """The items of an enumeration that the sentence begins: « réserver … : 1°) À des … 2°) À des … »."""
        items: list[str] = []
        for sentence in self.sentences[index + 1 : index + 5]:
            if not _LIST_ITEM.match(sentence.text):
                break
            items.append(sentence.text)
        return " ".join(items)

    def _completing(self, last: _Antecedent, index: int, sentence: Sentence) -> Iterator[Signal]:
        assert self.able is not None  # a text that is not worth reading has no sentence
        words = lexicon().words.spoken(sentence.text, self.able.words)
        masked = self.masked[sentence.start : sentence.end]
        for rule in self.able.follows:
            at = _follows(rule, masked, words, index - last.index)
            if at and (signal := self.facts.completing(rule, last.signal, sentence, at)):
                yield signal


def _follows(rule: FollowRule, masked: str, words: Words, distance: int) -> tuple[int, int] | None:
    if distance > rule.within:
        return None
    at = next((span for search in rule.patterns if (span := search.span(masked, words))), None)
    if at is None or not all(need.span(masked, words) for need in rule.needs):
        return None
    return None if any(p.search(masked) for p in rule.unless) else at
