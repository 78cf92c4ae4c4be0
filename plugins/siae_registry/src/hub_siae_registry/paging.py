"""Reading a list that comes in pages, whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
    found, total = 0, 0
    for _ in range(_READINGS):
        records, announced = _reading(ask)
        if announced is None or len(records) == announced:
            return records
        found, total = len(records), announced
    raise SourceUnavailable(
        f"{what}: {total} records were announced, {found} came, {_READINGS} times", code="count-mismatch"
    )


def _reading(ask: Callable[[int], Page]) -> tuple[list[Any], int | None]:
    known: dict[Any, Any] = {}
    total: int | None = None
    number = 1
    while True:
        page = _ask(ask, number)
        before = len(known)
        for record in page.records:
            known.setdefault(_identity(record, len(known)), record)
        total = page.total if page.total is not None else total
        if page.last or len(known) == before:  # a source that gives the same page for ever
            return list(known.values()), total
        number += 1


def _ask(ask: Callable[[int], Page], number: int) -> Page:
    try:
        return ask(number)
    except SourceChanged as error:
        # The list grew shorter since the page before: this one no longer exists.
        if error.code == "not-found" and number > 1:
            return Page((), None, last=True)
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
