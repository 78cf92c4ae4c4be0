"""CSV, as French administrations write it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from hub.plugin_api.documents.streams import Prefixed
from hub.plugin_api.documents.texts import bom_encoding, decode_cp1252
from hub.plugin_api.errors import SourceChanged

DELIMITERS = ";,|\t"
_MAX_LINE = 64  # times the largest field


def read_csv(
    stream: BinaryIO, *, delimiter: str | None = None, max_field: int = 1024 * 1024
) -> Iterator[dict[str, str]]:
    """Each row under the names of the header row; quotes as in RFC 4180; values untouched.

    The delimiter that cuts the header most is taken (``;`` ``,`` ``|`` or tab) unless given. Each
    line is read as UTF-8, else as cp1252; UTF-16 needs its BOM. Blank lines are left out. A row
    too short is filled with ``""``; cells too many are joined by the delimiter under the key
    ``""``. A column without a name is called ``column_3``, a second ``nom`` ``nom_2``. Raises
    ``SourceChanged`` (``csv-malformed``) for a cell above ``max_field`` characters.

    >>> import io
    >>> list(read_csv(io.BytesIO(b"nom;ville\\nEA Dupr\\xe9;Grenoble\\n")))
    [{'nom': 'EA Dupré', 'ville': 'Grenoble'}]
    """
    lines = _lines(stream, max_field * _MAX_LINE)
    header_line = next((line for line in lines if line.strip()), None)
    if header_line is None:
        return
    delimiter = delimiter or guess_delimiter(header_line)
    rows = _rows(_chain(header_line, lines), delimiter, max_field)
    names = _names(next(rows))
    for row in rows:
        yield _named(names, row, delimiter)


def guess_delimiter(line: str) -> str:
    """The delimiter that cuts ``line`` into most cells; ``;`` wins a tie."""
    return max(DELIMITERS, key=lambda candidate: len(next(csv.reader([line], delimiter=candidate))))


def _chain(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest


def _rows(lines: Iterator[str], delimiter: str, max_field: int) -> Iterator[list[str]]:
    # The module's limit is the process's: it may only grow; ours is checked below.
    csv.field_size_limit(max(csv.field_size_limit(), max_field))
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        for row in reader:
            _check_cells(row, max_field)
            if row:
                yield row
    except csv.Error as error:
        raise SourceChanged(f"{error} (line {reader.line_num})", code="csv-malformed") from None


def _check_cells(row: list[str], max_field: int) -> None:
    if any(len(cell) > max_field for cell in row):
        raise csv.Error(f"a cell of more than {max_field} characters")


def _names(header: list[str]) -> list[str]:
    names: list[str] = []
    for number, cell in enumerate(header, start=1):
        name = base = cell.strip() or f"column_{number}"
        again = 2
        while name in names:
            name, again = f"{base}_{again}", again + 1
        names.append(name)
    return names


def _named(names: list[str], row: list[str], delimiter: str) -> dict[str, str]:
    record = dict.fromkeys(names, "")
    record.update(zip(names, row, strict=False))
    if len(row) > len(names):
        record[""] = delimiter.join(row[len(names) :])
    return record


def _lines(stream: BinaryIO, limit: int) -> Iterator[str]:
    first = stream.readline(limit)
    encoding = bom_encoding(first)
    if encoding in {"utf-16", "utf-32"}:
        yield from _wide_lines(first, stream, encoding)
        return
    line = first.removeprefix(b"\xef\xbb\xbf")
    while line:
        if len(line) >= limit:
            raise SourceChanged(f"a line of more than {limit} bytes", code="csv-malformed")
        yield _text(line)
        line = stream.readline(limit)


def _wide_lines(first: bytes, stream: BinaryIO, encoding: str) -> Iterator[str]:
    chained = io.BufferedReader(Prefixed(first, stream))
    try:
        yield from io.TextIOWrapper(chained, encoding=encoding, newline="")
    except UnicodeError as error:
        raise SourceChanged(f"not {encoding}: {error}", code="csv-malformed") from None


def _text(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return decode_cp1252(line)
