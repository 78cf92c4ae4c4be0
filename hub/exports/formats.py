"""Which file each extension asks for, and what fits in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from hub.exports.edition import Edition
from hub.exports.nouns import NOUNS
from hub.plugin_api.errors import HubError

Json = dict[str, Any]
STYLES = ("fr", "plain")
_DATED = ("marches", "renewals")


@dataclass(frozen=True)
class Format:
    """``writer`` is ``module:function``, imported when it is used; ``items`` are what is counted."""

    name: str
    writer: str
    media: str
    items: tuple[str, str]
    nouns: tuple[str, ...] = tuple(NOUNS)

    def function(self) -> Callable[..., int]:
        """The writer."""
        module, _, name = self.writer.partition(":")
        found: Callable[..., int] = getattr(import_module(module), name)
        return found


_LINES, _ENTRIES, _EVENTS = ("ligne", "lignes"), ("entrée", "entrées"), ("date", "dates")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: Mapping[str, Format] = {
    each.name: each
    for each in (
        Format("csv", "hub.exports.tables_csv:write_csv", "text/csv; charset=utf-8", _LINES),
        Format("xlsx", "hub.exports.workbook:write_workbook", _XLSX, _LINES),
        Format("jsonl", "hub.exports.lines:write_lines", "application/x-ndjson", _LINES),
        Format("ics", "hub.exports.calendar_ics:write_calendar", "text/calendar", _EVENTS, _DATED),
        Format("atom", "hub.exports.feed_atom:write_feed", "application/atom+xml", _ENTRIES, _DATED),
    )
}


def format_of(path: Path, noun: str) -> Format:
    """The format that a file's extension asks for.

    Raises ``export-noun-invalid``, ``export-format-invalid`` (an extension we do not write) and
    ``export-unfit-invalid`` (employers and runs have no dates to come).
    """
    if noun not in NOUNS:
        raise _invalid("noun", f"« {noun} » ne s’exporte pas ; ce qui s’exporte : {', '.join(NOUNS)}.")
    known = ", ".join(f".{name}" for name in FORMATS)
    found = FORMATS.get(path.suffix.lower().removeprefix("."))
    if found is None:
        told = f"L’extension « {path.suffix} » n’est pas connue" if path.suffix else "Il manque une extension"
        raise _invalid("format", f"{told} ; les extensions : {known}.")
    if noun not in found.nouns:
        cause = f"Un fichier .{found.name} n’a de sens que pour {' et '.join(found.nouns)}, pas pour {noun}."
        raise _invalid("unfit", f"{cause} Les extensions possibles : {fitting(noun)}.")
    return found


def fitting(noun: str) -> str:
    """The extensions that a noun may have."""
    return ", ".join(f".{each.name}" for each in FORMATS.values() if noun in each.nouns)


def _invalid(what: str, cause: str) -> HubError:
    return HubError(cause, code=f"export-{what}-invalid", next_step="hub export --help")


def write(
    out: BinaryIO,
    noun: str,
    documents: Iterable[Json],
    edition: Edition,
    *,
    format_: str,
    style: str = "fr",
) -> int:
    """Write an export to a binary stream; returns how many lines, entries or events.

    ``style`` is ``fr`` or ``plain`` and concerns CSV alone. Documents are read once and not kept.
    """
    writer = FORMATS[format_].function()
    if format_ == "csv":
        writer = partial(writer, style=style)
    return writer(out, NOUNS[noun], documents, edition)
