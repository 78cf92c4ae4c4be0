"""Reading the ministry's mirror by day of publication, then the consolidated files that were asked for.

A contract comes again when it is modified, under the day on which the modification was published. A
:class:`Checkpoint` is given for a day once all data sets were read for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hub.plugin_api import Fetched, RawRecord, SourceChanged
from hub_procurement_feed.decp import resources
from hub_procurement_feed.decp.records import of_json
from hub_procurement_feed.decp.window import DAY, Context, Cursor, window
from hub_procurement_feed.ods import Dataset, literal

PUBLISHED: Final = "datepublicationdonnees"
_MODIFIED: Final = (
    "datepublicationdonneesmodificationmodification",
    "datepublicationdonneesmodification",
)
_LEAVE_OUT: Final = "To go on without this data set, list the others in HUB_DECP__DATASETS."


@dataclass(frozen=True, slots=True)
class Source:
    """A data set, and the types of its fields."""

    dataset: Dataset
    types: Mapping[str, str]

    def where(self, first: date, last: date) -> str:
        """The condition: published, or modified, in these days."""
        columns = [PUBLISHED, *(name for name in _MODIFIED if name in self.types)]
        return " or ".join(f"({self._between(name, first, last)})" for name in columns)

    def _between(self, name: str, first: date, last: date) -> str:
        kind = self.types[name]  # a moment of the last day is after its date: hence the day after
        return f"{name} >= {literal(first, kind)} and {name} < {literal(last + DAY, kind)}"


def described(ctx: Context) -> list[Source]:
    """The data sets of the settings. Raises ``SourceChanged`` for one that is gone, or that has no day of
    publication: a data set left out in silence would be missed for ever."""
    return [_described(Dataset(ctx.http, name)) for name in ctx.settings.datasets]


def _described(dataset: Dataset) -> Source:
    name = dataset.name
    try:
        types = dataset.describe().types
    except SourceChanged as error:
        raise SourceChanged(f"{name}: {error.cause}", code=error.code, next_step=_LEAVE_OUT) from None
    if PUBLISHED not in types:
        seen = ", ".join(sorted(types)[:8])
        raise SourceChanged(
            f"{name} has no field {PUBLISHED}, but {seen}", code="decp-fields-changed", next_step=_LEAVE_OUT
        )
    return Source(dataset, types)


def fetch(ctx: Context, since: str | None) -> Iterator[Fetched]:
    """The contracts published in the window, then the resources whose version is new."""
    cursor = Cursor.read(since, ctx.today)
    asked = window(ctx, cursor)
    sources = described(ctx)
    for first, last in asked.spans():
        for source in sources:
            yield from _span(source, first, last)
        cursor = cursor if asked.gap else cursor.reaching(last)
        yield cursor.checkpoint()
    for name in ctx.settings.resources:
        version = yield from resources.read(ctx, name, cursor.seen.get(name))
        cursor = cursor.having(name, version)
        yield cursor.checkpoint()


def _span(source: Source, first: date, last: date) -> Iterator[RawRecord]:
    where = source.where(first, last)
    total = source.dataset.total(where)
    if not total:
        return
    origin = f"{source.dataset.path('exports/json')}?{where}"
    for number, item in enumerate(source.dataset.export(total, where, order_by=PUBLISHED)):
        yield of_json(item, origin, number).raw
