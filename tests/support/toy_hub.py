"""A hub with one toy connector whose source is a list in memory, and whose faults are scripted."""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hub.app import Hub, open_hub
from hub.host import ExplicitPlugin
from hub.pipeline.clock import Clock
from hub.plugin_api import (
    Checkpoint,
    Connector,
    ConnectorInfo,
    ConnectorSettings,
    Notice,
    RawRecord,
    RecordRejected,
    documents,
    hookimpl,
)
from hub.settings import load_settings


class Toy(Connector[ConnectorSettings]):
    """Yields the items of ``script``; a callable in it is called (to raise, to wait, to look)."""

    info = ConnectorInfo(
        id="toy",
        title="Toy",
        publisher="Nobody",
        licence="Licence Ouverte 2.0",
        kind="notices",
        mode="incremental",
        schedule="0 7 * * *",
    )
    settings_model = ConnectorSettings

    def __init__(self, script: Iterable[Any] = ()) -> None:
        self.script = list(script)
        self.since: list[str | None] = []

    def fetch(self, ctx: Any, since: str | None) -> Iterator[Any]:
        self.since.append(since)
        for item in self.script:
            if callable(item):
                item()
            else:
                yield item

    def read(self, ctx: Any, path: Path) -> Iterator[RawRecord]:
        for line in path.read_bytes().splitlines():
            yield RawRecord(json.loads(line)["key"], line, "application/json", str(path))

    def parse(self, raw: RawRecord) -> list[Notice]:
        body = documents.parse_json(raw.payload)
        if "reject" in body:
            raise RecordRejected("toy-rejected", body["reject"])
        if "crash" in body:
            raise ZeroDivisionError("secret 0123456789")
        body.pop("noise", None)
        return [Notice(**{"kind": "competition", "published": "2026-09-01", "title": "Peinture", **body})]


def raw(key: str, **body: Any) -> RawRecord:
    """A record of the toy source."""
    return RawRecord(key, json.dumps({"key": key, **body}).encode(), "application/json", "memory:")


def plugin(*connectors: Connector[Any], rules: Iterable[Any] = (), name: str = "toyplug") -> ExplicitPlugin:
    """A plugin that registers these."""
    module: Any = types.ModuleType(name)
    module.HUB_PLUGIN_API = ">=1,<2"

    @hookimpl
    def hub_register_connectors() -> list[Connector[Any]]:
        return list(connectors)

    @hookimpl
    def hub_register_rules() -> list[Any]:
        return list(rules)

    module.hub_register_connectors = hub_register_connectors
    module.hub_register_rules = hub_register_rules
    return ExplicitPlugin(f"hub-{name}", "1.0", module)


class Ticking:
    """A clock that moves one second at each look, so that an order of writing shows."""

    def __init__(self, start: datetime = datetime(2026, 9, 10, 6, 0, tzinfo=UTC)) -> None:
        self.time = start

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


@contextmanager
def toy_hub(
    url: str,
    *plugins: ExplicitPlugin,
    today: str = "2026-09-10",
    now: Callable[[], datetime] | None = None,
) -> Iterator[Hub]:
    """The hub on this database with these plugins."""
    settings = load_settings({"HUB_DATABASE_URL": url, "HUB_TODAY": today}, Path("/nonexistent"))
    clock = Clock(now=now or Ticking(), today_setting=settings.today)
    hub = open_hub(settings, plugins=plugins, clock=clock)
    try:
        yield hub
    finally:
        hub.close()


DONE = Checkpoint("done")
