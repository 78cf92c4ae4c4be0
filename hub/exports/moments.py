"""Where a document is, when it last changed, and what it is called for ever."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid5

from hub.exports.columns import when
from hub.exports.edition import Edition
from hub.exports.texts import web_address
from hub.review.printed import PARIS

Json = dict[str, Any]
# Never to be changed: calendars and feed readers know our things by what is made from it.
_NAMESPACE = UUID("7d1c2a52-3f0e-5b9c-9a74-51f0f5a3c1de")


def urn(*names: str) -> str:
    """A name that stays the same from one export to the next: ``urn:uuid:…``."""
    return uuid5(_NAMESPACE, "\n".join(names)).urn


def id_of(document: Json) -> str:
    """The marché's id, of a renewal too."""
    return str(document.get("marche_id") or document["id"])


def changed(document: Json, edition: Edition) -> datetime:
    """When the last notice was published or the last decision taken; else when the export was made."""
    told = [notice["published"] for notice in document["notices"]]
    told.append((document.get("review") or {}).get("updated"))
    found = [_instant(day) for day in map(when, filter(None, told)) if day]
    return max(found, default=edition.generated)


def first_published(document: Json) -> datetime | None:
    """When the first notice was published."""
    found = [_instant(day) for notice in document["notices"] if (day := when(notice["published"]))]
    return min(found, default=None)


def _instant(day: date | datetime) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, time(), PARIS)


def notice_address(document: Json) -> str | None:
    """Where the last notice can be read."""
    found = [url for notice in document["notices"] if (url := web_address(notice["url"]))]
    return found[-1] if found else None
