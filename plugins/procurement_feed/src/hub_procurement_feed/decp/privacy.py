"""Personal data that never lands: some platforms add the contact person to a winner."""

from __future__ import annotations

import json
from typing import Any, Final

import orjson

PERSONAL_FIELDS: Final = ("contact", "contact.id", "contact.nom", "contact.prenom", "contact.email")
"""Members removed wherever they stand, with all members whose name begins with ``contact.``"""

_MARK: Final = "contact"


def without_contacts(payload: bytes, record: Any) -> bytes:
    """The bytes that land: those of the file, exactly, unless a contact person is in them."""
    if f'"{_MARK}'.encode() not in payload.lower() or not _strip(record):
        return payload
    return dumps(record)


def dumps(value: Any) -> bytes:
    """JSON bytes of anything that JSON can hold."""
    try:
        return orjson.dumps(value)
    except TypeError:  # half a surrogate pair, an integer above 64 bits
        return json.dumps(value).encode()


def _strip(record: Any) -> bool:
    found, waiting = False, [record]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            for name in [name for name in item if _is_contact(name)]:
                del item[name]
                found = True
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
    return found


def _is_contact(name: str) -> bool:
    lowered = name.strip().lower()
    return lowered == _MARK or lowered.startswith((f"{_MARK}.", f"{_MARK}_"))
