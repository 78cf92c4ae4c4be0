"""Hours and rates printed in a sentence, with the lot, year or tranche they are for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from hub.clauses.signals.lexicon import lexicon
from hub.clauses.signals.lots import LotMention
from hub.clauses.signals.numerals import IN_WORDS, value_of, with_percent_signs
from hub.plugin_api.rules import Hours

_WORDS = re.compile(rf"(?P<n>{IN_WORDS}) heures?\b")
_SIGN = re.compile(r"\d ?h")
Unit = Literal["total", "par_lot", "par_an", "par_tranche"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of hours with its place in the sentence."""

    hours: Hours
    start: int
    end: int
    ratio_end: int | None = None


def figures(sentence: str, lots: Sequence[LotMention], *, training: bool) -> tuple[Figure, ...]:
    """The hours of a folded sentence; ``training`` reads the hours of a training clause.

    >>> [f.hours.value for f in figures("le volume passe de 1000 heures a 600 heures", (), training=False)]
    [600.0]
    """
    if "heure" not in sentence and not _SIGN.search(sentence):
        return ()
    return tuple(_figures(sentence, lots, training))


def _figures(sentence: str, lots: Sequence[LotMention], training: bool) -> Iterator[Figure]:
    lex, since = lexicon().hours, 0
    for match in _matches(sentence):
        around = _Around(sentence[since : match.start("n")], sentence[match.end() : match.end() + 120])
        if not _is_volume(_value(match), around, training=training):
            continue
        ratio = lex["ratio_after"].match(around.right)
        lot = (
            _lot_after(sentence, match.end(), lots)
            or _lot_around(sentence, match)
            or _lot_before(since - 12, match.start(), lots)
        )
        end = match.end() + (ratio.end() if ratio else 0)
        unit = "par_tranche" if ratio else _unit(around, lot)
        yield Figure(_hours(match, unit, lot), match.start("n"), match.end(), end if ratio else None)
        since = match.end()


def _matches(sentence: str) -> list[re.Match[str]]:
    lex = lexicon().hours
    found = [*lex["figure"].finditer(sentence), *lex["bare"].finditer(sentence), *_WORDS.finditer(sentence)]
    return sorted(found, key=lambda m: m.start("n"))


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands before a figure, since the one before it, and after it."""

    left: str
    right: str

    def before(self, name: str) -> bool:
        return bool(lexicon().hours[f"{name}_before"].search(self.left))

    def after(self, name: str) -> bool:
        return bool(lexicon().hours[f"{name}_after"].match(self.right))


def _value(match: re.Match[str]) -> float:
    if not match["n"][0].isdigit():
        return float(value_of(match["n"]) or 0)
    whole = re.sub(r"[ .]", "", match["n"])
    return float(whole + (match["d"] or "").replace(",", "."))


def _hours(match: re.Match[str], unit: Unit, lot: str | None) -> Hours:
    scoped = unit in {"par_lot", "par_an"}
    return Hours(_value(match), unit, lot if scoped else None)


def _is_volume(value: float, around: _Around, *, training: bool) -> bool:
    """Not a time of day, a delay, the hours of a course, nor a figure that another one replaces."""
    if value == 0 or around.after("not_volume"):
        return False
    if value == 1 and not around.after("ratio"):
        return False
    if value <= 72 and around.before("clock") and not around.after("volume"):
        return around.before("volume") or around.after("ratio")
    if around.before("replaced") and around.after("replaced"):
        return False
    return training or not around.after("training")


def _unit(around: _Around, lot: str | None) -> Unit:
    if around.after("slice") or around.before("slice"):
        return "par_tranche"
    if around.after("year") or around.before("year"):
        return "par_an"
    each = lexicon().hours["each_lot"]
    return "par_lot" if lot or each.search(around.left) or each.search(around.right[:40]) else "total"


def _lot_after(sentence: str, end: int, lots: Sequence[LotMention]) -> str | None:
    """« 70 heures pour le lot 1 »: the next lot, when only a preposition stands between."""
    following = next((m for m in lots if m.start >= end), None)
    if following is None or len(following.numbers) != 1:
        return None
    gap = lexicon().hours["lot_gap_after"].match(sentence[end : following.start])
    return following.numbers[0] if gap else None


def _lot_around(sentence: str, match: re.Match[str]) -> str | None:
    """« lots 1 (70 h), 2 (35 h) »: the number just before the parenthesis."""
    number = re.search(r"(?<!\d)(\d{1,3}) ?\( ?$", sentence[: match.start("n")])
    return str(int(number.group(1))) if number and "lot" in sentence[: number.start()] else None


def _lot_before(since: int, start: int, lots: Sequence[LotMention]) -> str | None:
    """« lot 06 - Plâtrerie : 35 heures »: the last lot named since the figure before."""
    before = [m for m in lots if since <= m.start < start]
    return before[-1].numbers[0] if before and len(before[-1].numbers) == 1 else None


def rate(sentence: str) -> float | None:
    """The insertion rate of a folded sentence, in percent; never the labour share.

    >>> rate("(taux de main d'oeuvre 15% - taux d'insertion 2.50 %)")
    2.5
    """
    printed = with_percent_signs(sentence)
    if "%" not in printed:
        return None
    for pattern in lexicon().rates:
        match = pattern.search(printed)
        if match and 0 < (value := float(match.group(1).replace(",", "."))) <= 100:
            return value
    return None


_WEIGHT = re.compile(r"(?<![\d,.])(\d{1,3}(?:[.,]\d{1,2})?) ?(?:%|pour ?cent)")


def weight(sentence: str, at: int = 0) -> float | None:
    """The weight of a criterion in percent: the first one after ``at``, else the only one printed."""
    after = _WEIGHT.search(sentence, at, at + 90)
    found = {float(m.replace(",", ".")) for m in _WEIGHT.findall(sentence)}
    if after:
        found = {float(after.group(1).replace(",", "."))}
    return next(iter(found)) if len(found) == 1 and max(found) <= 100 else None
