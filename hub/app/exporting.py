"""Exports: what a list shows, all of it, in a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from hub.app.credits import Credits
from hub.app.desk import Desk
from hub.app.operate import Operations
from hub.plugin_api.errors import HubError
from hub.store.queue import QueueFilter

if TYPE_CHECKING:
    from hub.exports import Edition

Json = dict[str, Any]
_PAGE = 1000


@dataclass(frozen=True)
class Exported:
    """What was written: ``count`` lines, entries or dates, as ``format`` counts them."""

    noun: str
    path: Path
    format: str
    style: str
    count: int


class Exporting(Desk, Operations, Credits):
    """The four exports. ``filters`` are those of the list: a ``QueueFilter`` for marches, an
    ``EmployerFilter`` for employers, the arguments of :meth:`renewals` and :meth:`runs` as a mapping."""

    def export(
        self, noun: str, filters: Any, to: Path, format: str | None = None, style: str = "fr"
    ) -> Exported:
        """Write all that the filters select to a file, in the format of its extension or the one given.

        The file takes its place when it is whole. Raises ``export-noun-invalid``,
        ``export-format-invalid``, ``export-unfit-invalid``, ``export-not-written``.
        """
        from hub.exports import format_of, replacing

        name = format_of(to if format is None else Path(f"x.{format}"), noun).name
        with replacing(to) as out:
            count = self.export_to(out, noun, filters, name, style)
        return Exported(noun, to, name, style, count)

    def export_to(
        self,
        out: BinaryIO,
        noun: str,
        filters: Any,
        format: str,
        style: str = "fr",
        *,
        base_url: str | None = None,
        address: str | None = None,
    ) -> int:
        """Write an export to a binary stream, for the pages; returns how many lines, entries or dates."""
        from hub.exports import NOUNS, write

        edition = self._edition(self._export_title(NOUNS[noun].title, filters), base_url, address)
        return write(out, noun, self._exported(noun, filters), edition, format_=format, style=style)

    def export_one(
        self,
        out: BinaryIO,
        noun: str,
        document: Json,
        format: str,
        *,
        base_url: str | None = None,
        address: str | None = None,
    ) -> int:
        """Write one document that is at hand, as :meth:`export_to` does."""
        from hub.exports import write

        return write(
            out, noun, [document], self._edition(document["title"], base_url, address), format_=format
        )

    def _edition(self, title: str, base_url: str | None, address: str | None) -> Edition:
        from hub.exports import Edition

        return Edition(
            title=title,
            generated=self.clock.now(),
            credits=self.credits(),
            territories=self.territory_labels(),
            base_url=base_url,
            address=address,
        )

    def _export_title(self, title: str, filters: Any) -> str:
        chosen = filters.get("territory") if isinstance(filters, Mapping) else filters and filters.territory
        place = self.territory_labels().get(chosen, chosen) if chosen else None
        return f"{title}, {place}" if place else title

    def _exported(self, noun: str, filters: Any) -> Iterator[Json]:
        if noun == "marches":
            return self._every_marche(filters or QueueFilter())
        if noun == "employers":
            return self._every_employer(filters)
        if noun == "renewals":
            return iter(self.renewals(**(filters or {})))
        if noun == "runs":
            return iter(self.runs(limit=None, **(filters or {})))
        raise HubError(f"Nothing is exported under the name {noun}.", code="export-noun-invalid")

    def _every_marche(self, filters: QueueFilter) -> Iterator[Json]:
        """The queue, a page at a time within one reading: all of it would not fit in memory."""
        from hub.review import queue

        with self.store.read() as connection:
            start = 0
            while page := queue.listed(connection, filters, limit=_PAGE, offset=start):
                yield from page
                start += len(page)

    def _every_employer(self, filters: Any) -> Iterator[Json]:
        start = 0
        while page := self.employers(filters, limit=_PAGE, offset=start):
            yield from page
            start += len(page)
