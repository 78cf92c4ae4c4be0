"""Which registry is believed for what: a declared order for each fact, to be read and argued about.

Entries that are still listed come before those that are gone. A registry that is not named here comes
last, by its id. A person's correction comes before all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

IDENTITY: Final = ("emplois", "data_inclusion", "geiq", "adapted", "esat", "lemarche")
"""les-emplois is where a SIAE is created; le-marché never refreshes a name, nor updates a brand that two
employers share (sources-registries §5.3)."""

ADDRESS: Final = ("data_inclusion", "emplois", "adapted", "esat", "geiq", "lemarche")
"""data·inclusion rewrites addresses from the national base and prints the INSEE code."""

ORDER: Final[Mapping[str, tuple[str, ...]]] = {
    "name": IDENTITY,
    "brand": IDENTITY,
    "siret": IDENTITY,
    "siren": IDENTITY,
    "commune": ADDRESS,
    "departement": ADDRESS,
    "coordinates": ("data_inclusion", "adapted", "esat", "emplois"),
    "naf": IDENTITY,
    "activities": ("lemarche", "geiq", "emplois"),
    "services": ("lemarche",),
    "range_km": ("lemarche",),
    "zones": ("lemarche",),
    "networks": ("lemarche", "data_inclusion"),
    "capacity": ("esat", "emplois", "adapted"),
    "website": IDENTITY,
    "phone": IDENTITY,
    "email": IDENTITY,
    "status": ("emplois", "lemarche"),
}

SAME_RECORD: Final = (
    (("emplois", ""), ("emplois", "data-inclusion/"), ("data_inclusion", "emplois-de-linclusion--")),
    (("esat", ""), ("adapted", ""), ("data_inclusion", "finess--")),
)
"""Prefixes behind which one identifier stands in several lists: the UUID of les-emplois, the FINESS number
(§1, §2.4, §6.2)."""


def rank(field: str, connector: str) -> tuple[int, str]:
    """A sort key: the registries in the declared order, then all others."""
    order = ORDER.get(field, IDENTITY)
    return (order.index(connector) if connector in order else len(order), connector)
