"""The flat extracts (cs1100502, and cs1100507 with coordinates), published until May 2026.

No header; ``;`` between cells; two types of line in one file: ``structureet``, then ``geolocalisation``
for the same numbers.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO, Final

from hub.plugin_api import SourceChanged, documents
from hub_siae_registry.landing import Damage

_COLUMNS = """
    structureet nofinesset nofinessej rs rslongue complrs compldistrib numvoie typvoie voie compvoie lieuditbp
    commune departement libdepartement ligneacheminement telephone telecopie categetab libcategetab
    categagretab libcategagretab siret codeape codemft libmft codesph libsph dateouv dateautor datemaj numuai
"""
COLUMNS: Final = tuple(_COLUMNS.split())
_POINT: Final = ("coordxet", "coordyet", "sourcecoordet")
_LONGEST_LINE: Final = 1024 * 1024

Row = dict[str, Any]


def begins(head: bytes) -> bool:
    """Whether a document begins as an extract does."""
    return head.startswith((b"finess;etalab;", b"structureet;"))


def records(stream: BinaryIO, category: str, origin: str) -> Iterator[Row | Damage]:
    """The establishments of a category, each joined to its point.

    The points come after all establishments, so those of the category are held until the end. A last
    line without its end means a file cut short: what it holds is given, then ``SourceChanged``.
    """
    found: dict[str, Row] = {}
    line = b""
    for line in _lines(stream):
        if line.startswith(b"structureet;"):
            row = _structure(line, category)
            if isinstance(row, Damage):
                yield row
            elif row:
                found[row["nofinesset"]] = row
        elif line.startswith(b"geolocalisation;"):
            _locate(line, found)
    yield from found.values()
    if line and not line.endswith(b"\n") and not _is_whole(line):
        raise SourceChanged(f"{origin} ends inside a line", code="body-cut-short")


def day_of(head: bytes) -> date | None:
    """The day of the extract, in its first line ``finess;etalab;111;2026-05-12``."""
    match = re.match(rb"finess;etalab;[^;\n]*;(\d{4}-\d\d-\d\d)", head)
    try:
        return date.fromisoformat(match[1].decode()) if match else None
    except ValueError:
        return None


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    while line := stream.readline(_LONGEST_LINE):
        yield line


def _structure(line: bytes, category: str) -> Row | Damage | None:
    # One line in seventy is wanted: the others are not worth cutting.
    if f";{category};".encode() not in line:
        return None
    cells = _cells(line)
    if len(cells) != len(COLUMNS):
        return Damage(line, f"{len(cells)} cells, not {len(COLUMNS)}")
    row: Row = {name: cell for name, cell in zip(COLUMNS, cells, strict=True) if cell}
    return row if row.get("categetab") == category and row.get("nofinesset") else None


def _cells(line: bytes) -> list[str]:
    """The cells of a line, by itself: a quote left open spoils one establishment, not the file.
    UTF-8 since a few years, ISO-8859-1 before."""
    text = documents.decode_text(line)[0].rstrip("\r\n")
    try:
        return next(csv.reader([text], delimiter=";"), [])
    except csv.Error:
        return []


def _locate(line: bytes, found: dict[str, Row]) -> None:
    cells = _cells(line)
    row = found.get(cells[1]) if len(cells) > 4 else None
    if row is not None:
        row.update(zip(_POINT, cells[2:5], strict=True))


def _is_whole(line: bytes) -> bool:
    return len(_cells(line)) in {4, 6, len(COLUMNS)}
