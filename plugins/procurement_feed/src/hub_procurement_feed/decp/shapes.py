"""The shapes of a record, all brought to that of the 2022 schema: ``marche`` as nested objects.

- objects of the 2019 and 2022 schemas, from JSON or XML: as they are;
- flat records of the ministry's mirror: ``titulaire_id_1`` to ``_3``, the last modification in columns;
- ``{"uid", "rows"}``: the rows of one contract in the tabular file (:mod:`.tabular`);
- rows of six columns (``id_marche``), a table that circulates.
"""

from __future__ import annotations

from typing import Any, Final

from lxml import etree

from hub.plugin_api import RawRecord, RecordRejected, documents
from hub_procurement_feed.decp.fields import Fields, is_blank
from hub_procurement_feed.decp.lenient import load
from hub_procurement_feed.decp.notes import Notes
from hub_procurement_feed.decp.tabular import ROWS, merged

JSON: Final = "application/json"
XML: Final = "application/xml"

_SIX_COLUMNS: Final = {
    "id_marche": "id",
    "date_notification": "dateNotification",
    "objet_marche": "objet",
    "montant_marche": "montant",
    "id_acheteur": "acheteur_id",
    "code_postal_acheteur": "acheteur_code_postal",
}
_LAST_MODIFICATION: Final = {
    "idmodification": "id",
    "montantmodification": "montant",
    "valeurglobalemodification": "valeurGlobale",
    "dureemoismodification": "dureeMois",
    "datenotificationmodificationmodification": "dateNotificationModification",
    "datesignaturemodificationmodification": "dateSignatureModification",
    "datepublicationdonneesmodificationmodification": "datePublicationDonneesModification",
}
_WINNERS: Final = {"titulaires": "titulaire", "concessionnaires": "concessionnaire"}


def opened(raw: RawRecord, notes: Notes) -> Fields:
    """The members of a raw record. Raises ``RecordRejected``: ``decp-not-json`` or ``decp-not-xml`` for
    bytes that are not what they claim, ``decp-bad-payload`` for something else than an object."""
    if raw.media == XML:
        return Fields(unified(of_xml(raw.payload)))
    try:
        record, mended = load(raw.payload)
    except RecordRejected as error:
        raise RecordRejected("decp-not-json", error.detail) from None
    if not isinstance(record, dict):
        raise RecordRejected("decp-bad-payload", f"a JSON object was due, not {type(record).__name__}")
    if mended:
        notes.add("json-mended", "")
    return Fields(unified(record))


def of_xml(payload: bytes) -> dict[str, Any]:
    """An XML element as nested objects; a name met several times becomes a list."""
    try:
        found = _value(documents.parse_xml(payload))
    except RecordRejected as error:
        raise RecordRejected("decp-not-xml", error.detail) from None
    if not isinstance(found, dict):
        raise RecordRejected("decp-bad-payload", "an XML element without any element in it")
    return found


def _value(element: etree._Element) -> Any:
    if not len(element):
        return element.text or ""
    found: dict[str, Any] = {}
    for child in element:
        name, value = etree.QName(child).localname, _value(child)
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    return found


def unified(record: dict[str, Any]) -> dict[str, Any]:
    """The record in the nested shape. Nothing is done to one that already has it."""
    if isinstance(record.get("fields"), dict) and "id" not in record:  # the retired v1 API
        record = record["fields"]
    if isinstance(record.get(ROWS), list):
        return merged(record[ROWS])
    if "id_marche" in record:
        return {_SIX_COLUMNS.get(name, name): value for name, value in record.items()}
    return _unflattened(record) if "acheteur" not in record else record


def _unflattened(record: dict[str, Any]) -> dict[str, Any]:
    found = dict(record)
    for plural, single in _WINNERS.items():
        if f"{single}_id_1" in record:
            found[plural] = _numbered(record, single)
    change = {name: record[column] for column, name in _LAST_MODIFICATION.items() if column in record}
    if not all(is_blank(value) for value in change.values()):
        change["titulaires"] = {
            "id": record.get("idtitulairemodification"),
            "typeIdentifiant": record.get("typeidentifianttitulairemodification"),
        }
        found["modifications"] = [change]
    return found


def _numbered(record: dict[str, Any], single: str) -> list[dict[str, Any]]:
    return [
        {
            "id": record.get(f"{single}_id_{n}"),
            "typeIdentifiant": record.get(f"{single}_typeidentifiant_{n}"),
        }
        for n in (1, 2, 3)
    ]
