"""One text to signals: sentence by sentence, then what follows a clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hub.clauses.signals.facts import CLAUSES, Facts
from hub.clauses.signals.fold import Folded, Sentence, fold
from hub.clauses.signals.lexicon import FollowRule, folded_triggers, lexicon
from hub.clauses.signals.matching import hits, mask, may_speak
from hub.clauses.signals.prefilter import Able
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
    for signal in _signals(text, folded_triggers() if triggers is None else triggers, is_object=is_object):
        said = (signal.type, signal.rule, signal.modality, signal.evidence and signal.evidence.excerpt)
        if said not in seen:
            seen.add(said)
            yield signal


def _signals(text: Text, triggers: Sequence[str], *, is_object: bool) -> Iterator[Signal]:
    """Nothing more is tried on a text as soon as it is known that no rule can speak in it."""
    lex, folded = lexicon(), fold(text.text)
    able = lex.prefilter.able(folded.text)
    if not may_speak(able, is_object=is_object):
        return
    folded = _without_replaced(folded)
    masked = mask(folded.text, able)
    if spoken := [word for word in triggers if word in masked]:
        yield from _Reader(text, folded, masked, able, spoken, is_object=is_object).signals()


@dataclass(frozen=True, slots=True)
class _Antecedent:
    """The clause that the next sentences may complete, and the sentence it was last spoken of in."""

    signal: Signal
    index: int


class _Reader:
    """Walks through the sentences of one text."""

    def __init__(
        self, text: Text, folded: Folded, masked: str, able: Able, triggers: Sequence[str], *, is_object: bool
    ) -> None:
        self.masked, self.able, self.triggers, self.is_object = masked, able, triggers, is_object
        self.facts = Facts(text, folded)
        self.sentences: tuple[Sentence, ...] = tuple(folded.sentences())

    def signals(self) -> Iterator[Signal]:
        last: _Antecedent | None = None
        for index, sentence in enumerate(self.sentences):
            masked = self.masked[sentence.start : sentence.end]
            if last is None and not any(word in masked for word in self.triggers):
                continue
            able = self._able(sentence)
            for signal in self._spoken(index, sentence, masked, able):
                yield signal
                if signal.type in CLAUSES:
                    last = _Antecedent(signal, index)
            if last is not None and index > last.index:
                for signal in self._completing(last, index, sentence, masked, able):
                    yield signal
                    if signal.hours:
                        last = _Antecedent(last.signal, index)

    def _able(self, sentence: Sentence) -> Able:
        """What may be found in a sentence: to ask again is not worth it when it is most of the text."""
        most = 2 * len(sentence.text) > len(self.masked)
        return self.able if most else lexicon().prefilter.able(sentence.text)

    def _spoken(self, index: int, sentence: Sentence, masked: str, able: Able) -> Iterator[Signal]:
        after = self._continuation(index)
        found = hits(sentence.text, masked, able, after=after, is_object=self.is_object)
        for hit in found:
            yield from self.facts.of_hit(hit, sentence, able, found)

    def _continuation(self, index: int) -> str:
        """The items of an enumeration that the sentence begins: « réserver … : 1°) À des … 2°) À des … »."""
        items: list[str] = []
        for sentence in self.sentences[index + 1 : index + 5]:
            if not _LIST_ITEM.match(sentence.text):
                break
            items.append(sentence.text)
        return " ".join(items)

    def _completing(
        self, last: _Antecedent, index: int, sentence: Sentence, masked: str, able: Able
    ) -> Iterator[Signal]:
        for rule, at in lexicon().follows.found(masked, able):
            if index - last.index > rule.within or not _holds(rule, masked, able):
                continue
            if signal := self.facts.completing(rule, last.signal, sentence, able, at):
                yield signal


def _without_replaced(folded: Folded) -> Folded:
    """The text without the wording that a rectificatif quotes only to replace it."""
    if "au lieu" not in folded.text:
        return folded
    return replace(folded, text=lexicon().replaced.sub(lambda m: "~" * len(m.group()), folded.text))


def _holds(rule: FollowRule, masked: str, able: Able) -> bool:
    if not all(need.found(masked, able) for need in rule.needs):
        return False
    return not any(unless.found(masked, able) for unless in rule.unless)
