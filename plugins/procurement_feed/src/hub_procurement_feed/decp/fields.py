"""The members of a DECP record, whichever way its publisher wrote them.

The same buyer stands under ``acheteur`` → ``id``, ``acheteur.id``, ``acheteur_id`` or, in the mirror of
the ministry, under lower-case names; ``"CDL"`` and ``"nan"`` stand for nothing. Lists come as objects,
objects as lists, and each item once, twice or not at all under its own name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

_JOINT: Final = re.compile(r"[,;|]")
_NOTHING: Final = frozenset({"", "cdl", "nan", "null", "none", "nat"})


def as_text(value: Any) -> str:
    """A scalar as it would be printed, without blanks around; ``""`` for nothing and for containers."""
    if isinstance(value, str):
        text = value.strip()
    elif isinstance(value, bool):
        text = str(value).lower()
    elif isinstance(value, float):
        text = f"{Decimal(repr(value)):f}"
        text = text.removesuffix(".0")
    else:
        text = str(value) if isinstance(value, int) else ""
    return "" if text.lower() in _NOTHING else text


def is_blank(value: Any) -> bool:
    """Whether a value says nothing."""
    return not value if isinstance(value, list | dict) else not as_text(value)


class Fields:
    """A record, asked by the official names of the 2022 schema, whatever the case and the nesting."""

    __slots__ = ("_members",)

    def __init__(self, record: Mapping[str, Any]) -> None:
        self._members = {str(name).strip().lower(): value for name, value in record.items()}

    def get(self, *path: str) -> Any:
        """The value under ``path``, nested or joined by a dot or an underscore; ``None`` when blank."""
        names = [name.lower() for name in path]
        for found in (self._nested(names), *(self._members.get(j.join(names)) for j in "._")):
            if not is_blank(found):
                return found
        return None

    def _nested(self, names: list[str]) -> Any:
        found = self._members.get(names[0])
        if len(names) == 1:
            return found
        if isinstance(found, list):
            found = next((item for item in found if isinstance(item, dict)), None)
        return Fields(found).get(*names[1:]) if isinstance(found, dict) else None

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
