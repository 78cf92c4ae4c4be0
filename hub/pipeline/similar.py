"""Careful similarity: join what nothing names, when buyer, dates, trade and title all agree.

Only for documents that no identifier joins to a call. A result or a contract looks for *its* call:
the best one of the same buyer sent before it. The edges are a function of the buyer's documents,
never of the order in which they came, and each says why it is there.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rapidfuzz import fuzz

from hub.store.marches import DocumentName

THRESHOLD = 90
"""Title similarity (rapidfuzz, 0–100) from which two documents are taken for one need."""

_TWIN_DAYS = timedelta(days=15)
_LOTS_DAYS = timedelta(days=60)
_CALL_TO_RESULT = (timedelta(days=10), timedelta(days=550))
_TELLING = 15
_LOT_FIRST = re.compile(r"\s*lots?\s*(?:n[o°]?\s*)?\d+\s*[-–—:.]*\s*")
_LOT_LAST = re.compile(r"\s*[-–—:(|]*\s*\blots?\s*(?:n[o°]?\s*)?\d.*$")
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Light:
    """What similarity looks at in a document."""

    name: DocumentName
    kind: str
    title: str
    day: date
    cpv: str | None


@dataclass(frozen=True, slots=True)
class Edge:
    """Two documents taken for one procedure, with the score and the reason as a person reads it."""

    one: DocumentName
    other: DocumentName
    score: int
    reason: str


def fold_title(title: str) -> str:
    """Words only, without accents, case and the lot's own name."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    first = _LOT_FIRST.match(plain)
    without_lot = plain[first.end() :] if first else _LOT_LAST.sub(" ", plain)
    return " ".join(_WORD.findall(without_lot if len(without_lot.strip()) >= _TELLING else plain))


def edges(documents: Sequence[Light], settled: Mapping[DocumentName, int]) -> list[Edge]:
    """The edges among the documents of one buyer.

    ``settled`` gives each document the number of its group by identifiers: a result whose group
    has a call needs no guess, and two documents of one group are already together.
    """
    folded = {document.name: fold_title(document.title) for document in documents}
    telling = [d for d in documents if len(folded[d.name]) >= _TELLING]
    calls = [d for d in telling if d.kind == "competition"]
    with_call = {settled[d.name] for d in documents if d.kind == "competition"}
    orphans = [d for d in telling if d.kind in {"result", "contract"} and settled[d.name] not in with_call]
    found = [edge for orphan in orphans if (edge := _its_call(orphan, calls, folded))]
    found += _twins(calls, folded, settled)
    found += _lots_of_one(orphans, folded, settled)
    return sorted(found, key=lambda edge: (edge.one, edge.other))


def _its_call(orphan: Light, calls: Iterable[Light], folded: Mapping[DocumentName, str]) -> Edge | None:
    earliest, latest = _CALL_TO_RESULT
    candidates = []
    for call in calls:
        if not earliest <= orphan.day - call.day <= latest or not _same_trade(orphan, call):
            continue
        score = _score(folded[orphan.name], folded[call.name])
        if score >= THRESHOLD:
            candidates.append((score, call.day, call.name))
    if not candidates:
        return None
    score, _, name = max(candidates)
    return _edge(orphan.name, name, score, "même acheteur, objet semblable, consultation antérieure")


def _twins(
    calls: Sequence[Light], folded: Mapping[DocumentName, str], settled: Mapping[DocumentName, int]
) -> Iterable[Edge]:
    """The same call published in two places without a common identifier."""
    for n, one in enumerate(calls):
        for other in calls[n + 1 :]:
            if one.name.connector == other.name.connector or settled[one.name] == settled[other.name]:
                continue
            if abs(one.day - other.day) > _TWIN_DAYS or not _same_trade(one, other):
                continue
            score = _score(folded[one.name], folded[other.name])
            if score >= THRESHOLD:
                yield _edge(one.name, other.name, score, "même acheteur, même objet, publications voisines")


def _lots_of_one(
    orphans: Sequence[Light], folded: Mapping[DocumentName, str], settled: Mapping[DocumentName, int]
) -> Iterable[Edge]:
    """Contracts of the lots of one procedure, declared one by one under the same object."""
    by_title: dict[str, list[Light]] = {}
    for orphan in orphans:
        by_title.setdefault(folded[orphan.name], []).append(orphan)
    for same in by_title.values():
        ordered = sorted(same, key=lambda d: (d.day, d.name))
        for one, other in itertools.pairwise(ordered):
            if other.day - one.day <= _LOTS_DAYS and settled[one.name] != settled[other.name]:
                yield _edge(one.name, other.name, 100, "même acheteur, même objet, attributions voisines")


def _edge(one: DocumentName, other: DocumentName, score: float, why: str) -> Edge:
    first, second = sorted((one, other))
    return Edge(first, second, round(score), f"similarité {round(score)} % : {why}")


def _score(one: str, other: str) -> float:
    score = fuzz.token_sort_ratio(one, other)
    shorter = min(len(one), len(other))
    if score < THRESHOLD and shorter >= 25 and fuzz.token_set_ratio(one, other) == 100:
        # One title holds all the words of the other: the long form of a telling short one.
        return float(THRESHOLD)
    return score


def _same_trade(one: Light, other: Light) -> bool:
    return (
        not one.cpv or not other.cpv or one.cpv[:3] == other.cpv[:3] or one.cpv[:2] == other.cpv[:2] == "45"
    )
