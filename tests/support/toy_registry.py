"""A registry of employers whose list is a script."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from toy_hub import Toy, plugin, toy_hub

from hub.host import ExplicitPlugin
from hub.pipeline.sync import SyncRequest
from hub.plugin_api import (
    ConnectorInfo,
    Employer,
    RawRecord,
    RecordRejected,
    RunReport,
    SnapshotComplete,
    documents,
)
from hub.store import sightings

WHOLE = SnapshotComplete("")
ID = "registre"


class Registry(Toy):
    """Yields its script; parses the body of a record as the employer itself."""

    info = ConnectorInfo(
        id=ID,
        title="Registre",
        publisher="Nobody",
        licence="Licence Ouverte 2.0",
        kind="employers",
        mode="snapshot",
    )

    def parse(self, raw: RawRecord) -> list[Employer]:
        body = documents.parse_json(raw.payload)
        if "reject" in body:
            raise RecordRejected("toy-rejected", body["reject"])
        return [Employer(**{"kind": "EI", "name": f"Entreprise {raw.key}", **body})]


def registry(id_: str, script: Iterable[Any] = ()) -> Registry:
    """A registry under another id."""
    info = ConnectorInfo(
        id=id_, title=id_, publisher="Nobody", licence="LO 2.0", kind="employers", mode="snapshot"
    )
    return type("Registry", (Registry,), {"info": info})(script)


def registries(**scripts: Iterable[Any]) -> ExplicitPlugin:
    """A plugin with one registry for each named script, each read whole."""
    return plugin(*(registry(id_, [*script, WHOLE]) for id_, script in scripts.items()))


def entry(key: str, **body: Any) -> RawRecord:
    """A record of a registry."""
    return RawRecord(key, json.dumps({"key": key, **body}).encode(), "application/json", "memory:")


def entries(kind: str, count: int, start: int = 0, **body: Any) -> list[RawRecord]:
    """``EI-0``, ``EI-1`` …"""
    return [entry(f"{kind}-{n}", kind=kind, **body) for n in range(start, start + count)]


def beliefs(hub: Any) -> dict[str, sightings.Sighting]:
    """What the hub believes of each entry."""
    with hub.store.read() as connection:
        return {sighting.key: sighting for sighting in sightings.of(connection, ID)}


def gone(hub: Any) -> list[str]:
    """The entries that are no longer listed."""
    return sorted(key for key, sighting in beliefs(hub).items() if sighting.gone_since)


def inactive(hub: Any) -> list[str]:
    """The entries whose convention has ended."""
    return sorted(key for key, sighting in beliefs(hub).items() if sighting.inactive_since)


def history(hub: Any, key: str) -> list[tuple[str, str]]:
    """What happened to an entry, and when."""
    with hub.store.read() as connection:
        return [(e["event"], e["day"].isoformat()) for e in sightings.events(connection, ID, key)]


def now() -> datetime:
    """The real time: the ticking clock of the toy hub would have long lists written ten records at a time."""
    return datetime.now(UTC)


def read(
    url: str, script: Iterable[Any], today: str = "2026-09-07", request: SyncRequest | None = None
) -> tuple[RunReport, list[str], list[str]]:
    """One run over this list on that day: the report, who is gone, who is inactive."""
    with toy_hub(url, plugin(Registry(script)), today=today, now=now) as hub:
        report = hub.sync(ID, request)
        return report, gone(hub), inactive(hub)
