"""FINESS+, the JSON flux that follows the flat extracts: legal entities holding their establishments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from hub.plugin_api import RecordRejected, documents
from hub_siae_registry.landing import Damage

_ENTITY: Final = ("pmSmsseId", "denominationPm", "denominationLonguePmSmsse", "numFinessPm", "siren")
_ESTABLISHMENT: Final = (
    "informationsGeneralesEGE",
    "categorieentiteGeographiqueExercice",
    "adresse",
    "etatObjet",
    "dateDerniereMaj",
)
Row = dict[str, Any]


def begins(head: bytes) -> bool:
    """Whether a document begins as the flux does."""
    return b'"schemaVersion"' in head and b'"generatedAt"' in head


def records(stream: BinaryIO, category: str) -> Iterator[Row | Damage]:
    """The establishments of a category, with the name and SIREN of their legal entity. Events and
    authorisations, which nothing needs, are left out."""
    wanted = f'"{category}"'.encode()
    for item in documents.iter_json_items(stream, ("pmej",)):
        if isinstance(item, documents.JsonDamage):
            yield Damage(item.payload, item.reason)
        elif wanted in item.payload:
            yield from _establishments(item.payload, category)


def _establishments(payload: bytes, category: str) -> Iterator[Row | Damage]:
    try:
        entity = documents.parse_json(payload)
    except RecordRejected as error:
        yield Damage(payload, error.detail)
        return
    general = entity.get("informationsGeneralesPMEJ")
    kept = {name: general[name] for name in _ENTITY if name in general} if isinstance(general, dict) else {}
    establishments = entity.get("ege")
    for establishment in establishments if isinstance(establishments, list) else []:
        if isinstance(establishment, dict) and _category(establishment) == category:
            own = {name: establishment[name] for name in _ESTABLISHMENT if name in establishment}
            yield {"pmej": kept, "ege": own, "telephone": _phone(establishment.get("contact"))}


def _category(establishment: Row) -> str:
    return str(establishment.get("categorieentiteGeographiqueExercice") or "").strip()


def _phone(contacts: Any) -> str | None:
    """The first telephone: a contact has a role and no name, its mailbox may be anybody's."""
    for contact in contacts if isinstance(contacts, list) else []:
        telecom = contact.get("telecom") if isinstance(contact, dict) else None
        if isinstance(telecom, dict) and isinstance(telecom.get("telephone"), str):
            return str(telecom["telephone"])
    return None
