"""A list in the form that was asked for: a table to read, JSON lines or CSV to process."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hub.cli import out, words

if TYPE_CHECKING:
    from rich.console import RenderableType

Json = dict[str, Any]
ON_A_SCREEN = 20
# A spreadsheet would run a cell that begins so: the texts come from outside.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Shape:
    """How a kind of things is listed: its CSV columns, its table, and the word for nothing."""

    columns: Mapping[str, Callable[[Json], Any]]
    table: Callable[[Sequence[Json]], RenderableType]
    nothing: str


def shown(fmt: str, limit: int | None) -> int | None:
    """How many to ask for: what was asked, all for ``0``; a table on a terminal shows twenty."""
    if limit is None and fmt == "table" and sys.stdout.isatty():
        return ON_A_SCREEN
    return limit or None


def put(items: Sequence[Json], shape: Shape, fmt: str, *, total: int | None = None) -> None:
    """Print the list; ``total`` says how many there are in all."""
    if fmt == "jsonl":
        for item in items:
            out.line(item)
    elif fmt == "csv":
        out.raw(as_csv(items, shape.columns))
    elif not items:
        out.show(shape.nothing)
    else:
        out.show(shape.table(items))
        if total is not None and total > len(items):
            left = words.count(total - len(items), "autre")
            out.show(f"et {left} : --limit 0 montre tout, --format csv l’exporte.")


def as_document(items: Sequence[Json], total: int | None = None) -> Json:
    """A list as one document, as the pages' API answers it."""
    return {"items": list(items), "total": len(items) if total is None else total, "next": None}


def as_csv(items: Iterable[Json], columns: Mapping[str, Callable[[Json], Any]]) -> bytes:
    """UTF-8, commas, one header line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for item in items:
        writer.writerow([_cell(read(item)) for read in columns.values()])
    return text.getvalue().encode()


def _cell(value: Any) -> str:
    if isinstance(value, list | tuple):
        value = " ".join(str(each) for each in value)
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text
