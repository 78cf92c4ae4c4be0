"""The members of a DECP record, whichever way its publisher wrote them.

The same buyer stands under ``acheteur`` → ``id``, ``acheteur.id``, ``acheteur_id`` or, in the mirror of
the ministry, under lower-case names; ``"CDL"`` and ``"nan"`` stand for nothing. Lists come as objects,
objects as lists, and each item once, twice or not at all under its own name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import Any, Final

_JOINT: Final = re.compile(r"[,;|]")
_NOTHING: Final = frozenset({"", "cdl", "nan", "null", "none", "nat"})


def as_text(value: Any) -> str:
    """A scalar as it would be printed, without blanks around; ``""`` for nothing and for containers."""
    if isinstance(value, str):
        text = value.strip()
        return "" if len(text) < 5 and text.lower() in _NOTHING else text
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0") if isfinite(value) else ""
    return str(value) if isinstance(value, int) else ""


def is_blank(value: Any) -> bool:
    """Whether a value says nothing."""
    return value is None or not (value if isinstance(value, list | dict) else as_text(value))


@lru_cache(maxsize=512)
def _names(path: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A path in lower case, and the names of columns that stand for it."""
    names = tuple(name.lower() for name in path)
    return names, (".".join(names), "_".join(names)) if len(names) > 1 else ()


class Fields:
    """A record, asked by the official names of the 2022 schema, whatever the case and the nesting."""

    __slots__ = ("_children", "_members")

    def __init__(self, record: Mapping[str, Any]) -> None:
        self._members = {str(name).strip().lower(): value for name, value in record.items()}
        self._children: dict[str, Fields | None] = {}

    def get(self, *path: str) -> Any:
        """The value under ``path``, nested or joined by a dot or an underscore; ``None`` when blank."""
        names, columns = _names(path)
        found = self._nested(names) if columns else self._members.get(names[0])
        if not is_blank(found):
            return found
        return next((value for name in columns if not is_blank(value := self._members.get(name))), None)

    def _nested(self, names: tuple[str, ...]) -> Any:
        child = self._child(names[0])
        return None if child is None else child.get(*names[1:])

    def _child(self, name: str) -> Fields | None:
        if name not in self._children:
            found = self._members.get(name)
            if isinstance(found, list):
                found = next((item for item in found if isinstance(item, dict)), None)
            self._children[name] = Fields(found) if isinstance(found, dict) else None
        return self._children[name]

    def text(self, *path: str) -> str:
        """The scalar under ``path`` as text."""
        return as_text(self.get(*path))


def entries(value: Any, name: str) -> Iterator[Fields]:
    """The objects of a list of ``name`` (``titulaire``), however often they are wrapped."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(reversed(item))
        elif isinstance(item, dict) and item:
            members = {str(key).strip().lower(): value for key, value in item.items()}
            if name not in members:
                yield Fields(item)
            else:  # {"titulaire": "id"}, where a converter went wrong, holds nothing
                waiting.append(members[name])


def words(value: Any, name: str) -> Iterator[str]:
    """The texts of a list of ``name`` (``technique``), cut at the marks that flat files join them with."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(reversed(item))
        elif isinstance(item, dict):
            waiting += [inner for key, inner in item.items() if str(key).strip().lower() == name]
        else:
            yield from (text for part in _JOINT.split(as_text(item)) if (text := as_text(part)))
