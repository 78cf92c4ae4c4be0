"""Which kind of employer suits which way of writing a clause (domain reference, §1.3 and §5.2)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from hub.clauses.tables import family_of
from hub.pipeline.matching.views import LotNeed

LENDERS = frozenset({"AI", "ETTI", "EATT", "GEIQ"})
"""Kinds that lend people to the contractor: « mise à disposition »."""

PRODUCERS = frozenset({"EI", "ACI", "EA", "ESAT", "EITI", "EBE"})
"""Kinds that do the work themselves: subcontracting, joint bids, reserved lots."""

EMPLOYERS = LENDERS | PRODUCERS | {"SEP"}
"""Every kind that is matched. OPCS (the facilitators' own bodies) and RESERVED are not employers."""

_DISABLED, _SIAE = frozenset({"EA", "ESAT", "EATT"}), frozenset({"EI", "ACI", "AI", "ETTI", "EITI"})
_ALLOWED = {
    "RES_H": _DISABLED,
    "RES_I": _SIAE,
    "RES_HI": _DISABLED | _SIAE,
    "RES_P": frozenset({"SEP"}),
    "RES_ESS": PRODUCERS,
}
_KINDS = re.compile(r"\b(?:ACI|AI|EITI|EI|ETTI|GEIQ|EATT|EA|ESAT)\b")
_UNUSUAL, _UNKNOWN, _UNDECLARED = 0.8, 0.5, 0.8


class Fit(NamedTuple):
    """How well a kind suits: ``factor`` 0 to 1, and the sentence that says why."""

    factor: float
    why: str


@lru_cache(maxsize=512)
def usual_kinds(cpv: str | None) -> frozenset[str]:
    """The kinds that usually answer such a purchase (``labour.csv``); empty when it names none."""
    family = family_of(cpv) if cpv else None
    if family is None:
        return frozenset()
    named = frozenset(_KINDS.findall(family.structures))
    return named | LENDERS if "mise à disposition" in family.structures else named


def fit(kind: str | None, services: frozenset[str], need: LotNeed) -> Fit | None:
    """How a kind that declares these services suits the lot; ``None`` when it cannot answer it."""
    if need.reserved:
        return _reserved(kind, need)
    if kind is None:
        return Fit(_UNKNOWN, "Type de structure inconnu : à vérifier.")
    supplies = need.nature == "fournitures"
    if kind not in LENDERS | PRODUCERS or (supplies and kind in LENDERS):
        return None
    usual = usual_kinds(need.cpv)
    factor = _UNUSUAL if usual and kind not in usual else 1.0
    if services and not services & _wanted(kind, supplies):
        return Fit(factor * _UNDECLARED, f"{_way(kind, supplies)} Elle ne déclare pas cette prestation.")
    return Fit(factor, _way(kind, supplies))


def _reserved(kind: str | None, need: LotNeed) -> Fit | None:
    allowed = frozenset[str]().union(*(_ALLOWED[type_] for type_ in need.reserved))
    if kind not in allowed:
        return None
    if kind in LENDERS:
        return Fit(_UNUSUAL, f"{kind} : admise au lot réservé, mais son métier est la mise à disposition.")
    return Fit(1.0, f"{kind} : peut répondre au lot réservé.")


def _wanted(kind: str, supplies: bool) -> frozenset[str]:
    if kind in LENDERS:
        return frozenset({"DISP"})
    return frozenset({"BUILD"}) if supplies else frozenset({"PREST"})


def _way(kind: str, supplies: bool) -> str:
    if kind in LENDERS:
        return f"{kind} : mise à disposition de personnel auprès du titulaire."
    return f"{kind} : fourniture ou lot réservé." if supplies else f"{kind} : sous-traitance ou cotraitance."
