"""The closed lists of DECP, and the spellings that buyers' software makes of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from hub.plugin_api.records import Nature
from hub_procurement_feed.decp.fields import Fields, words
from hub_procurement_feed.decp.notes import Notes

NO_SOCIAL: Final = "Pas de considération sociale"
SOCIAL: Final = ("Clause sociale", "Critère social", "Marché réservé", "Concession réservée", NO_SOCIAL)
PROCEDURES: Final = (
    "Procédure adaptée",
    "Appel d'offres ouvert",
    "Appel d'offres restreint",
    "Procédure avec négociation",
    "Procédure concurrentielle avec négociation",
    "Procédure négociée avec mise en concurrence préalable",
    "Marché passé sans publicité ni mise en concurrence préalable",
    "Marché négocié sans publicité ni mise en concurrence préalable",
    "Dialogue compétitif",
    "Procédure négociée ouverte",
    "Procédure non négociée ouverte",
    "Procédure négociée restreinte",
    "Procédure non négociée restreinte",
)
FRAMEWORK: Final = "Accord-cadre"
_TECHNIQUES: Final = (
    FRAMEWORK,
    "Concours",
    "Système de qualification",
    "Système d'acquisition dynamique",
    "Catalogue électronique",
    "Enchère électronique",
    "Sans objet",
)
_SILENT: Final = frozenset({"sans objet", "nc", "non communique", "neant", "0"})
_NATURES: Final[dict[str, Nature]] = {
    "travaux": "travaux",
    "services": "services",
    "fournitures": "fournitures",
}
# By CPV division: works are 45; goods are 03 to 44, and 48, software packages; the rest are services.
_WORKS, _PACKAGES, _FIRST_SERVICE = 45, 48, 49


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """A label without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def official(text: str, known: Iterable[str]) -> str:
    """The official spelling of a label, else the label as it is."""
    return next((label for label in known if fold(label) == fold(text)), text)


def said(text: str) -> str | None:
    """A text, unless it stands for "nothing to say" (``Sans objet``, ``NC``)."""
    return None if not text or fold(text) in _SILENT else text


def considerations(fields: Fields, notes: Notes) -> tuple[str, ...]:
    """The social considerations declared, in the official spelling. Nothing declared is not "none".

    An unknown label is kept as printed, with a finding; ``Sans objet`` is no label of this list.
    """
    printed = [
        official(text, SOCIAL) for text in words(fields.get("considerationsSociales"), "considerationsociale")
    ]
    for text in printed:
        if text not in SOCIAL:
            notes.add("unknown-consideration", "considerationsSociales", text)
    return tuple(dict.fromkeys(text[:200] for text in printed if said(text)))


def techniques(value: Any) -> tuple[str, ...]:
    """The purchasing techniques declared, in the official spelling."""
    return tuple(official(text, _TECHNIQUES) for text in words(value, "technique"))


def nature(kind: str, division: str | None, label: str, ccag: str | None) -> Nature | None:
    """Works, supplies or services. DECP does not say: ``kind`` (the tabular file's own column) does,
    else the CPV division, else the name of a concession, else the general conditions."""
    stated = _NATURES.get(fold(kind))
    if stated or division:
        return stated or _of_division(int(division or 0))
    words_of_label = fold(label).split()
    if "travaux" in words_of_label or fold(ccag or "") == "travaux":
        return "travaux"
    return "services" if {"service", "delegation"} & set(words_of_label) else None


def _of_division(division: int) -> Nature:
    if division == _WORKS:
        return "travaux"
    return "fournitures" if division < _WORKS or division == _PACKAGES else "services"
