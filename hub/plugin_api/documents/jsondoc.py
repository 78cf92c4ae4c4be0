"""One JSON document."""

from __future__ import annotations

import json
from typing import Any

import orjson

from hub.plugin_api.errors import RecordRejected


def dump_json(value: Any) -> bytes:
    """The bytes of a JSON value as read, always the same for the same value: what a connector lands
    when its source answers many records at once.

    >>> dump_json({"objet": "Réfection", "id": 1})
    b'{"objet":"R\\xc3\\xa9fection","id":1}'
    """
    return orjson.dumps(value)


def parse_json(payload: bytes) -> Any:
    """The value of one JSON document in UTF-8, or in UTF-16/32 with a BOM.

    ``NaN`` and ``Infinity``, which Python writers leave in public files, are read as null; nothing
    else is forgiven. Integers above 64 bits come out as floats. Raises
    ``RecordRejected``: ``json-malformed`` with line and column, ``json-encoding``,
    ``json-too-deep`` (1024 levels).

    >>> parse_json(b'\\xef\\xbb\\xbf{"lots": [1, 2]}')
    {'lots': [1, 2]}
    """
    text = _decoded(payload)
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        if b"NaN" in payload or b"Infinity" in payload:
            return _without_nan(text)
        code = "json-too-deep" if "depth limit" in error.msg else "json-malformed"
        where = f"line {error.lineno} column {error.colno}"
        raise RecordRejected(code, f"{error.msg} ({where})") from None


def _without_nan(text: str | bytes) -> Any:
    try:
        return json.loads(text, parse_constant=lambda _name: None)
    except RecursionError:
        raise RecordRejected("json-too-deep", "nested too deeply") from None
    except ValueError as error:
        raise RecordRejected("json-malformed", str(error)) from None


def _decoded(payload: bytes) -> str | bytes:
    encoding = json.detect_encoding(payload)
    try:
        text = payload.decode(encoding)
    except UnicodeDecodeError as error:
        raise RecordRejected(
            "json-encoding", f"not {encoding}: byte {error.object[error.start]:#04x} at offset {error.start}"
        ) from None
    return payload if encoding == "utf-8" else text
