"""How people judged what was flagged: rules first, then obligations, potentials and trades.

A decision tells something of a flag, or nothing. A marché put aside because the deadline had passed was
rightly flagged; one put aside as an unsuited trade was not. :data:`SAYS` is the whole of that reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Literal

from hub.clauses.wording import counted, typeset
from hub.review.labels import REASONS, label

About = Literal["rule", "obligation", "potential", "trade"]
Verdict = Literal["kept", "refused", "silent"]

_UNDECIDED = "a_etudier"
# Fewer verdicts than this say nothing of a rule, whatever the share.
ENOUGH = 5
_Z = 1.959964  # 95 %
_SHOWN_REASONS = 3

# What a refusal says of: a clause that was read, a denial that was read, an answer that was computed.
SAYS: dict[str, tuple[Verdict, Verdict, Verdict]] = {
    "metier_inadapte": ("refused", "silent", "refused"),
    "volume_trop_faible": ("refused", "silent", "refused"),
    "reprise_du_personnel": ("refused", "silent", "refused"),
    # None of the reasons that excuse a flag: it counts against it, and its note is shown.
    "autre": ("refused", "refused", "refused"),
    # The person found the clause that was read; then the notice did not deny it.
    "deja_clausee": ("kept", "refused", "silent"),
    # The calendar, the map, the buyer's will and our own grouping: nothing about what was flagged.
    "trop_tard": ("silent", "silent", "silent"),
    "hors_territoire": ("silent", "silent", "silent"),
    "refus_acheteur": ("silent", "silent", "silent"),
    "doublon": ("silent", "silent", "silent"),
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A standing decision on a marché that carried the flag.

    ``earlier``: the marché was assessed again since, so that the person was shown an older answer.
    """

    marche: str
    state: str
    because: str | None
    note: str | None
    at: datetime
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that put marchés before people: a rule's id, a state, a level, a trade's name.

    ``marches`` is how many carry it now, ``None`` when that is not counted. Of a rule also: the ``type`` of
    its signals, and ``negated`` when it reads a denial.
    """

    about: About
    name: str
    marches: int | None = None
    type: str | None = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Interval:
    """A share of kept flags with its 95 % interval, all from 0 to 1."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Precision:
    """A flag and its verdicts. ``interval`` is ``None`` below :data:`ENOUGH` verdicts.

    ``reviewed`` counts all decisions; ``kept`` and ``refused`` those that say something of the flag.
    ``reasons`` counts the refusals by reason, the most frequent first; ``last`` are the newest refusals.
    """

    flag: Flag
    reviewed: int
    kept: int
    refused: int
    earlier: int
    interval: Interval | None
    reasons: tuple[tuple[str, int], ...]
    last: tuple[Judgement, ...]

    @property
    def sentence(self) -> str:
        """What a person should make of it."""
        return typeset(_sentence(self))


def verdict(flag: Flag, state: str, because: str | None) -> Verdict:
    """What a standing decision says of the flag. Any state but a refusal went on with the marché."""
    if state != "ecartee":
        return "kept"
    clause, denial, computed = SAYS.get(because or "", ("silent", "silent", "silent"))
    if flag.about != "rule":
        return computed
    return denial if flag.negated else clause


def precision(flag: Flag, judgements: Iterable[Judgement]) -> Precision:
    """The verdicts on one flag. Marchés that nobody decided on are left out."""
    decided = [each for each in judgements if each.state != _UNDECIDED]
    said = [(verdict(flag, each.state, each.because), each) for each in decided]
    refusals = [each for found, each in said if found == "refused"]
    kept = sum(found == "kept" for found, _ in said)
    reasons = Counter(each.because or "autre" for each in refusals)
    return Precision(
        flag,
        reviewed=len(decided),
        kept=kept,
        refused=len(refusals),
        earlier=sum(each.earlier for each in decided),
        interval=wilson(kept, kept + len(refusals)) if kept + len(refusals) >= ENOUGH else None,
        reasons=tuple(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
        last=tuple(sorted(refusals, key=lambda each: each.at, reverse=True)[:_SHOWN_REASONS]),
    )


def wilson(kept: int, verdicts: int) -> Interval:
    """The share with Wilson's 95 % interval, which stays honest for few verdicts and for 0 or all.

    >>> wilson(0, 10).low, round(wilson(0, 10).high, 2)
    (0.0, 0.28)
    """
    share, square = kept / verdicts, _Z**2 / verdicts
    middle = share + square / 2
    spread = _Z * sqrt(share * (1 - share) / verdicts + square / (4 * verdicts))
    low, high = ((middle + side * spread) / (1 + square) for side in (-1, 1))
    return Interval(share, round(max(low, 0.0), 6), round(min(high, 1.0), 6))


def worst_first(found: Iterable[Precision]) -> list[Precision]:
    """What people surely keep refusing first, then what is not judged enough, the most refused first."""

    def rank(each: Precision) -> tuple[bool, float, int, int, str]:
        high = each.interval.high if each.interval else 1.0
        return each.interval is None, high, -each.refused, -each.reviewed, each.flag.name

    return sorted(found, key=rank)


def _sentence(each: Precision) -> str:
    verdicts = each.kept + each.refused
    if not each.reviewed:
        return "Aucune décision pour l’instant."
    if each.interval is None:
        return _too_few(verdicts)
    if each.interval.high < 0.5:
        why = f", surtout « {label(REASONS, each.reasons[0][0])} »" if each.reasons else ""
        advice = " Règle à revoir." if each.flag.about == "rule" else ""
        return f"Le plus souvent écarté : {each.refused} fois sur {verdicts}{why}.{advice}"
    if each.interval.low > 0.5:
        return f"Le plus souvent suivi : {each.kept} fois sur {verdicts}."
    return f"Avis partagés : suivi {each.kept} fois sur {verdicts}."


def _too_few(verdicts: int) -> str:
    if not verdicts:
        return "Les décisions prises n’en disent rien."
    return f"Trop peu pour un chiffre : {counted(verdicts, 'décision')}, il en faut {ENOUGH}."


def refusals(judgement: Sequence[Judgement]) -> str:
    """The newest refusals in words: ``métier inadapté ; autre motif (« toiture à 30 m »)``."""
    told = []
    for each in judgement:
        note = f" (« {' '.join(each.note.split())} »)" if each.note else ""
        told.append(label(REASONS, each.because) + note)
    return typeset(" ; ".join(dict.fromkeys(told)))
