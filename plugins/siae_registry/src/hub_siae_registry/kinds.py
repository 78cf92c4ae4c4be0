"""The kinds of employers, and the words that registries use beside them."""

from __future__ import annotations

from typing import Final, get_args

from hub.plugin_api.records import EmployerKind

KINDS: Final[frozenset[EmployerKind]] = frozenset(get_args(EmployerKind))

NOT_EMPLOYERS: Final = {
    "OPCS": "organisation porteuse de la clause sociale: the facilitator's own body, not an employer",
    "RESERVED": "internal to les-emplois",
}
"""Kinds that registries list beside the employers, and why they do not land."""

WITH_CONVENTION: Final = frozenset({"ACI", "AI", "EI", "EITI", "ETTI"})
"""Kinds under a convention with the State. Of the others, "active" says nothing."""

NETWORKS: Final[dict[str, EmployerKind]] = {
    "aci": "ACI",
    "ai": "AI",
    "ei": "EI",
    "eiti": "EITI",
    "etti": "ETTI",
    "geiq": "GEIQ",
    "ea": "EA",
    "eatt": "EATT",
    "esat": "ESAT",
    "etcld": "EBE",
}
"""Values of ``reseaux_porteurs`` (data·inclusion) that are a kind; the others are networks. ``etcld``,
the Territoires zéro chômeur de longue durée, employs through entreprises à but d'emploi."""


def kind_of(printed: str | None) -> EmployerKind | None:
    """The kind that a source prints, or ``None`` for one that the hub does not know."""
    wanted = (printed or "").strip().upper()
    return next((kind for kind in KINDS if kind == wanted), None)
