"""A data set of an Opendatasoft portal (Explore API v2.1): described, counted, exported whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from hub.plugin_api import HttpClient, HttpResponse, SourceChanged, SourceUnavailable, documents
from hub_procurement_feed import values
from hub_procurement_feed.boamp.streams import opened

_ROOT: Final = "/api/explore/v2.1/catalog/datasets"
Item = documents.JsonItem | documents.JsonDamage


@dataclass(frozen=True, slots=True)
class Description:
    """The types of the fields, the day of the last update, the number of records."""

    types: Mapping[str, str]
    processed: date | None
    count: int | None


@dataclass(frozen=True, slots=True)
class Dataset:
    """One data set, asked through the connector's session."""

    http: HttpClient
    name: str

    def path(self, leaf: str = "") -> str:
        """An address below the data set."""
        return f"{_ROOT}/{self.name}/{leaf}".rstrip("/")

    def describe(self) -> Description:
        """The data set's own page. Raises ``SourceChanged`` when it is none."""
        body = _checked(self.http.get(self.path())).json()
        metas, listed = _dict(_dict(body, "metas"), "default"), _dict(body).get("fields")
        if not isinstance(listed, list):
            raise SourceChanged(f"{{metas, fields}} was due from {self.path()}")
        types = {str(item.get("name")): str(item.get("type")) for item in listed if isinstance(item, dict)}
        return Description(types, _day(metas.get("data_processed")), _count(metas.get("records_count")))

    def total(self, where: str = "") -> int:
        """How many records answer to ``where``."""
        answer = _checked(self.http.get(self.path("records"), params=_asked(where) | {"limit": 1}))
        found = _count(_dict(answer.json()).get("total_count"))
        if found is None:
            raise SourceChanged(f"{{total_count, results}} was due from {answer.url}")
        return found

    def export(self, total: int, where: str = "", order_by: str = "") -> Iterator[Item]:
        """All records that answer to ``where``, streamed; ``total`` whole ones at least, or the answer was
        cut: ``SourceUnavailable``, so that the run is tried again."""
        params = _asked(where) | ({"order_by": order_by} if order_by else {})
        answer = _checked(self.http.get(self.path("exports/json"), params=params, stream=True))
        form, stream = opened(answer.iter_bytes())
        if form != "json":
            raise SourceChanged(f"JSON was due from {answer.url}, not {form}")
        found = 0
        for item in documents.iter_json_items(stream):
            found += isinstance(item, documents.JsonItem)
            yield item
        if found < total:
            raise SourceUnavailable(f"the export of {self.name} gave {found} records of {total}")


def literal(day: date, kind: str) -> str:
    """A day in a condition on a field of type ``kind``: a day typed as text is compared as text."""
    return f"'{day}'" if kind == "text" else f"date'{day}'"


def _asked(where: str) -> dict[str, Any]:
    return {"where": where} if where else {}


def _checked(answer: HttpResponse) -> HttpResponse:
    if answer.status_code >= 400:
        raise SourceChanged(f"HTTP {answer.status_code} from {answer.url}: {answer.content[:200]!r}")
    return answer


def _dict(value: Any, name: str = "") -> dict[str, Any]:
    found = value.get(name) if name and isinstance(value, dict) else value
    return found if isinstance(found, dict) else {}


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _day(value: Any) -> date | None:
    try:
        return values.day(value) if isinstance(value, str) else None
    except ValueError:
        return None
