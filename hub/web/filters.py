"""The queue's filters as query parameters, in the names of the command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hub.plugin_api.errors import HubError
from hub.review.labels import LEVELS, MOMENTS, OBLIGATIONS, REVIEWS, STAGES, STATUSES
from hub.store.queue import QueueFilter

CHOICES: dict[str, Mapping[str, str]] = {
    "stage": STAGES,
    "status": STATUSES,
    "obligation": OBLIGATIONS,
    "level": LEVELS,
    "moment": MOMENTS,
    "review": REVIEWS,
}


class FilterInvalid(HubError):
    """A filter has a value that it cannot have."""

    default_code = "filter-invalid"
    default_next_step = "Choisir une des valeurs proposées."


def read_filters(values: Mapping[str, str]) -> QueueFilter:
    """The filters; an empty value does not filter. Raises :class:`FilterInvalid`."""
    chosen = {name: value for name, value in values.items() if value}
    for name, words in CHOICES.items():
        if name in chosen and chosen[name] not in words:
            raise FilterInvalid(f"{name} : « {chosen[name]} » n’est pas une des valeurs {', '.join(words)}.")
    return QueueFilter(
        territory=chosen.get("territory"),
        since=_day(chosen.get("since")),
        query=chosen.get("query"),
        stage=chosen.get("stage"),
        status=chosen.get("status"),
        obligation=chosen.get("obligation"),
        level=chosen.get("level"),
        moment=chosen.get("moment"),
        review=chosen.get("review"),
    )


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise FilterInvalid(f"since : « {value} » n’est pas une date comme 2026-09-01.") from None


def read_number(values: Mapping[str, str], name: str, default: int, most: int) -> int:
    """A count between 0 and ``most``; raises :class:`FilterInvalid`."""
    text = values.get(name) or str(default)
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise FilterInvalid(f"{name} : « {text} » n’est pas un nombre.")
    return min(int(text), most)
