"""What a document is, from its first bytes. Names lie: a real ``.csv.gz`` of a registry is a ZIP."""

from __future__ import annotations

import csv
import re
from typing import Literal

from hub.plugin_api.documents.tables import guess_delimiter
from hub.plugin_api.documents.texts import bom_encoding, decode_text

Format = Literal[
    "json",
    "xml",
    "html",
    "csv",
    "zip",
    "gzip",
    "tar",
    "xz",
    "bz2",
    "text",
    "binary",
    "empty",
    "parquet",
    "pdf",
]

_MAGIC: tuple[tuple[bytes, Format], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"BZh", "bz2"),
    (b"PAR1", "parquet"),
    (b"%PDF-", "pdf"),
)
_TAR_MAGIC = slice(257, 262)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_JSON = re.compile(r'\s*(?:\{\s*(?:["}]|$)|\[\s*(?:[\[\]{"\d-]|true|false|null|$))')
_MARKUP = re.compile(r"\s*<[?!/\w]")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_SAMPLE_ROWS = 10


def sniff(head: bytes) -> Format:
    """The format of a document that begins with ``head`` (512 bytes or more tell a tar).

    >>> sniff(b'{"results": ['), sniff(b"PK\\x03\\x04"), sniff(b"siret;nom\\n1;EA\\n"), sniff(b"")
    ('json', 'zip', 'csv', 'empty')
    """
    magic = _magic(head)
    if magic:
        return magic
    if not head.strip():
        return "empty"
    if bom_encoding(head) is None and _CONTROL.search(head):
        return "binary"
    return _text_format(decode_text(head)[0])


def _magic(head: bytes) -> Format | None:
    if head[_TAR_MAGIC] == b"ustar":
        return "tar"
    return next((name for mark, name in _MAGIC if head.startswith(mark)), None)


def _text_format(text: str) -> Format:
    if _JSON.match(text):
        return "json"
    if _HTML.match(text):
        return "html"
    if _MARKUP.match(text):
        return "xml"
    return "csv" if _is_table(text) else "text"


def _is_table(text: str) -> bool:
    """A header and rows of as many cells; a header alone must be cut by ``;`` or more than once."""
    lines = text.lstrip().splitlines(keepends=True)
    if not lines:  # a byte order mark, and nothing after it
        return False
    delimiter = guess_delimiter(lines[0])
    widths = _widths(lines, delimiter)
    if len(widths) > 1:
        return widths[0] > 1 and widths[0] == widths[1]
    return widths[0] > (2 if delimiter == "," else 1)


def _widths(lines: list[str], delimiter: str) -> list[int]:
    # The last line of a head is cut anywhere, so it counts only when it is the only one.
    whole = lines if len(lines) == 1 or lines[-1].endswith("\n") else lines[:-1]
    return [len(row) for row in csv.reader(whole[:_SAMPLE_ROWS], delimiter=delimiter) if row]
