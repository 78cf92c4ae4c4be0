"""CSV, in the way of a French spreadsheet or plain for programs."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from hub.exports.columns import Cell, Column
from hub.exports.edition import Edition
from hub.exports.formulas import neutral
from hub.exports.nouns import Noun
from hub.exports.sources import Sources
from hub.exports.texts import fitting

Json = dict[str, Any]


@dataclass(frozen=True)
class Style:
    """How cells are written. ``people``: French headers and words, texts cut to what Excel holds (it
    spills the rest over the rows below); else names, codes, ISO dates and whole texts."""

    people: bool
    delimiter: str
    point: str
    mark: bytes


STYLES = {
    "fr": Style(True, ";", ",", codecs.BOM_UTF8),
    "plain": Style(False, ",", ".", b""),
}


def write_csv(
    out: BinaryIO, noun: Noun, documents: Iterable[Json], edition: Edition, *, style: str = "fr"
) -> int:
    """Write one row a document in UTF-8, with CRLF; returns how many. See :data:`STYLES`."""
    how, sources = STYLES[style], Sources(edition)
    columns = [column for column in noun.columns(edition.territories) if how.people or column.name]
    out.write(how.mark)
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text, delimiter=how.delimiter, lineterminator="\r\n")
        writer.writerow([column.header if how.people else column.name for column in columns])
        rows = (_row(columns, sources.credited(document), how) for document in documents)
        return sum(1 for row in rows if writer.writerow(row))
    finally:
        text.detach()  # the file is the caller's to close


def _row(columns: Iterable[Column], document: Json, style: Style) -> list[str]:
    return [cell(column.read(document, plain=not style.people), style) for column in columns]


def cell(value: Cell, style: Style) -> str:
    """A value as it is written. Figures never look like ``1.23E+13``, and never like formulas."""
    if value is None:
        return ""
    if isinstance(value, str):
        return neutral(fitting(value) if style.people else value)
    if isinstance(value, Decimal):
        return _figure(value).replace(".", style.point)
    return _day(value, style)


def _figure(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _day(value: date, style: Style) -> str:
    if not style.people:
        return value.isoformat()
    # Not strftime: it writes the year 202 without its zero.
    day = f"{value.day:02}/{value.month:02}/{value.year:04}"
    return f"{day} {value:%H:%M}" if isinstance(value, datetime) else day
