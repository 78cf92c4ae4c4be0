"""The queue's filters as query parameters, in the names of the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from hub.plugin_api.errors import HubError
from hub.review import typed
from hub.review.labels import LEVELS, MOMENTS, NATURES, OBLIGATIONS, REVIEWS, STAGES, STATUSES
from hub.store.queue import SORTS, QueueFilter

CHOICES: dict[str, Mapping[str, str]] = {
    "stage": STAGES,
    "status": STATUSES,
    "obligation": OBLIGATIONS,
    "level": LEVELS,
    "moment": MOMENTS,
    "review": REVIEWS,
    "nature": NATURES,
    "sort": dict.fromkeys(SORTS, ""),
}
_DAYS = ("since", "deadline_from", "deadline_to")
_TYPED: dict[str, Callable[[str], Any]] = {
    "trade": typed.trade,
    "amount_min": typed.amount,
    "amount_max": typed.amount,
}
_TEXTS = ("territory", "query", "buyer", "assignee")


class FilterInvalid(HubError):
    """A filter has a value that it cannot have."""

    default_code = "filter-invalid"
    default_next_step = "Choisir une des valeurs proposées."


def read_filters(values: Mapping[str, str], person: str | None = None) -> QueueFilter:
    """The filters; an empty value does not filter, and ``unread`` asks for what is unread by ``person``.
    Raises :class:`FilterInvalid`."""
    chosen = {name: value for name, value in values.items() if value}
    for name, words in CHOICES.items():
        if name in chosen and chosen[name] not in words:
            raise FilterInvalid(f"{name} : « {chosen[name]} » n’est pas une des valeurs {', '.join(words)}.")
    found: dict[str, Any] = {name: chosen[name] for name in (*CHOICES, *_TEXTS) if name in chosen}
    found.update({name: _day(name, chosen[name]) for name in _DAYS if name in chosen})
    found.update({name: _typed(name, chosen[name]) for name in _TYPED if name in chosen})
    return QueueFilter(**found, unread=person if "unread" in chosen else None)


def _day(name: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise FilterInvalid(f"{name} : « {value} » n’est pas une date comme 2026-09-01.") from None


def _typed(name: str, value: str) -> Any:
    try:
        return _TYPED[name](value)
    except ValueError as error:
        raise FilterInvalid(f"{name} : {error}") from None


def read_number(values: Mapping[str, str], name: str, default: int, most: int) -> int:
    """A count between 0 and ``most``; raises :class:`FilterInvalid`."""
    text = values.get(name) or str(default)
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise FilterInvalid(f"{name} : « {text} » n’est pas un nombre.")
    return min(int(text), most)
