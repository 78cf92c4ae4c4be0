"""A column: where its value is in a document, what kind of value, how it is headed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from hub.exports.texts import legal, web_address
from hub.review.printed import PARIS

Json = dict[str, Any]
Cell = str | Decimal | date | datetime | None
Kind = Literal["text", "list", "sentences", "count", "number", "money", "date", "datetime", "url"]


@dataclass(frozen=True)
class Column:
    """``header`` is French; ``name`` heads the plain style, where scripts rely on it, and ``None`` leaves
    the column to people. ``path`` is dotted; it passes through lists (``notices.url``).

    ``words`` tells a code to people; the plain style keeps the code. ``width`` counts characters.
    """

    name: str | None
    header: str
    path: str
    kind: Kind = "text"
    words: Callable[[Any], str] | None = None
    width: int = 14

    def read(self, document: Json, *, plain: bool = False) -> Cell:
        """The value, typed. What is not of the column's kind stays a text: nothing is lost."""
        value = dig(document, self.path)
        if value is None:
            return None
        return _READERS[self.kind](self, value, plain)

    def told(self, value: Any, plain: bool) -> str:
        """One value as a text."""
        if self.words is not None and not plain:
            return legal(self.words(value))
        return str(value).lower() if isinstance(value, bool) else legal(value)


def dig(value: Any, path: str) -> Any:
    """What stands at a dotted path; ``None`` where it stops; the values of each item of a list."""
    for step in path.split("."):
        value = [_step(item, step) for item in value] if isinstance(value, list) else _step(value, step)
    return value


def _step(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, Mapping) else None


def _text(column: Column, value: Any, plain: bool) -> Cell:
    return column.told(value, plain)


def _list(column: Column, value: Any, plain: bool) -> Cell:
    separator = "|" if plain else "\n" if column.kind == "sentences" else ", "
    told = (column.told(item, plain) for item in _items(value))
    return separator.join(text for text in told if text) or None


def _items(value: Any) -> Iterable[Any]:
    return [item for item in value if item is not None] if isinstance(value, list) else [value]


def _count(column: Column, value: Any, plain: bool) -> Cell:
    return Decimal(len(list(_items(value))))


def _number(column: Column, value: Any, plain: bool) -> Cell:
    with suppress(InvalidOperation):
        number = Decimal(str(value))
        return number if number.is_finite() else None
    return column.told(value, plain)


def _date(column: Column, value: Any, plain: bool) -> Cell:
    """Of several days the earliest: every source was read on that day or since."""
    told = min(map(str, _items(value)), default=None)
    found = when(told)
    return found.date() if isinstance(found, datetime) else found or (legal(told) if told else None)


def _datetime(column: Column, value: Any, plain: bool) -> Cell:
    return when(value) or legal(value)


def when(value: Any) -> date | datetime | None:
    """An ISO date, or an ISO time in Paris; ``None`` when it is neither."""
    with suppress(ValueError, OverflowError):
        text = str(value)
        if "T" not in text:
            return date.fromisoformat(text)
        found = datetime.fromisoformat(text)
        return found.astimezone(PARIS) if found.tzinfo else found.replace(tzinfo=PARIS)
    return None


def _url(column: Column, value: Any, plain: bool) -> Cell:
    """Of several addresses the last that may be followed, else the last as it is."""
    given = [legal(item) for item in _items(value)]
    followed = [item for item in given if web_address(item)]
    return next(reversed(followed or given), None)


_READERS: Mapping[Kind, Callable[[Column, Any, bool], Cell]] = {
    "text": _text,
    "list": _list,
    "sentences": _list,
    "count": _count,
    "number": _number,
    "money": _number,
    "date": _date,
    "datetime": _datetime,
    "url": _url,
}
