"""A hit in a sentence to a signal with its facts: lots, hours, rate, articles, publics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hub.clauses.signals import hours as figures_of
from hub.clauses.signals import wording
from hub.clauses.signals.fold import Folded, Sentence
from hub.clauses.signals.lexicon import FollowRule, lexicon
from hub.clauses.signals.lots import LotMention, left_out, lot_mentions, named
from hub.clauses.signals.matching import Hit
from hub.clauses.signals.prefilter import Able
from hub.plugin_api.records import Text
from hub.plugin_api.rules import Evidence, Hours, Signal, SignalType

CLAUSES: tuple[SignalType, ...] = ("EXEC", "FORM")
_EXCERPT = 300


@dataclass(frozen=True, slots=True)
class Facts:
    """Reads the facts of the sentences of one text."""

    text: Text
    folded: Folded

    def of_hit(self, hit: Hit, sentence: Sentence, able: Able, found: Sequence[Hit]) -> Iterator[Signal]:
        """One signal, or one for each modality when a clause has several (21-277)."""
        base = self._base(hit, sentence, able)
        mentions = lot_mentions(sentence.text)
        if hit.type not in CLAUSES or hit.negated:
            near = _nearest(hit, mentions, [h for h in found if not h.negated])
            yield _scoped(base, near)
            return
        cut = wording.segments(sentence.text, able)
        for part in cut:
            near = _inside(mentions, part) if len(cut) > 1 else _nearest(hit, mentions, found)
            yield self._clause(base, hit, sentence, able, part, mentions, near)

    def _base(self, hit: Hit, sentence: Sentence, able: Able) -> Signal:
        return Signal(
            type=hit.type,
            rule=hit.rule,
            field=self.text.field,
            strength=hit.strength,
            lot=self.text.lot,
            evidence=self.evidence(sentence, hit.start, hit.end),
            negated=hit.negated,
            weight_percent=_weight(sentence.text, hit) if hit.type == "CRIT" else None,
            article=", ".join(wording.articles(sentence.text, able)) or None,
            declared_only=hit.declared,
        )

    def _clause(
        self,
        base: Signal,
        hit: Hit,
        sentence: Sentence,
        able: Able,
        part: wording.Segment,
        mentions: Sequence[LotMention],
        near: tuple[LotMention, ...],
    ) -> Signal:
        figures = figures_of.figures(sentence.text, mentions, training=hit.type == "FORM")
        return replace(
            _scoped(base, near),
            modality=part.modality,
            hours=tuple(self._printed(f, sentence) for f in figures if part.start <= f.start < part.end),
            rate_percent=figures_of.rate(sentence.text) if hit.type == "EXEC" else None,
            publics=wording.publics(sentence.text, able),
            facilitator=self._facilitator(sentence, able),
        )

    def completing(
        self, rule: FollowRule, clause: Signal, sentence: Sentence, able: Able, at: tuple[int, int]
    ) -> Signal | None:
        """What a sentence adds to the ``clause`` before it; ``None`` when it adds nothing."""
        mentions = lot_mentions(sentence.text)
        figures = figures_of.figures(sentence.text, mentions, training=clause.type == "FORM")
        volumes = tuple(self._printed(f, sentence) for f in figures) if rule.facts == "hours" else ()
        percent = figures_of.rate(sentence.text) if rule.facts == "rate" else None
        house = self._facilitator(sentence, able) if rule.facts == "facilitator" else None
        lots = mentions if rule.facts in {"hours", "lots"} else ()
        if rule.facts and not (volumes or percent or house or (rule.facts == "lots" and lots)):
            return None
        return Signal(
            type=clause.type,
            rule=rule.id,
            field=self.text.field,
            strength="medium",
            lot=self.text.lot,
            evidence=self.evidence(sentence, *at),
            # What follows an optional clause is optional too; a duty is said again or not at all.
            modality=rule.modality or (clause.modality if clause.modality != "obligatoire" else None),
            lots=named(lots) or None,
            except_lots=() if named(lots) else left_out(lots),
            hours=volumes,
            rate_percent=percent,
            publics=wording.publics(sentence.text, able),
            facilitator=house,
            declared_only=clause.declared_only,
        )

    def evidence(self, sentence: Sentence, start: int, end: int) -> Evidence:
        """The sentence around a hit, at most 300 characters of it, as it is printed."""
        first, last = _window(sentence.text, start, end)
        return Evidence.of(self.text, *self.folded.span(sentence.start + first, sentence.start + last))

    def _printed(self, figure: figures_of.Figure, sentence: Sentence) -> Hours:
        """The hours with their lot, and the ratio as it is printed in the original."""
        lot = self.text.lot if figure.hours.lot is None else figure.hours.lot
        unit = "par_lot" if figure.hours.unit == "total" and lot else figure.hours.unit
        if figure.ratio_end is None:
            return replace(figure.hours, unit=unit, lot=lot)
        start, end = self.folded.span(sentence.start + figure.start, sentence.start + figure.ratio_end)
        return replace(figure.hours, lot=lot, ratio=self.text.text[start:end])

    def _facilitator(self, sentence: Sentence, able: Able) -> str | None:
        span = wording.facilitator_span(sentence.text, able)
        if span is None:
            return None
        start, end = self.folded.span(sentence.start + span[0], sentence.start + span[1])
        return self.text.text[start:end].strip(" ,;:.-") or None


def _scoped(signal: Signal, mentions: Sequence[LotMention]) -> Signal:
    """The signal for the lots named, or for all but those left out."""
    lots = named(mentions)
    return replace(signal, lots=lots or None, except_lots=() if lots else left_out(mentions))


def _inside(mentions: Sequence[LotMention], part: wording.Segment) -> tuple[LotMention, ...]:
    return tuple(m for m in mentions if part.start <= m.start < part.end)


def _nearest(hit: Hit, mentions: Sequence[LotMention], found: Sequence[Hit]) -> tuple[LotMention, ...]:
    """The lots of ``hit``: all of the sentence, or the nearest when it says several things (21-31744)."""
    rivals = [h for h in found if h.type != hit.type and h.type != "ARTICLE" and h.start != hit.start]
    if not rivals:
        return tuple(mentions)
    return tuple(m for m in mentions if all(_distance(m, hit) <= _distance(m, rival) for rival in rivals))


def _distance(mention: LotMention, hit: Hit) -> int:
    if mention.end <= hit.start:
        return hit.start - mention.end
    return max(0, mention.start - hit.end)


def _weight(words: str, hit: Hit) -> float | None:
    """The weight that stands after the social word of a criterion."""
    word = lexicon().criterion.pattern.search(words, hit.start)
    return figures_of.weight(words, word.start() if word else hit.start)


def _window(sentence: str, start: int, end: int) -> tuple[int, int]:
    """Bounds around a hit, cut at spaces."""
    if len(sentence) <= _EXCERPT:
        return 0, len(sentence)
    first = max(0, min(start - 60, len(sentence) - _EXCERPT))
    if first:
        first = max(sentence.find(" ", first, start), first)
    last = max(end, first + _EXCERPT)
    if last < len(sentence):
        last = max(sentence.rfind(" ", end, last), end)
    return first, last
