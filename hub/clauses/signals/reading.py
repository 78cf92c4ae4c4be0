"""One text to signals: sentence by sentence, then what follows a clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hub.clauses.signals.facts import CLAUSES, Facts
from hub.clauses.signals.fold import Folded, Sentence, fold
from hub.clauses.signals.lexicon import FollowRule, folded_triggers, lexicon
from hub.clauses.signals.literals import Words
from hub.clauses.signals.matching import Able, hits, mask
from hub.plugin_api.records import Text
from hub.plugin_api.rules import Signal

_LIST_ITEM = re.compile(r"^\W{0,3}(?:\d{1,2} ?[°o)]|[a-e]\)|-|•|et/ou|ou |ainsi qu)")


def text_signals(
    text: Text, *, is_object: bool = False, triggers: Sequence[str] | None = None
) -> Iterator[Signal]:
    """What one text says, each thing once, in reading order.

    ``is_object`` is for titles and objects, where most words tell what is bought. A text without a
    word of the trade, or with such words only in « se réserve le droit » and the like, is passed over.
    ``triggers`` are the words of the trade that the text may hold, folded, when they are known.
    """
    seen: set[tuple[object, ...]] = set()
    words = folded_triggers() if triggers is None else triggers
    for signal in _Reader(text, words, is_object=is_object).signals():
        said = (signal.type, signal.rule, signal.modality, signal.evidence and signal.evidence.excerpt)
        if said not in seen:
            seen.add(said)
            yield signal


@dataclass(frozen=True, slots=True)
class _Antecedent:
    """The clause that the next sentences may complete, and the sentence it was last spoken of in."""

    signal: Signal
    index: int


class _Reader:
    """Walks through the sentences of one text."""

    def __init__(self, text: Text, triggers: Sequence[str], *, is_object: bool) -> None:
        folded = _without_replaced(fold(text.text))
        self.masked = mask(folded.text)
        self.triggers = [word for word in triggers if word in self.masked]
        self.facts = Facts(text, folded)
        self.able = Able.of(folded.text, is_object=is_object) if self.triggers else Able()
        self.sentences: tuple[Sentence, ...] = tuple(folded.sentences()) if self.triggers else ()

    def signals(self) -> Iterator[Signal]:
        last: _Antecedent | None = None
        for index, sentence in enumerate(self.sentences):
            masked = self.masked[sentence.start : sentence.end]
            if last is None and not any(word in masked for word in self.triggers):
                continue
            for signal in self._spoken(index, sentence, masked):
                yield signal
                if signal.type in CLAUSES:
                    last = _Antecedent(signal, index)
            if last is not None and index > last.index:
                for signal in self._completing(last, index, sentence, masked):
                    yield signal
                    if signal.hours:
                        last = _Antecedent(last.signal, index)

    def _spoken(self, index: int, sentence: Sentence, masked: str) -> Iterator[Signal]:
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

    def _completing(self, last: _Antecedent, index: int, sentence: Sentence, masked: str) -> Iterator[Signal]:
        words = lexicon().words.spoken(sentence.text, self.able.words)
        for rule in self.able.follows:
            at = _follows(rule, masked, words, index - last.index)
            if at and (signal := self.facts.completing(rule, last.signal, sentence, at)):
                yield signal


def _without_replaced(folded: Folded) -> Folded:
    """The text without the wording that a rectificatif quotes only to replace it."""
    if "au lieu" not in folded.text:
        return folded
    return replace(folded, text=lexicon().replaced.sub(lambda m: "~" * len(m.group()), folded.text))


def _follows(rule: FollowRule, masked: str, words: Words, distance: int) -> tuple[int, int] | None:
    if distance > rule.within:
        return None
    at = next((span for search in rule.patterns if (span := search.span(masked, words))), None)
    if at is None or not all(need.span(masked, words) for need in rule.needs):
        return None
    return None if any(p.search(masked) for p in rule.unless) else at
