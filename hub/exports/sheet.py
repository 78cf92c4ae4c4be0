"""One sheet of a workbook: heading, widths, formats, filter; a second sheet when it is full."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import accumulate
from typing import Any

from hub.exports.columns import Cell, Column, Kind
from hub.exports.formulas import is_formula
from hub.exports.texts import fitting, web_address

Json = dict[str, Any]
# Excel's limits, less a margin for the notes and for links that it counts twice when they have an anchor.
MAX_ROWS, MAX_LINKS, MAX_ADDRESS = 1_048_000, 32_000, 2_000
_FIRST_YEAR, _GREATEST = 1900, Decimal("9.99E+307")
# On paper, as many of the first columns as stay legible across a page.
_PRINTED_WIDTH = 260
_LINE = 15  # points
_CODES: dict[str, str] = {
    "whole": "#,##0",
    "number": "General",
    "count": "0",
    "money": "#,##0.00",
    "date": "dd/mm/yyyy",
    "datetime": "dd/mm/yyyy hh:mm",
}


class Formats:
    """The formats of a workbook, made once."""

    def __init__(self, book: Any) -> None:
        top = {"valign": "top"}
        self.heading = book.add_format(
            {
                "bold": True,
                "text_wrap": True,
                "valign": "vcenter",
                "align": "left",
                "indent": 1,
                "bg_color": "#DDE6F0",
                "bottom": 1,
            }
        )
        self.text = book.add_format({**top, "text_wrap": True, "align": "left", "indent": 1})
        # A text that looks like a formula stays a text even when a person edits its cell.
        self.quoted = book.add_format(
            {**top, "text_wrap": True, "align": "left", "indent": 1, "quote_prefix": True}
        )
        self.link = book.add_format(
            {**top, "align": "left", "indent": 1, "font_color": "#0563C1", "underline": 1}
        )
        self.note = book.add_format({"italic": True})
        self.codes = {name: book.add_format({**top, "num_format": code}) for name, code in _CODES.items()}


class Sheet:
    """Rows of documents under a heading, each as high as so many lines."""

    def __init__(
        self,
        book: Any,
        title: str,
        columns: Sequence[Column],
        formats: Formats,
        *,
        lines: int = 2,
        max_rows: int = MAX_ROWS,
    ) -> None:
        self._book, self._title, self._columns, self._formats = book, title, columns, formats
        self._lines, self._max_rows, self._pages = lines, max_rows, 0
        widths = accumulate(column.width for column in columns)
        self._printed = sum(1 for width in widths if width <= _PRINTED_WIDTH)
        self._turn()

    def add(self, document: Json) -> None:
        """Write a document in the next row."""
        if self._row > self._max_rows:
            self.finish()
            self._turn()
        for place, column in enumerate(self._columns):
            self._put(place, column.kind, column.read(document))
        self._row += 1

    def finish(self) -> None:
        """Put the filter on the rows that there are, and say what is printed."""
        self._sheet.autofilter(0, 0, self._row - 1, len(self._columns) - 1)
        if self._printed < len(self._columns):
            self._sheet.print_area(0, 0, self._row - 1, self._printed - 1)

    def note(self, text: str) -> None:
        """A remark under the rows, outside the filter."""
        self._row += 1
        self._sheet.write_string(self._row, 0, text, self._formats.note)

    def _turn(self) -> None:
        """Begin a sheet, the first or the next."""
        self._pages += 1
        self._row, self._links = 1, 0
        name = self._title if self._pages == 1 else f"{self._title} ({self._pages})"
        self._sheet = self._book.add_worksheet(name)
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)
        self._sheet.set_footer("&L&F&C&A&RPage &P / &N")
        for place, column in enumerate(self._columns):
            self._sheet.set_column(place, place, column.width)
        # One height for all: LibreOffice makes no room by itself, and each row's own would stay in memory.
        self._sheet.set_default_row(self._lines * _LINE)
        self._sheet.set_row(0, 2 * _LINE)
        for place, column in enumerate(self._columns):
            self._sheet.write_string(0, place, column.header, self._formats.heading)

    def _put(self, place: int, kind: Kind, value: Cell) -> None:
        if isinstance(value, Decimal) and abs(value) < _GREATEST:
            name = "whole" if kind == "number" and value == value.to_integral_value() else kind
            self._sheet.write_number(self._row, place, float(value), self._formats.codes[name])
        elif isinstance(value, date):
            self._day(place, kind, value)
        elif value:
            self._text(place, str(value))

    def _day(self, place: int, kind: Kind, value: date) -> None:
        if value.year < _FIRST_YEAR:  # the calendar of workbooks begins there
            self._text(place, value.isoformat())
            return
        # A workbook's times have no zone: these are told in Paris.
        bare = value.replace(tzinfo=None) if isinstance(value, datetime) else value
        self._sheet.write_datetime(self._row, place, bare, self._formats.codes[kind])

    def _text(self, place: int, value: str) -> None:
        if web_address(value) and len(value) <= MAX_ADDRESS and self._links < MAX_LINKS:
            self._links += 1
            self._sheet.write_url(self._row, place, value, self._formats.link)
            return
        style = self._formats.quoted if is_formula(value) else self._formats.text
        self._sheet.write_string(self._row, place, fitting(value), style)
