"""How each filter of the queue is read from a text: one table for the pages, the API and the alerts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from hub.review import typed
from hub.review.labels import LEVELS, MOMENTS, NATURES, OBLIGATIONS, REVIEWS, STAGES, STATUSES
from hub.store.queue import SORTS

Reader = Callable[[str], Any]

CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    "stage": STAGES,
    "status": STATUSES,
    "obligation": OBLIGATIONS,
    "level": LEVELS,
    "moment": MOMENTS,
    "review": REVIEWS,
    "nature": NATURES,
    "sort": dict.fromkeys(SORTS, ""),
}
"""The filters that name one of a few values, with the words of each."""


def _one_of(words: Mapping[str, str]) -> Reader:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f"« {text} » n’est pas une des valeurs {', '.join(words)}.")
        return text

    return read


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"« {text} » n’est pas une date comme 2026-09-01.") from None


READERS: Final[Mapping[str, Reader]] = {
    **{name: _one_of(words) for name, words in CHOICES.items()},
    **dict.fromkeys(("territory", "query", "buyer", "assignee"), str),
    **dict.fromkeys(("since", "deadline_from", "deadline_to"), _day),
    "trade": typed.trade,
    **dict.fromkeys(("amount_min", "amount_max"), typed.amount),
}
"""By the filter's name; a ``ValueError`` says in French why a text cannot be one."""
