"""JSON as publishers write it: ``NaN``, raw control characters, cp1252 in what is said to be UTF-8."""

from __future__ import annotations

import json
from typing import Any, Final

from hub.plugin_api import RecordRejected, documents

_MENDABLE: Final = frozenset({"json-malformed", "json-encoding"})


def load(payload: bytes) -> tuple[Any, bool]:
    """The value of a JSON document, and whether it had to be mended to be read.

    Raises ``RecordRejected`` with the codes of ``documents.parse_json``.
    """
    try:
        return documents.parse_json(payload), False
    except RecordRejected as error:
        if error.code not in _MENDABLE:
            raise
        return _mended(payload, error), True


def _mended(payload: bytes, reason: RecordRejected) -> Any:
    text, _ = documents.decode_text(payload)
    try:
        return json.loads(text, strict=False, parse_constant=lambda _: None)
    except (ValueError, RecursionError):  # an integer beyond Python is a ValueError too
        raise reason from None
