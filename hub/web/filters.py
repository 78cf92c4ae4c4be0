"""The queue's filters as query parameters, in the names of the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.plugin_api.errors import HubError
from hub.review.asked import CHOICES, READERS
from hub.store.queue import QueueFilter

__all__ = ["CHOICES", "FilterInvalid", "read_filters", "read_number"]


class FilterInvalid(HubError):
    """A filter has a value that it cannot have."""

    default_code = "filter-invalid"
    default_next_step = "Choisir une des valeurs proposées."


def read_filters(values: Mapping[str, str], person: str | None = None) -> QueueFilter:
    """The filters; an empty value does not filter, and ``unread`` asks for what is unread by ``person``.
    Raises :class:`FilterInvalid`."""
    chosen = {name: value for name, value in values.items() if value}
    found = {name: _read(name, chosen[name]) for name in READERS if name in chosen}
    return QueueFilter(**found, unread=person if "unread" in chosen else None)


def _read(name: str, value: str) -> Any:
    try:
        return READERS[name](value)
    except ValueError as error:
        raise FilterInvalid(f"{name} : {error}") from None


def read_number(values: Mapping[str, str], name: str, default: int, most: int) -> int:
    """A count between 0 and ``most``; raises :class:`FilterInvalid`."""
    text = values.get(name) or str(default)
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise FilterInvalid(f"{name} : « {text} » n’est pas un nombre.")
    return min(int(text), most)
