"""What lands: one raw record a contract."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, NamedTuple

from hub.plugin_api import RawRecord, RecordRejected, documents
from hub_procurement_feed.decp import printed
from hub_procurement_feed.decp.contract import key_of
from hub_procurement_feed.decp.fields import Fields
from hub_procurement_feed.decp.lenient import load
from hub_procurement_feed.decp.notes import Notes
from hub_procurement_feed.decp.privacy import without_contacts
from hub_procurement_feed.decp.shapes import JSON, XML, of_xml, unified

DAMAGED: Final = "!damaged:"
"""Key prefix of bytes that are no contract one can name: they land, and ``parse`` rejects them."""

_MARKS: Final = (b'"acheteur', b'"titulaires', b"autoriteConcedante", b"<acheteur")


class Found(NamedTuple):
    """A record of a file, and whether it surely is DECP."""

    raw: RawRecord
    ours: bool


def of_json(item: documents.JsonItem | documents.JsonDamage, origin: str, number: int) -> Found:
    """A slice of a JSON file."""
    try:
        record, _ = (None, False) if isinstance(item, documents.JsonDamage) else load(item.payload)
    except RecordRejected:
        record = None
    return of_record(item.payload, record, JSON, origin, number)


def of_element(payload: bytes, origin: str, number: int) -> Found:
    """An element of an XML file."""
    try:
        record: Any = of_xml(payload)
    except RecordRejected:
        record = None
    return of_record(payload, record, XML, origin, number)


def of_record(payload: bytes, record: Any, media: str, origin: str, number: int) -> Found:
    """A record as it lands: under its key, else under a key of damage."""
    fields = Fields(unified(record)) if isinstance(record, dict) else Fields({})
    key = key_of(fields)
    if key is None:
        return damaged(payload, media, origin, number)
    landed = payload if media == XML else without_contacts(payload, record)
    return Found(RawRecord(key, landed, media, origin, _published(fields)), ours=_is_contract(fields))


def _is_contract(fields: Fields) -> bool:
    return any(fields.text(name) for name in ("objet", "montant", "valeurGlobale", "codeCPV"))


def damaged(payload: bytes, media: str, origin: str, number: int) -> Found:
    """Bytes that are no contract; ``ours`` when they have members that only DECP has."""
    ours = any(mark in payload for mark in _MARKS)
    return Found(RawRecord(f"{DAMAGED}{origin}#{number}", payload, media, origin), ours)


def _published(fields: Fields) -> date | None:
    text = fields.text("datePublicationDonnees")
    return Notes().take("datePublicationDonnees", text, printed.published)
