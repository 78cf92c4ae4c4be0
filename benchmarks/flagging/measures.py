"""The measures: counts per class, exact answers, evidence that is where it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.flagging.expected import Expected, family
from benchmarks.flagging.loaders import Labelled
from hub.clauses.assessment import ClauseAnswer, LocatedSignal
from hub.clauses.signals.scope import lot_number
from hub.plugin_api import Notice, Text

PRESENT = {"presente", "declaree", "facultative", "contradictoire"}


@dataclass(frozen=True)
class Case:
    """A record with what people read in it and what the rules answer."""

    record: Labelled
    gold: Expected
    answer: ClauseAnswer

    @property
    def texts(self) -> tuple[Text, ...]:
        """The texts of a notice; a contract has none."""
        return self.record.texts if isinstance(self.record, Notice) else ()


@dataclass
class Score:
    """True and false positives, false negatives of one class."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    @property
    def precision(self) -> float:
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 1.0

    @property
    def recall(self) -> float:
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def row(self) -> dict[str, Any]:
        return {
            "n": self.tp + self.fn,
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
        }


@dataclass
class Table:
    """One measure: a score for each class, and a summary line."""

    name: str
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    summary: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {"measure": self.name, "classes": self.rows, **self.summary}


def per_class(name: str, pairs: Sequence[tuple[frozenset[str], frozenset[str]]]) -> Table:
    """Precision, recall and F1 of each class over (expected, answered) sets, and their micro average."""
    scores: dict[str, Score] = {}
    for wanted, got in pairs:
        for label in wanted | got:
            score = scores.setdefault(label, Score())
            score.tp += label in wanted and label in got
            score.fp += label not in wanted
            score.fn += label not in got
    micro = Score(*(sum(getattr(s, n) for s in scores.values()) for n in ("tp", "fp", "fn")))
    exact = sum(wanted == got for wanted, got in pairs)
    return Table(
        name,
        {label: scores[label].row() for label in sorted(scores)},
        {"micro": micro.row(), "exact": _share(exact, len(pairs)), "n": len(pairs)},
    )


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0


def presence(cases: Iterable[Case]) -> Table:
    """Is there something social at all? (clause, declaration, reservation, criterion)"""
    pairs = [(_present(c.gold.status), _present(c.answer.status)) for c in cases]
    return per_class("presence", pairs)


def _present(status: str) -> frozenset[str]:
    return frozenset({"present"}) if status in PRESENT else frozenset()


def exact(name: str, cases: Sequence[Case], same: Callable[[Case], bool]) -> Table:
    """The share of notices whose answer is the expected one, no more and no less."""
    right = sum(map(same, cases))
    return Table(name, {}, {"exact": _share(right, len(cases)), "n": len(cases)})


def hours_of(answer: ClauseAnswer) -> frozenset[tuple[float, str, str | None]]:
    """The volumes, with lots as the labels name them."""
    return frozenset((h.value, h.unit, h.lot and lot_number(h.lot)) for h in answer.hours_stated)


def lots_of(answer: ClauseAnswer) -> frozenset[str] | None:
    """The lots in the scope of the clause, as the labels name them."""
    return frozenset(map(lot_number, answer.scope_lots)) if answer.scope_lots is not None else None


def families_of(answer: ClauseAnswer) -> frozenset[str]:
    """The families of the types."""
    return frozenset(map(family, answer.types))


def evidence_is_exact(case: Case) -> bool:
    """Each excerpt is the slice that it says it is."""
    return all(s.start is None or _is_slice(case, s) for s in case.answer.signals)


def _is_slice(case: Case, signal: LocatedSignal) -> bool:
    texts = (t.text for t in case.texts if t.field == signal.field)
    return any(text[signal.start : signal.end] == signal.excerpt for text in texts)


def evidence_is_found(case: Case) -> bool:
    """Each passage that people quoted is overlapped by a signal's."""
    return all(
        any(_overlaps(case, field, quote, s) for s in case.answer.signals)
        for field, quote in case.gold.evidence
    )


def _overlaps(case: Case, where: str, quote: str, signal: LocatedSignal) -> bool:
    if signal.field != where or signal.start is None or signal.end is None:
        return False
    starts = (t.text.find(quote) for t in case.texts if t.field == where)
    return any(at >= 0 and signal.start < at + len(quote) and at < signal.end for at in starts)


def tables(cases: Sequence[Case]) -> list[Table]:
    """All measures. Types, modality, hours and lots need full gold, and are left out without it."""
    found = [
        presence(cases),
        per_class("status", [(frozenset({c.gold.status}), frozenset({c.answer.status})) for c in cases]),
        per_class("families", [(c.gold.families, families_of(c.answer)) for c in cases]),
    ]
    full = [c for c in cases if c.gold.full]
    return [*found, *(_full(full) if full else ()), exact("offsets", cases, evidence_is_exact)]


def _full(full: Sequence[Case]) -> list[Table]:
    speaking = [c for c in full if c.gold.status not in {"silence", "exclue"}]
    modal = [c for c in speaking if c.gold.modality]
    stated, named = [c for c in full if c.gold.hours], [c for c in full if c.gold.lots]
    return [
        per_class("types", [(c.gold.types, frozenset(c.answer.types)) for c in full]),
        per_class(
            "modality",
            [(frozenset({c.gold.modality or ""}), frozenset({c.answer.modality or "null"})) for c in modal],
        ),
        exact("hours", full, _hours_agree),
        exact("hours (stated)", stated, _hours_agree),
        exact("lots", full, _lots_agree),
        exact("lots (named)", named, _lots_agree),
        pooled("lot by lot", [(c.gold.lots or frozenset(), lots_of(c.answer) or frozenset()) for c in named]),
        exact("evidence found", speaking, evidence_is_found),
    ]


def _hours_agree(case: Case) -> bool:
    return case.gold.hours == hours_of(case.answer)


def _lots_agree(case: Case) -> bool:
    return case.gold.lots == lots_of(case.answer)


def pooled(name: str, pairs: Sequence[tuple[frozenset[str], frozenset[str]]]) -> Table:
    """Precision, recall and F1 over the members of all sets, whatever they are called."""
    score = Score()
    for wanted, got in pairs:
        score.tp += len(wanted & got)
        score.fp += len(got - wanted)
        score.fn += len(wanted - got)
    return Table(name, {"all": score.row()}, {"micro": score.row(), "n": len(pairs)})
