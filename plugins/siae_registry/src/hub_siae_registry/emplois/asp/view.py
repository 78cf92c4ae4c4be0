"""One view: ``DEB<view><day>_<time>``, a header, rows cut by ``|``, ``FIN<number of rows>``.

Nothing is quoted: a lone ``"`` is a character like any other, so this is no CSV.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Final

from hub.plugin_api import SourceChanged, documents
from hub_siae_registry.landing import Damage

STRUCTURES: Final = "Structure"
ANNEXES: Final = "AnnexeFinanciere"
_FIRST: Final = re.compile(r"DEB([A-Za-z]+)(\d\d)(\d\d)(\d{4})_\d{6}\|*")
_LAST: Final = re.compile(r"FIN(\d+)\|*")
_LONGEST_LINE: Final = 1024 * 1024
_IMPERSONAL: Final = 11
"""The first columns of the Structure view, up to the convention collective: they name nobody."""

Row = dict[str, str]


def is_view(head: bytes) -> bool:
    """Whether a document begins as a view does."""
    return re.match(rb"DEB[A-Za-z]+\d{8}_\d{6}\|", head) is not None


@dataclass(frozen=True)
class View:
    """A view and its day. ``rows`` are read as they come."""

    name: str
    day: date
    rows: Iterator[Row | Damage]


def open_view(stream: BinaryIO, origin: str) -> View:
    """The view in ``stream``. Its rows end with ``SourceChanged`` when the last line is missing
    (``asp-no-footer``) or counts other rows than came (``asp-count-mismatch``)."""
    lines = _lines(stream)
    first = _FIRST.fullmatch(next(lines, ""))
    names = next(lines, "").split("|")
    if not first or len(names) < 2:
        raise SourceChanged(f"{origin}: not the first lines of an ASP view", code="asp-no-header")
    day = _day(int(first[4]), int(first[3]), int(first[2]), origin)
    return View(first[1], day, _rows(lines, names, origin))


def _day(year: int, month: int, day: int, origin: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise SourceChanged(f"{origin}: {day}/{month}/{year} is no day", code="asp-no-header") from None


def _lines(stream: BinaryIO) -> Iterator[str]:
    while line := stream.readline(_LONGEST_LINE):
        yield documents.decode_text(line)[0].rstrip("\r\n")


def _rows(lines: Iterator[str], names: list[str], origin: str) -> Iterator[Row | Damage]:
    count = 0
    for line in lines:
        if last := _LAST.fullmatch(line):
            _compare(int(last[1]), count, origin)
            return
        if not line:
            continue
        count += 1
        cells = line.split("|")
        if len(cells) == len(names):
            yield dict(zip(names, cells, strict=True))
        else:
            yield Damage("|".join(cells[:_IMPERSONAL]).encode(), f"{len(cells)} cells, not {len(names)}")
    raise SourceChanged(
        f"{origin} has no FIN line: it is cut short after {count} rows",
        code="asp-no-footer",
        next_step="Fetch the file again from the ASP.",
    )


def _compare(announced: int, count: int, origin: str) -> None:
    if announced != count:
        raise SourceChanged(
            f"{origin} announces {announced} rows and holds {count}",
            code="asp-count-mismatch",
            next_step="Fetch the file again from the ASP.",
        )
