"""How strongly an employer is linked with the trade of a lot, and on what grounds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from hub.clauses.tables import family_in_words
from hub.pipeline.matching.activities import Activity, activity_of, informative_naf, sector_label
from hub.pipeline.matching.geiq import geiq_label, geiq_trades
from hub.pipeline.matching.kinds import LENDERS
from hub.pipeline.matching.views import EmployerView

Ground = Literal["exact", "near", "general", "other", "unknown"]

# Les emplois prints the jobs on offer: « Nettoyage de locaux (K2204) ».
_ROME = re.compile(r"\b[A-N]\d{4}\b")


class Link(NamedTuple):
    """``strength`` 0 to 1; ``activities`` are the labels that match, ``why`` a French sentence."""

    strength: float
    ground: Ground
    activities: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What an employer says of its trades. Many employers share one: links are worked out once."""

    kind: str | None
    sectors: frozenset[str]
    naf: str | None
    geiq: frozenset[str]
    rome: frozenset[str]
    named: str | None
    services: frozenset[str]

    @property
    def marks(self) -> frozenset[str]:
        """All that can link it with a trade: without one in common there is only a fallback."""
        told = frozenset(mark for mark in (self.naf, self.named) if mark)
        return told | self.sectors | self.geiq | self.rome

    @property
    def silent(self) -> bool:
        """Whether nothing tells its trade."""
        return not (self.sectors or self.naf or self.geiq or self.rome or self.named)


def profile_of(employer: EmployerView) -> Profile:
    """The profile. The name is read only when nothing better is known."""
    printed = (employer.naf or "").upper().replace(".", "")
    naf = printed if printed in informative_naf() else None
    geiq = geiq_trades(employer.name, employer.sectors) if employer.kind == "GEIQ" else frozenset[str]()
    jobs = {text: codes for text in employer.sectors if (codes := _ROME.findall(text))}
    told = bool(employer.sectors or naf or geiq)
    return Profile(
        kind=employer.kind,
        sectors=frozenset(employer.sectors).difference(jobs),
        naf=naf,
        geiq=geiq,
        rome=frozenset(code for codes in jobs.values() for code in codes),
        named=None if told else _trade_in(employer.name),
        services=frozenset(employer.services),
    )


@lru_cache(maxsize=32768)
def _trade_in(name: str) -> str | None:
    family = family_in_words(name)
    row = activity_of(family.cpv_prefix) if family and not family.generic else None
    return row.trade if row and row.exists else None


UNKNOWN_TRADE = Link(0.2, "unknown", (), "Métier du lot inconnu : à vérifier.")
"""The link of everybody with a lot whose own trade is unknown."""


def marks(activity: Activity) -> frozenset[str]:
    """What a profile may have in common with a trade."""
    declared = activity.sectors | activity.near | activity.naf | activity.geiq | activity.rome
    return declared | {activity.trade}


def declared(activity: Activity, profile: Profile) -> Link | None:
    """The link that the employer's own words make, the strongest first; ``None`` without any."""
    if exact := _labels(activity.sectors & profile.sectors):
        return Link(1.0, "exact", exact, f"Déclare {_sectors(exact)}.")
    if trades := sorted(activity.geiq & profile.geiq):
        names = tuple(geiq_label(trade) for trade in trades)
        return Link(0.9, "exact", names, f"GEIQ du métier : {', '.join(names)}.")
    if profile.naf in activity.naf:
        return Link(0.75, "exact", (), f"Code NAF {_naf(profile.naf or '')}, celui de ce métier.")
    if jobs := sorted(activity.rome & profile.rome):
        return Link(0.7, "exact", (), f"Recrute en ce moment sur ce métier (ROME {', '.join(jobs)}).")
    if profile.named == activity.trade:
        return Link(0.65, "near", (), "Son nom évoque ce métier : à confirmer.")
    if near := _labels(activity.near & profile.sectors):
        return Link(0.55, "near", near, f"Métier voisin, à confirmer : déclare {_sectors(near)}.")
    return None


def fallback(profile: Profile) -> Link | None:
    """The link with a trade that the employer does not declare; ``None`` when it does something else."""
    if profile.kind == "GEIQ":
        return None if profile.geiq else Link(0.4, "general", (), _SEVERAL)
    if profile.kind in LENDERS:
        if profile.sectors:
            return Link(0.3, "other", (), _ANOTHER)
        return Link(0.5, "general", (), _GENERAL)
    if profile.silent:
        return Link(0.2, "unknown", (), "Métier inconnu : à vérifier.")
    # Today's job offers are a part of what a structure does: others do not say that it does not do this.
    only_jobs = profile.rome and not (profile.sectors or profile.naf)
    return Link(0.15, "unknown", (), _HIRES_ELSEWHERE) if only_jobs else None


_HIRES_ELSEWHERE = "Ne recrute en ce moment que sur d’autres métiers : à vérifier."
_GENERAL = "Généraliste de la mise à disposition : vérifier qu’elle couvre ce métier."
_SEVERAL = "GEIQ multisectoriel ou au métier non précisé : à vérifier."
_ANOTHER = "Déclare d’autres métiers ; une mise à disposition reste possible, à vérifier."


def _labels(slugs: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(sector_label(slug) for slug in slugs))


def _sectors(labels: tuple[str, ...]) -> str:
    quoted = ", ".join(f"« {label} »" for label in labels)
    return f"le secteur {quoted}" if len(labels) == 1 else f"les secteurs {quoted}"


def _naf(code: str) -> str:
    return f"{code[:2]}.{code[2:]}"
