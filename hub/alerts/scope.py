"""What an alert is about: filters of the queue, within what its person may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from hub.review.asked import READERS
from hub.store.queue import QueueFilter

_LASTING: Final = (
    *("territory", "certainty", "trade", "buyer", "nature", "query", "amount_min", "amount_max", "within"),
)
"""What is true of a marché for ever, and so of its renewal too."""


@dataclass(frozen=True)
class Scope:
    """``name`` for people; ``link`` is the path of the list that the filters make."""

    name: str
    filters: QueueFilter
    link: str
    place: str | None = None

    @property
    def lasting(self) -> QueueFilter | None:
        """The filters that also choose renewals, beyond territory and trade; ``None`` for none."""
        kept = {name: getattr(self.filters, name) for name in _LASTING}
        more = any(kept[name] for name in _LASTING if name not in ("territory", "trade", "within"))
        return QueueFilter(**kept) if more else None


def filters_of(saved: Mapping[str, Any]) -> QueueFilter:
    """The filters of a saved search, in the names of the queue's address. What cannot be read any more
    does not filter; neither does ``unread``, since a digest knows what it told, nor ``sort``, since it has
    its own order."""
    found: dict[str, Any] = {}
    for name, read in READERS.items():
        text = str(saved.get(name) or "")
        if text and name != "sort":
            try:
                found[name] = read(text)
            except ValueError:
                continue
    return QueueFilter(**found)


def scope_of(
    search: Mapping[str, Any] | None,
    territory: str | None,
    labels: Mapping[str, str],
    within: tuple[str, ...],
) -> Scope:
    """Of a saved search ``{name, filters}``, of a territory, or of the whole queue; ``within`` are the
    territories that the person may see, none for all."""
    if search is not None:
        filters = replace(filters_of(search["filters"]), within=within)
        place = labels.get(filters.territory or "")
        return Scope(str(search["name"]), filters, _link(search["filters"]), place)
    if territory is not None:
        name = labels.get(territory, territory)
        filters = QueueFilter(territory=territory, within=within)
        return Scope(name, filters, _link({"territory": territory}), name)
    return Scope("tous les marchés", QueueFilter(within=within), "/")


def _link(saved: Mapping[str, Any]) -> str:
    kept = {name: value for name, value in saved.items() if value and name not in ("cursor", "unread")}
    return "/?" + urlencode(kept) if kept else "/"
