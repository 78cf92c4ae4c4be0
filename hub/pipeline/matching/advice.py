"""Reserve, lot, clause or nothing: what the employers around a lot make tenable, with the counts.

The thresholds are those of le marché de l'inclusion's « potentiel inclusif » (sources of the
registries, §5.6), asked here of each lot rather than of a whole purchase.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import mean
from typing import Any, Literal

from hub.clauses.wording import listed, percent, typeset
from hub.geo.distance import NEAR_KM
from hub.pipeline.matching.capacity import yearly, yearly_capacity
from hub.pipeline.matching.kinds import LENDERS, PRODUCERS
from hub.pipeline.matching.place import km_text
from hub.pipeline.matching.score import Judged, trade_of
from hub.pipeline.matching.views import LotNeed

Verdict = Literal["reserver", "lot", "clause", "rien"]

RESERVE_ABOVE, LOT_ABOVE, CLAUSE_ABOVE = 30, 10, 1
DEPENDENCY_BELOW = 0.30


@dataclass(frozen=True, slots=True)
class Counts:
    """Employers within reach. ``service`` and ``mise_a_disposition`` are those of this very trade, by
    mode; ``generalists`` lend people of any trade; ``near`` do a neighbouring trade, ``unknown`` say
    nothing of theirs. ``capacity_known`` counts, among the first three, those whose size is known."""

    service: int = 0
    mise_a_disposition: int = 0
    generalists: int = 0
    near: int = 0
    unknown: int = 0
    capacity_known: int = 0

    @property
    def able(self) -> int:
        """Those on whom an execution clause can rest."""
        return self.service + self.mise_a_disposition + self.generalists


@dataclass(frozen=True, slots=True)
class Advice:
    """``dependency`` is the share of an average year of theirs that the lot would take, if it is known."""

    verdict: Verdict
    counts: Counts
    dependency: float | None
    sentence: str

    def as_json(self) -> dict[str, Any]:
        """The names of the JSON surface."""
        return {
            "advice": self.verdict,
            "counts": {**asdict(self.counts), "able": self.counts.able},
            "dependency": None if self.dependency is None else round(self.dependency, 3),
            "sentence": self.sentence,
        }


def verdict(service: int, able: int, dependency: float | None) -> Verdict:
    """The thresholds: ``service`` who could hold a lot, ``able`` on whom a clause could rest."""
    if service > RESERVE_ABOVE and dependency is not None and dependency < DEPENDENCY_BELOW:
        return "reserver"
    if service > LOT_ABOVE:
        return "lot"
    return "clause" if able > CLAUSE_ABOVE else "rien"


def advise(need: LotNeed, found: Sequence[Judged], near_km: float = NEAR_KM) -> Advice:
    """The advice for a lot, from all who may do it (:func:`hub.pipeline.matching.score.judge`)."""
    close = [judged for judged in found if is_close(judged, need, near_km)]
    counts = _counts(close)
    dependency = _dependency(need, close)
    answer = verdict(counts.service, counts.able, dependency)
    sentence = _sentence(need, answer, counts, dependency, close, near_km)
    return Advice(answer, counts, dependency, typeset(sentence))


def is_close(judged: Judged, need: LotNeed, near_km: float) -> bool:
    """Within the radius, or declared to intervene there; the same département when no more is known."""
    if judged.reach.how in {"range", "zone"}:
        return True
    if judged.reach.km is None:
        return judged.reach.how == "departement" and not need.points
    return judged.reach.km <= near_km


def _counts(close: Sequence[Judged]) -> Counts:
    grounds = Counter(judged.link.ground for judged in close)
    exact = Counter(judged.employer.kind for judged in close if judged.link.ground == "exact")
    able = [judged for judged in close if judged.link.ground in {"exact", "general"}]
    return Counts(
        service=sum(exact[kind] for kind in (*PRODUCERS, "SEP")),
        mise_a_disposition=sum(exact[kind] for kind in LENDERS),
        generalists=grounds["general"],
        near=grounds["near"],
        unknown=grounds["unknown"],
        capacity_known=sum(yearly_capacity(judged.employer) is not None for judged in able),
    )


def _dependency(need: LotNeed, close: Sequence[Judged]) -> float | None:
    """All the work of the lot in a year ÷ an average year of the structures whose size is known.

    le marché divides the budget by the average turnover, which no open source gives: jobs stand in.
    """
    asked = yearly(need.labour_hours, need.months)
    exact = [judged.employer for judged in close if judged.link.ground == "exact"]
    sizes = [hours for e in exact if e.kind in PRODUCERS and (hours := yearly_capacity(e))]
    return None if asked is None or not sizes else asked / mean(sizes)


def _sentence(
    need: LotNeed,
    answer: Verdict,
    counts: Counts,
    dependency: float | None,
    close: Sequence[Judged],
    near_km: float,
) -> str:
    activity = trade_of(need)
    if activity is not None and not activity.exists:
        return "Aucun métier de l'insertion ne répond à cet achat : rien à proposer."
    if activity is None:
        return "Métier du lot inconnu : pas de conseil sans lire le DCE."
    where = f"à moins de {km_text(near_km)}" if need.points else "dans le département"
    return f"{_who(counts, close)} {where}{_so(answer, counts, dependency)}{_but(counts)}"


def _who(counts: Counts, close: Sequence[Judged]) -> str:
    own = counts.service + counts.mise_a_disposition
    if own == 0:
        return "Aucune structure de ce métier repérée"
    kinds = Counter(judged.employer.kind or "?" for judged in close if judged.link.ground == "exact")
    named = listed([f"{count} {kind}" for kind, count in sorted(kinds.items())])
    plural = "s" if own > 1 else ""
    return f"{own} structure{plural} d'insertion de ce métier ({named})"


def _so(answer: Verdict, counts: Counts, dependency: float | None) -> str:
    if answer == "reserver":
        return (
            f" : un marché entièrement réservé est tenable (dépendance estimée à {percent(dependency or 0)})."
        )
    if answer == "lot":
        return f" : un lot réservé peut recevoir plusieurs offres.{_no_reservation(counts, dependency)}"
    also = ""
    if counts.generalists:
        also = f", et {_plural(counts.generalists, 'généraliste')} de la mise à disposition"
    if answer == "clause":
        return f"{also} : une clause d'exécution est tenable ; pas assez pour réserver un lot."
    if counts.able == 0:
        return " : rien à proposer en l'état."
    return f"{also} : trop peu pour une clause, qui dépendrait d'une seule structure."


def _no_reservation(counts: Counts, dependency: float | None) -> str:
    if counts.service <= RESERVE_ABOVE:
        return ""
    if dependency is None:
        return (
            " Assez nombreuses pour tout réserver, mais leur dépendance économique n'est pas connue "
            "(chiffre d'affaires non publié) : à vérifier."
        )
    return f" Tout réserver les rendrait trop dépendantes ({percent(dependency)} d'une année moyenne)."


def _but(counts: Counts) -> str:
    """What is left to check, when it could change the answer."""
    left = []
    if counts.near:
        left.append(f"{counts.near} de métier voisin")
    if counts.unknown:
        left.append(f"{counts.unknown} au métier inconnu")
    return f" À vérifier aussi : {listed(left)}." if left else ""


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' if count > 1 else ''}"
