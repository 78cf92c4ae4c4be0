"""Texts from outside, made fit for a file format; and the addresses that may be followed."""

from __future__ import annotations

import re

EXCEL_LIMIT = 32_767
_CUT = " […]"
# All that XML 1.0 forbids: control characters, lone surrogates, and the two non-characters.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ADDRESS = re.compile(r"https?://[^\s\"<>\\^`{|}]+", re.IGNORECASE)


def legal(text: object) -> str:
    """``text`` without the characters that XML 1.0 forbids, its line ends all ``\\n``.

    >>> legal("Lot\\x00 1\\r\\nPeinture\\ud800")
    'Lot 1\\nPeinture'
    """
    return _FORBIDDEN.sub("", str(text)).replace("\r\n", "\n").replace("\r", "\n")


def one_line(text: object) -> str:
    """A legal text on one line, single spaces."""
    return " ".join(legal(text).split())


def fitting(text: str, limit: int = EXCEL_LIMIT) -> str:
    """``text`` cut to what a cell of Excel holds, which counts in UTF-16 units; the cut shows."""
    if len(text) <= limit // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * limit:
        return text
    kept = units[: 2 * (limit - len(_CUT))].decode("utf-16-le", "ignore")
    return f"{kept}{_CUT}"


def web_address(value: object) -> str | None:
    """``value`` when it is an ``http`` address that may be followed, else ``None``: a notice may say
    ``javascript:`` or ``file:``."""
    return value if isinstance(value, str) and _ADDRESS.fullmatch(value) else None
