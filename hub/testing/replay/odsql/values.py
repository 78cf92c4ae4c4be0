"""Comparing the values of a record with those of a clause."""

from __future__ import annotations

import operator
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

Row = Mapping[str, Any]
Literal = str | float | bool | datetime
Predicate = Callable[[Row], bool]

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def fold(text: str) -> str:
    """Lower case without accents."""
    bare = unicodedata.normalize("NFKD", text)
    return "".join(c for c in bare if not unicodedata.combining(c)).lower()


def values_of(row: Row, name: str) -> list[Any]:
    """The values of a field: none for null, several for a list."""
    value = row.get(name)
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def as_moment(value: Any) -> datetime | None:
    """A printed date or datetime as a moment in UTC, or ``None``."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def compare(sign: str, value: Any, literal: Literal) -> bool:
    """``value sign literal``; values of another kind never match."""
    if isinstance(literal, datetime):
        value = as_moment(value)
    elif isinstance(literal, str):
        value = value if isinstance(value, str) else None
    elif not isinstance(value, int | float):
        value = None
    return value is not None and COMPARISONS[sign](value, literal)


def contains_words(text: str, query: str) -> bool:
    """Each word of ``query`` begins a word of ``text``, whatever the accents and the case."""
    words = re.findall(r"\w+", fold(text))
    return all(any(w.startswith(q) for w in words) for q in re.findall(r"\w+", fold(query)))


def like(text: str, pattern: str) -> bool:
    """``%`` and ``*`` stand for anything; a pattern without them is looked for inside the text."""
    parts = [re.escape(p) for p in re.split(r"[%*]", fold(pattern))]
    if len(parts) == 1:
        return fold(pattern) in fold(text)
    return re.fullmatch(".*".join(parts), fold(text), re.DOTALL) is not None


def texts(row: Row, names: Iterable[str]) -> str:
    """The text of some fields, joined."""
    return " ".join(str(v) for name in names for v in values_of(row, name))


def sort_key(value: Any) -> tuple[int, Any]:
    """A key under which nulls come last and values of different kinds do not clash."""
    if isinstance(value, list):
        value = ",".join(map(str, value))
    if value is None:
        return (2, 0)
    return (0, value) if isinstance(value, int | float) else (1, str(value))
