"""A record as received, made fit to be looked at: nothing in it is run, followed or believed."""

from __future__ import annotations

import json
from dataclasses import dataclass

from hub.review.printed import legible

MOST = 20_000
"""Characters shown; the rest is in the file."""
_LARGEST_JSON = 512 * 1024
_DUMPED = 512
_ROW = 16


@dataclass(frozen=True)
class Shown:
    """``kind`` is ``json``, ``text`` or ``binary``; ``size`` is in bytes; ``cut`` says that more follows."""

    kind: str
    text: str
    size: int
    cut: bool


def shown(payload: bytes) -> Shown:
    """JSON with its lines, other texts as they are, anything else as bytes in hexadecimal."""
    kind, text, cut = _read(payload)
    return Shown(kind, legible(text[:MOST]), len(payload), cut or len(text) > MOST)


def _read(payload: bytes) -> tuple[str, str, bool]:
    text = _decoded(payload)
    if text is None:
        return "binary", _dump(payload[:_DUMPED]), len(payload) > _DUMPED
    lined = _lined(text) if len(payload) <= _LARGEST_JSON else None
    return ("text", text, False) if lined is None else ("json", lined, False)


def _decoded(payload: bytes) -> str | None:
    """The text, ``None`` when it is none. Only as much as is shown of a large one is looked at."""
    part = payload if len(payload) <= _LARGEST_JSON else payload[:_LARGEST_JSON]
    if b"\0" in part:
        return None
    text = part.decode("utf-8-sig", "replace")
    return text if text.count("\ufffd") * 5 <= len(text) else None


def _lined(text: str) -> str | None:
    try:
        found = json.loads(text)
        # Depth is bounded by what could be read; figures stay as Python reads them.
        return json.dumps(found, ensure_ascii=False, indent=2) if isinstance(found, (dict, list)) else None
    except (ValueError, RecursionError):
        return None


def _dump(payload: bytes) -> str:
    rows = (payload[at : at + _ROW] for at in range(0, len(payload), _ROW))
    return "\n".join(f"{n * _ROW:06x}  {row.hex(' '):<47}  {_signs(row)}" for n, row in enumerate(rows))


def _signs(row: bytes) -> str:
    return "".join(chr(byte) if 32 <= byte < 127 else "·" for byte in row)
