"""Personal data that never lands.

A notice names agents and their telephones; nothing in the hub needs them. They are taken out of the
record before it is stored, the same way from the API and from a file, so the same record has the same
bytes and the same hash wherever it was read.
"""

from __future__ import annotations

import json
from typing import Any, Final

import orjson

PERSONAL_FIELDS: Final = (
    "correspondantPRM",
    "nomContact",
    "adresseMailContact",
    "telContact",
    "tel",
    "fax",
    "mel",
    "poste",
    "cac:Contact",
    "cac:TechnicalCommitteePerson",
    "efac:UltimateBeneficialOwner",
    "CORRESPONDANT",
    "CORRESPONDANTS",
    "CONTACT",
    "TEL",
    "POSTE",
    "MEL",
    "FAX",
    "PRM",
    "MEMBRE_JURY",
    "PersonnePhysique",
)
"""Elements removed from ``donnees`` wherever they stand; ``PersonnePhysique`` stays, emptied, as the
sign that a person won. The name of a natural person among eForms organisations goes too."""

_REMOVED: Final = frozenset(PERSONAL_FIELDS) - {"PersonnePhysique"}
_PERSON: Final = "efbc:NaturalPersonIndicator"
_MARKS: Final = frozenset({*PERSONAL_FIELDS, _PERSON})
_DOCUMENTS: Final = ("donnees", "gestion")


def strip_personal(record: dict[str, Any]) -> dict[str, Any]:
    """A copy of a record (or of its ``fields``, in the v1 wrapping) without personal data.

    ``donnees`` and ``gestion`` come out as JSON strings, whether they were strings or objects. What is
    not JSON stays as it is: parsing will say so.
    """
    inner = record.get("fields")
    if isinstance(inner, dict) and "idweb" not in record:
        return {**record, "fields": strip_personal(inner)}
    stripped = dict(record)
    for name in _DOCUMENTS:
        if record.get(name):
            stripped[name] = _document(record[name])
    return stripped


def payload_of(record: dict[str, Any]) -> bytes:
    """The bytes of a record that land: personal data out, keys sorted."""
    return _dumps(strip_personal(record), orjson.OPT_SORT_KEYS)


def _dumps(value: Any, option: int = 0) -> bytes:
    try:
        return orjson.dumps(value, option=option)
    except TypeError:  # half a surrogate pair, an integer above 64 bits: one record's trouble, not the page's
        return json.dumps(value, sort_keys=bool(option)).encode()


def _document(document: Any) -> Any:
    if isinstance(document, str):
        try:
            document = orjson.loads(document)
        except orjson.JSONDecodeError:
            return document
    _strip(document)
    return _dumps(document).decode()


def _strip(document: Any) -> None:
    queue = [document]
    for item in queue:
        if type(item) is list:
            queue.extend(item)
        elif type(item) is dict:
            if not _MARKS.isdisjoint(item):
                _clean(item)
            queue.extend([value for value in item.values() if type(value) is dict or type(value) is list])


def _clean(element: dict[str, Any]) -> None:
    for name in _REMOVED & element.keys():
        del element[name]
    if "PersonnePhysique" in element:
        element["PersonnePhysique"] = ""
    if element.get(_PERSON) == "true":
        _forget_name(element)


def _forget_name(organisation: dict[str, Any]) -> None:
    company = organisation.get("efac:Company")
    if isinstance(company, dict):
        for name in ("cac:PartyName", "cac:PostalAddress"):
            company.pop(name, None)
