"""Connectors wrong in ``parse`` and ``read``, and in what they let out."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from saboteurs.good import Feed, FeedSettings

from hub.plugin_api import Fetched, RawRecord, Skipped


class Renames(Feed):
    def parse(self, raw: RawRecord) -> Sequence[Any]:
        return [record.model_copy(update={"key": f"feed:{record.key}"}) for record in super().parse(raw)]


class AsksTheHour(Feed):
    def parse(self, raw: RawRecord) -> Sequence[Any]:
        assert time.time() > 0
        return super().parse(raw)


class DislikesLongTitles(Feed):
    def parse(self, raw: RawRecord) -> Sequence[Any]:
        records = super().parse(raw)
        if len(records[0].title) > 4000:
            raise ValueError("too long")
        return records


class Scribbles(Feed):
    def parse(self, raw: RawRecord) -> Sequence[Any]:
        records = super().parse(raw)
        object.__setattr__(raw, "published", None)
        return records


class TellsWho(Feed):
    """Lets the contact land."""

    def raw(self, row: dict[str, Any]) -> RawRecord:
        kept = super().raw(row)
        payload = json.dumps(row, sort_keys=True).encode()
        return RawRecord(kept.key, payload, kept.media, kept.origin, kept.published)


class LogsItsKey(Feed):
    def fetch(self, ctx: Any, since: str | None) -> Iterator[Fetched]:
        settings: FeedSettings = ctx.settings
        ctx.log.info("asking with %s", settings.token.get_secret_value())
        return super().fetch(ctx, since)


class ExpectsJson(Feed):
    def read(self, ctx: Any, path: Path) -> Iterator[RawRecord | Skipped]:
        json.loads(path.read_bytes())
        return super().read(ctx, path)


BY_CHECK: dict[str, type[Feed]] = {
    "parse-canonical": Renames,
    "parse-pure": AsksTheHour,
    "parse-total": DislikesLongTitles,
    "raw-untouched": Scribbles,
    "personal-removed": TellsWho,
    "secrets-kept": LogsItsKey,
    "read-garbage": ExpectsJson,
}
