"""A workbook that opens well in Excel and LibreOffice, prints well, and runs nothing.

Rows go to disk as they come (XlsxWriter's ``constant_memory``); texts are written as texts whatever
they begin with.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

import xlsxwriter  # type: ignore[import-untyped]

from hub.exports.columns import Column
from hub.exports.edition import Edition
from hub.exports.nouns import Noun
from hub.exports.sheet import Formats, Sheet
from hub.exports.sources import Sources
from hub.review.printed import PARIS

Json = dict[str, Any]
_SOURCES = (
    Column("connector", "Connecteur", "connector", width=16),
    Column("title", "Source", "title", width=44),
    Column("publisher", "Éditeur", "publisher", width=44),
    Column("licence", "Licence", "licence", width=44),
    Column("read", "Lue le", "read", "datetime", width=18),
)
_REMARK = "Les heures d’insertion sont des ordres de grandeur, à valider avec l’acheteur."


def write_workbook(out: BinaryIO, noun: Noun, documents: Iterable[Json], edition: Edition) -> int:
    """Write a sheet of documents, a sheet for each part of them (lots), and the sheet « Sources ».

    Returns how many documents. ``out`` need not be seekable.
    """
    with TemporaryDirectory(prefix="passerelle-") as folder:
        book = xlsxwriter.Workbook(out, {"constant_memory": True, "tmpdir": folder})
        try:
            rows = _fill(book, noun, documents, edition)
        except BaseException:
            _drop(book)
            raise
        book.close()
    return rows


def _drop(book: Any) -> None:
    """Close the sheets' temporary files without writing the workbook."""
    for sheet in book.worksheets():
        sheet._opt_close()


def _fill(book: Any, noun: Noun, documents: Iterable[Json], edition: Edition) -> int:
    _describe(book, edition)
    formats, sources, rows = Formats(book), Sources(edition), 0
    main = Sheet(book, noun.title, noun.columns(edition.territories), formats, lines=noun.lines)
    parts = [
        (part.rows, Sheet(book, part.title, part.columns, formats, lines=part.lines)) for part in noun.parts
    ]
    for document in documents:
        main.add(sources.credited(document))
        for inside, sheet in parts:
            for row in inside(document):
                sheet.add(row)
        rows += 1
    for sheet in (main, *(sheet for _, sheet in parts)):
        sheet.finish()
    _credit(Sheet(book, "Sources", _SOURCES, formats), sources, edition)
    return rows


def _describe(book: Any, edition: Edition) -> None:
    book.set_properties(
        {
            "title": edition.title,
            "subject": "Clauses sociales d’insertion dans les marchés publics",
            "author": "Passerelle",
            "comments": "Sources, licences et dates de lecture : feuille « Sources ».",
            # The workbook's time has no zone and is read as UTC.
            "created": edition.generated.astimezone(UTC).replace(tzinfo=None),
        }
    )


def _credit(sheet: Sheet, sources: Sources, edition: Edition) -> None:
    for credit in sources.used:
        sheet.add(credit)
    sheet.finish()
    made = edition.generated.astimezone(PARIS)
    sheet.note(f"{edition.title}. Document établi le {made:%d/%m/%Y à %H:%M} avec Passerelle.")
    sheet.note(_REMARK)
