"""The workbook that the federation sends: one sheet, one row a GEIQ."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from hub.plugin_api import Employer, RawRecord, Skipped, SourceChanged
from hub_siae_registry import values
from hub_siae_registry.fields import Fields
from hub_siae_registry.geiq.land import PRIVACY
from hub_siae_registry.landing import raw_record

COLUMNS: Final = ("Nom", "Rue", "Rue (suite)", "Code Postal", "Ville", "SIRET", "e-mail")
_MAX_UNPACKED: Final = 64 * 1024 * 1024
_MAX_ROWS: Final = 20_000
Row = dict[str, Any]


def read(path: Path) -> Iterator[RawRecord | Skipped]:
    """The rows as raw records; ``Skipped`` for another workbook."""
    rows = _rows(path)
    names = [_cell(cell) or "" for cell in next(rows, ())]
    if not {"Nom", "SIRET", "Code Postal"} <= set(names):
        yield Skipped(str(path), "a workbook without the columns Nom, SIRET and Code Postal of the GEIQ list")
        return
    empty = True
    for cells in rows:
        row = {name: _cell(cell) for name, cell in zip(names, cells, strict=False) if name in COLUMNS}
        if any(row.values()):
            empty = False
            yield raw_record(_key(row), row, str(path), PRIVACY)
    if empty:
        yield Skipped(str(path), "a GEIQ list without rows: it changes nothing")


def _rows(path: Path) -> Iterator[tuple[Any, ...]]:
    _refuse_bomb(path)
    try:
        yield from _sheet(path)
    except SourceChanged:
        raise
    except Exception as error:  # noqa: BLE001 (the library raises a dozen types for a damaged file)
        raise SourceChanged(
            f"{path} is a damaged workbook ({type(error).__name__})",
            code="workbook-damaged",
            next_step="Open it in a spreadsheet, save it again as XLSX, then read it again.",
        ) from None


def _sheet(path: Path) -> Iterator[tuple[Any, ...]]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    sheet = book.worksheets[0]
    # The file may claim a single row: the sheet's own rows are counted instead.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(values_only=True)):
        if number > _MAX_ROWS:
            raise SourceChanged(f"{path} has more than {_MAX_ROWS} rows", code="workbook-too-large")
        yield row
    book.close()


def _refuse_bomb(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(info.file_size for info in archive.infolist())
    if unpacked > _MAX_UNPACKED:
        raise SourceChanged(f"{path} unpacks to {unpacked} bytes", code="archive-bomb")


def _cell(value: Any) -> str | None:
    try:
        return values.text(value)
    except ValueError:
        return str(value)


def _key(row: Row) -> str:
    """The SIRET's digits, else the name and post code: the file has no number of its own."""
    digits = re.sub(r"\D", "", row.get("SIRET") or "")
    if digits:
        return f"liste/{digits}"
    name = re.sub(r"\W+", "-", (row.get("Nom") or "").casefold()).strip("-")
    return f"liste/{name}-{row.get('Code Postal') or ''}" if name else ""


def is_row(record: Row) -> bool:
    """Whether a record is a row of the workbook."""
    return "Nom" in record and "SIRET" in record


def employer(row: Row) -> Employer:
    """The GEIQ of a row. The SIRET may hold spaces, the post code may have lost its leading zero."""
    fields = Fields(row)
    who = fields.identity("SIRET")
    return Employer(
        key=_key(row),
        kind="GEIQ",
        name=fields.name("Nom"),
        siret=who.siret,
        siren=who.siren,
        antenna=who.antenna,
        address=fields.address(street=("Rue", "Rue (suite)"), postcode="Code Postal", city="Ville"),
        email=fields.email("e-mail"),
        findings=tuple(fields.findings),
    )
