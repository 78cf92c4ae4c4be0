"""Reading a list that comes in pages, whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from hub.plugin_api import HttpResponse, SourceChanged, SourceUnavailable

_READINGS: Final = 2
Record = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """One page. ``total`` is the count announced for the whole list, if there is one."""

    records: Sequence[Any]
    total: int | None
    last: bool


def whole(ask: Callable[[int], Page], what: str) -> list[Any]:
    """Every record of a list, each ``id`` once. ``ask`` gives the page of a number, from 1.

    Sources sort on names that are not unique, or change between two pages: a record may come twice and
    another not at all. The count tells, and the list is read once more.

    Raises ``SourceUnavailable`` (``count-mismatch``) when the second reading does not match either.
    """
    reading = Reading()
    for _ in range(_READINGS):
        reading = _reading(ask)
        if reading.is_whole:
            return list(reading.records.values())
    totals = " then ".join(map(str, reading.totals)) or "no count"
    raise SourceUnavailable(
        f"{what}: {len(reading.records)} records came, {totals} announced, {_READINGS} times",
        code="count-mismatch",
    )


@dataclass
class Reading:
    """What one reading gave: the records by identity, and the counts announced on the way."""

    records: dict[Any, Any] = field(default_factory=dict)
    totals: list[int] = field(default_factory=list)
    ended: bool = True

    @property
    def is_whole(self) -> bool:
        """Whether nothing can have slipped through. A count that moved means that the list did, even
        when the last one fits: one record left, so another was jumped over."""
        return self.ended and set(self.totals) <= {len(self.records)}


def _reading(ask: Callable[[int], Page]) -> Reading:
    reading, number = Reading(), 1
    while True:
        page = _ask(ask, number)
        if page is None:
            reading.ended = False
            return reading
        before = len(reading.records)
        for record in page.records:
            reading.records.setdefault(_identity(record, len(reading.records)), record)
        if page.total is not None and page.total not in reading.totals:
            reading.totals.append(page.total)
        if page.last or len(reading.records) == before:  # a source that gives the same page for ever
            return reading
        number += 1


def _ask(ask: Callable[[int], Page], number: int) -> Page | None:
    try:
        return ask(number)
    except SourceChanged as error:
        # The list grew shorter since the page before: this one no longer exists.
        if error.code == "not-found" and number > 1:
            return None
        raise


def _identity(record: Any, number: int) -> Any:
    found = record.get("id") if isinstance(record, dict) else None
    return found if isinstance(found, str | int) else ("without id", number)


def envelope(answer: HttpResponse, records: str, total: str) -> Record:
    """A page's object, with its list under ``records`` and its count under ``total``; else
    ``SourceChanged`` (``unexpected-answer``)."""
    value = answer.json()
    if not isinstance(value, dict) or not isinstance(value.get(records), list):
        raise unexpected(answer, f"no list under {records!r}")
    count = value.get(total)
    if not isinstance(count, int) or isinstance(count, bool) or count < 0:
        raise unexpected(answer, f"no count under {total!r}")
    return value


def unexpected(answer: HttpResponse, why: str) -> SourceChanged:
    """JSON, but not the answer that the source gives."""
    return SourceChanged(f"{answer.url}: {why}", code="unexpected-answer")
