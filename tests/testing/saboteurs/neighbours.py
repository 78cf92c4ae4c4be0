"""Connectors that disturb the process they share with others."""

from __future__ import annotations

import itertools
import json
import os
import threading
from collections.abc import Iterator
from typing import Any

from saboteurs.good import Feed

from hub.plugin_api import Fetched


class Talks(Feed):
    def fetch(self, ctx: Any, since: str | None) -> Iterator[Fetched]:
        print("reading the portal…")
        return super().fetch(ctx, since)


class LeavesAThread(Feed):
    def fetch(self, ctx: Any, since: str | None) -> Iterator[Fetched]:
        threading.Thread(target=threading.Event().wait, args=(3,), daemon=True, name="left behind").start()
        return super().fetch(ctx, since)


class ChangesTheEnvironment(Feed):
    runs = itertools.count()

    def fetch(self, ctx: Any, since: str | None) -> Iterator[Fetched]:
        os.environ["FEED_RUNS"] = str(next(self.runs))
        return super().fetch(ctx, since)


class PatchesJson(Feed):
    def fetch(self, ctx: Any, since: str | None) -> Iterator[Fetched]:
        real = json.dumps
        json.dumps = lambda *arguments, **options: real(*arguments, **options)
        return super().fetch(ctx, since)


BY_CHECK: dict[str, type[Feed]] = {
    "no-print": Talks,
    "no-threads": LeavesAThread,
    "no-global-change": ChangesTheEnvironment,
    "no-monkey-patch": PatchesJson,
}
