"""Bytes and texts that a source may send by accident or malice; always the same ones.

>>> from hub.testing.hostile import documents
>>> sum(1 for _ in documents(b'{"title": "Peinture", "amount": 1200}')) > 50
True
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

_POINTS = 24
_LEAVES = 30
_DEEP = 20_000
_VALUES: tuple[Any, ...] = (
    None, "", 0, -1, True, [], {}, [[]], "\u0000", "\ud800", "é" * 5000, 10**40, 1e308, float("nan"),
    "2026-02-30", "31/13/2026", "1e999", "١٢٣", {"a": {"b": [None]}}, ["x", 1], "-0.0", "9" * 400,
)  # fmt: skip
BLUNT: tuple[bytes, ...] = (
    b"", b" ", b"\x00" * 64, b"\xff\xfe", b"null", b"true", b"[]", b"{}", b'""', b"0", b"1e400", b"NaN",
    b"9" * 5000, b"[" * _DEEP, b'{"a":' * _DEEP, b"<a>" * _DEEP, b"<", b"<a/>", b"PK\x03\x04",
    b"\x1f\x8b\x08", b"%PDF-1.7", b"a;b;c\n1;2\n", b'"' * 999, b"<html><body>Maintenance</body></html>",
    b'<!DOCTYPE a [<!ENTITY b "x">]><a>&b;</a>',
    b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    b'<!DOCTYPE a [<!ENTITY b "' + b"b" * 100 + b'"><!ENTITY c "' + b"&b;" * 100 + b'">]><a>&c;</a>',
)  # fmt: skip
TEXTS: tuple[str, ...] = (
    "", " ", "\u0000", "é" * 3000, "e\u0301" * 500, "\u202e" + "noitresni", "ﬁ", "İ" * 200, "\u00a0" * 999,
    "\u2028\u2029", "😀" * 300, "a" * 20_000, "." * 5000, "clause " * 2000, "(" * 3000,
    "\\" * 500, "<b>&amp;</b>" * 200,
)  # fmt: skip
"""Texts of a notice. The empty one cannot stand in a ``Text``, but can in a title."""


def documents(payload: bytes) -> Iterator[tuple[str, bytes]]:
    """Damaged forms of a good document, each with the name of its damage; never the document itself."""
    return ((name, bad) for name, bad in _damaged(payload) if bad != payload)


def _damaged(payload: bytes) -> Iterator[tuple[str, bytes]]:
    yield from ((f"{bad[:24]!r}", bad) for bad in BLUNT)
    yield from _cut(payload)
    yield from _flipped(payload)
    yield from _recoded(payload)
    yield from _of_json(payload) if payload.lstrip()[:1] in (b"{", b"[") else _of_markup(payload)


def _points(payload: bytes) -> range:
    return range(0, len(payload), max(1, len(payload) // _POINTS))


def _cut(payload: bytes) -> Iterator[tuple[str, bytes]]:
    return ((f"cut at byte {at}", payload[:at]) for at in _points(payload))


def _flipped(payload: bytes) -> Iterator[tuple[str, bytes]]:
    for at in _points(payload):
        yield f"byte {at} flipped", payload[:at] + bytes([payload[at] ^ 0xFF]) + payload[at + 1 :]


def _recoded(payload: bytes) -> Iterator[tuple[str, bytes]]:
    text = payload.decode("utf-8", "replace")
    yield "in UTF-16", text.encode("utf-16")
    yield "in Latin-1", text.encode("latin-1", "replace")
    yield "with a byte order mark", b"\xef\xbb\xbf" + payload
    yield "twice in a row", payload * 2
    yield "every digit a nine", re.sub(rb"\d", b"9", payload)
    yield "without digits", re.sub(rb"\d", b"", payload)


def _of_markup(payload: bytes) -> Iterator[tuple[str, bytes]]:
    # What stands between two tags, two delimiters or two quotes, replaced.
    spans = [m.span(1) for m in re.finditer(rb"[>;,\"]([^<>;,\"\n]+)(?=[<;,\"\n])", payload)]
    for number, (start, end) in enumerate(spans[:: max(1, len(spans) // _LEAVES)]):
        for value in (b"", b"9" * 400, _text(_VALUES[number % len(_VALUES)])):
            yield f"{payload[start:end][:20]!r} replaced", payload[:start] + value + payload[end:]


def _text(value: Any) -> bytes:
    return str(value).encode("utf-8", "replace").replace(b"<", b"&lt;")


def _of_json(payload: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        document = json.loads(payload)
    except ValueError:
        return
    paths = list(_paths(document))
    chosen = paths[:: max(1, len(paths) // _LEAVES)]
    each = min(len(_VALUES), max(4, 120 // max(1, len(chosen))))
    for number, path in enumerate(chosen):
        for shift in range(each):
            value = _VALUES[(number + 5 * shift) % len(_VALUES)]  # 5 and 22: all values in the end
            yield f"{_spelled(path)} = {value!r:.30}", _replaced(document, path, value)


Path = tuple[Any, ...]
_INSIDE = object()  # a step into a JSON document that is held in a string


def _paths(value: Any, here: Path = ()) -> Iterator[Path]:
    if isinstance(value, str) and value[:1] in ("{", "[") and isinstance(_inner(value), dict | list):
        yield here
        yield from _paths(_inner(value), (*here, _INSIDE))
        return
    if here:
        yield here
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in pairs:
        yield from _paths(inner, (*here, step))


def _inner(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _replaced(document: Any, path: Path, value: Any) -> bytes:
    return json.dumps(_with(copy.deepcopy(document), path, value)).encode()


def _with(node: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if step is _INSIDE:
        return json.dumps(_with(json.loads(node), rest, value))
    node[step] = _with(node[step], rest, value)
    return node


def _spelled(path: Path) -> str:
    return ".".join("(json)" if step is _INSIDE else str(step) for step in path) or "the document"
