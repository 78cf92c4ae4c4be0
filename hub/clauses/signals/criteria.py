"""Award criteria: in a criterion's own field, a bare word is enough (domain reference §2.3, point 1)."""

from __future__ import annotations

from collections.abc import Iterator

from hub.clauses.signals.fold import fold
from hub.clauses.signals.hours import weight
from hub.clauses.signals.lexicon import lexicon
from hub.clauses.signals.matching import mask
from hub.plugin_api.records import Criterion, Notice, Text
from hub.plugin_api.rules import Evidence, Signal

_EXCERPT = 300
# One of these is in every criterion of ours, accents or not.
_WORDS = ("insert", "socia", "handicap", "emploi")


def criterion_signals(text: Text, notice: Notice) -> Iterator[Signal]:
    """A criterion that speaks of insertion, of the social or of handicap, with its weight."""
    lowered = text.text.lower()
    if not any(word in lowered for word in _WORDS):
        return
    folded, lex = fold(text.text), lexicon()
    if lex.criterion.within(lex.prefilter.able(folded.text)) is None:
        return
    for sentence in folded.sentences():
        able = lex.prefilter.able(sentence.text)
        at = lex.criterion.span(mask(sentence.text, able), able) if lex.criterion.within(able) else None
        if at is None:
            continue
        first = max(0, at[0] - _EXCERPT // 2)
        last = min(len(sentence.text), max(at[1], first + _EXCERPT))
        begin, stop = folded.span(sentence.start + first, sentence.start + last)
        yield Signal(
            "CRIT",
            "CRIT_CHAMP",
            text.field,
            "strong",
            text.lot,
            Evidence.of(text, begin, stop),
            weight_percent=_weight(sentence.text, at[0], text, notice),
        )


def _weight(words: str, at: int, text: Text, notice: Notice) -> float | None:
    printed = weight(words, at)
    return printed if printed is not None else _declared(text, notice)


def _declared(text: Text, notice: Notice) -> float | None:
    """The weight of the criterion record that has this text as its name or description."""
    for criterion in notice.criteria:
        if criterion.lot in (None, text.lot) and text.text in (criterion.name, criterion.description):
            return _percent(criterion)
    return None


def _percent(criterion: Criterion) -> float | None:
    if criterion.weight is None or criterion.unit not in (None, "percent"):
        return None
    return float(criterion.weight)
