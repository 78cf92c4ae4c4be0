"""The buyer and the winners."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from hub.plugin_api import Address, Award, Buyer, identifiers
from hub_procurement_feed.decp.fields import Fields, entries
from hub_procurement_feed.decp.labels import fold, said
from hub_procurement_feed.decp.notes import Notes
from hub_procurement_feed.decp.place import Parts, postcode_parts
from hub_procurement_feed.decp.printed import clean

UNNAMED: Final = "Acheteur SIRET"
"""What stands for the buyer's name, which the schema of 2022 no longer has."""

_BLANK: Final = re.compile(r"[\s\u00a0\u202f]+")
_LONGEST: Final = 100


def buyer_id(fields: Fields) -> str:
    """The buyer's identifier without blanks: what the key of a contract begins with."""
    printed = (
        fields.text("acheteur", "id")
        or fields.text("autoriteConcedante", "id")
        or fields.text("autoriteConcedante")
    )
    identifier = _BLANK.sub("", clean(printed))
    return identifier if len(identifier) <= _LONGEST else ""


def buyer(fields: Fields, notes: Notes) -> Buyer:
    """The buyer. Without a name it is called by its number, as the hub cannot look names up here."""
    identifier = buyer_id(fields)
    siret, siren = numbers(identifier, "acheteur.id", notes)
    name = fields.text("acheteur", "nom") or fields.text("autoriteConcedante", "nom")
    return Buyer(
        name=clean(name) or f"{UNNAMED} {identifier}",
        siret=siret,
        siren=siren,
        identifier=identifier,
        address=_seat(fields, notes),
    )


def _seat(fields: Fields, notes: Notes) -> Address | None:
    """The buyer's seat, which only files that somebody enriched have."""
    parts: Parts = {}
    for column, reader in _SEAT.items():
        printed = fields.text("acheteur", column)
        parts |= notes.take(f"acheteur_{column}", printed.upper(), reader, "bad-place") or {}
    if city := fields.text("acheteur", "commune_nom"):
        parts["city"] = clean(city)
    return Address(**parts) if parts else None


_SEAT: Final[dict[str, Callable[[str], Parts]]] = {
    "code_postal": postcode_parts,
    "commune_code": lambda code: {"insee": identifiers.insee(code)},
    "departement_code": lambda code: {"departement": identifiers.departement(code)},
}


def numbers(printed: str, field: str, notes: Notes) -> tuple[str | None, str | None]:
    """The valid SIRET and SIREN; a finding when what is printed is neither."""
    try:
        found = identifiers.siret(printed)
    except identifiers.InvalidIdentifier:
        siren = _siren(printed)
        if siren is None:
            notes.add("bad-siret", field, printed)
        return None, siren
    return found.value, found.siren


def _siren(printed: str) -> str | None:
    try:
        return identifiers.siren(printed)
    except identifiers.InvalidIdentifier:
        return None


def winners(value: Any, field: str, notes: Notes) -> tuple[Award, ...]:
    """The winners of a contract or of a modification (``titulaires``), each once."""
    name = "concessionnaire" if field.endswith("concessionnaires") else "titulaire"
    found = [_winner(entry, field, notes) for entry in entries(value, name)]
    return tuple(dict.fromkeys(award for award in found if award))


def _winner(fields: Fields, field: str, notes: Notes) -> Award | None:
    identifier = said(clean(fields.text("id")))
    name = said(clean(fields.text("denominationSociale")))
    if not (identifier or name):
        return None
    kind = fold(fields.text("typeIdentifiant"))
    siret = None
    if identifier and kind in {"siret", ""}:
        siret, _ = numbers(identifier, f"{field}.id", notes)
    return Award(winner=name, winner_siret=siret, winner_identifier=identifier)
