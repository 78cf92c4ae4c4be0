"""Whose record is this: told from the names of its fields, never from the name of a file.

The shapes of all sources stand in one table, so that no connector can take another's file for its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

LEMARCHE: Final = "le marché siae/"
SIAES: Final = "les-emplois siaes/"
MARCHE: Final = "les-emplois marche/"
EMPLOIS_DI: Final = "les-emplois data-inclusion/"
STRUCTURE: Final = "data·inclusion structures"
GEIQ: Final = "GEIQ Label"
ESAT_LIST: Final = "official list of ESAT"

_FIELDS: Final[dict[str, frozenset[str]]] = {
    LEMARCHE: frozenset({"id", "kind_parent", "presta_types", "slug", "siret"}),
    SIAES: frozenset({"id", "type", "raison_sociale", "addresse_ligne_1"}),
    MARCHE: frozenset({"id", "kind", "convention_is_active", "address_line_1"}),
    EMPLOIS_DI: frozenset({"id", "nom", "kind", "lien_source", "complement_adresse"}),
    "data·inclusion services": frozenset({"source", "structure_id", "id"}),
    STRUCTURE: frozenset({"source", "id", "nom", "reseaux_porteurs"}),
    GEIQ: frozenset({"id", "nom", "antennes", "cp"}),
    ESAT_LIST: frozenset({"ET-N°FINESS", "ET-Raison sociale"}),
    "recherche-entreprises (a flag on a SIREN, not a list of employers)": frozenset(
        {"siren", "nom_complet", "complements"}
    ),
    "a Django dump of the site's tables": frozenset({"fields"}),
}


def shape_of(record: Any) -> str | None:
    """The name of a record's shape, or ``None`` for one that is not in the table."""
    if not isinstance(record, Mapping):
        return None
    names = record.keys()
    return next((shape for shape, fields in _FIELDS.items() if fields <= names), None)


def resembles(payload: bytes, shapes: frozenset[str]) -> bool:
    """Whether broken bytes hold the field names of one of ``shapes``."""
    return any(all(f'"{name}"'.encode() in payload for name in _FIELDS[shape]) for shape in shapes)
