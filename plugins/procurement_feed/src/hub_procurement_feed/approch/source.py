"""The whole data set, each time: it is small, and its records have no day of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hub.plugin_api import FetchContext, Fetched, RawRecord, Skipped, SnapshotComplete, documents
from hub_procurement_feed.approch.records import is_project, raw_record
from hub_procurement_feed.approch.settings import ApprochSettings
from hub_procurement_feed.boamp.streams import opened
from hub_procurement_feed.ods import Dataset

Context = FetchContext[ApprochSettings]
_CHUNK: Final = 64 * 1024
_PATIENCE: Final = 100


def fetch(ctx: Context) -> Iterator[Fetched]:
    """Every project, then the word that all were read: absence means something only after it.

    Raises ``SourceUnavailable`` when the export holds fewer projects than the portal counts.
    """
    dataset = Dataset(ctx.http, ctx.settings.dataset)
    read_on = dataset.describe().processed or ctx.today
    total = dataset.total()
    origin = dataset.path("exports/json")
    for number, item in enumerate(dataset.export(total)):
        yield raw_record(item, origin, number, read_on)
    yield SnapshotComplete(expected=total)


def read(ctx: Context, path: Path) -> Iterator[RawRecord | Skipped]:
    """The projects of a JSON file or archive; ``ctx.today`` stands for the day of the data."""
    for member in documents.iter_members(path):
        with member.open() as source:
            form, stream = opened(iter(lambda source=source: source.read(_CHUNK), b""))  # type: ignore[misc]
            if form != "json":
                yield Skipped(member.origin, f"a {form} file, where APProch comes as JSON")
                continue
            items = documents.iter_json_items(stream, ("results", "records"))
            raws = (raw_record(item, member.origin, n, ctx.today) for n, item in enumerate(items))
            yield from _recognised(raws, member.origin)


def _recognised(raws: Iterator[RawRecord], origin: str) -> Iterator[RawRecord | Skipped]:
    waiting: list[RawRecord] = []
    for raw in raws:
        waiting.append(raw)
        if is_project(raw):
            yield from waiting
            yield from raws
            return
        if len(waiting) > _PATIENCE:
            break
    yield Skipped(origin, "JSON without any project that has a code and a libelle")
