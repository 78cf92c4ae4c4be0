"""A registry of employers for the command line, installed as a distribution of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from hub.plugin_api import (
    Connector,
    ConnectorInfo,
    ConnectorSettings,
    Employer,
    FetchContext,
    Fetched,
    RawRecord,
    Skipped,
    SnapshotComplete,
    documents,
    hookimpl,
)

HUB_PLUGIN_API = ">=1,<2"
NAME = "hub-cliregistry"
GREEN = "creation-et-entretien-des-espaces-verts"


class Settings(ConnectorSettings):
    source: str


class Registry(Connector[Settings]):
    """Its source is a file of JSON lines, read whole each time."""

    settings_model = Settings
    info = ConnectorInfo(
        id="registre",
        title="Registre",
        publisher="Personne",
        licence="MIT",
        kind="employers",
        mode="snapshot",
        schedule="0 6 * * 1",
    )

    def fetch(self, ctx: FetchContext[Settings], since: str | None) -> Iterator[Fetched]:
        for item in self.read(ctx, Path(ctx.settings.source)):
            assert not isinstance(item, Skipped)
            yield item
        yield SnapshotComplete("")

    def read(self, ctx: FetchContext[Settings], path: Path) -> Iterator[RawRecord | Skipped]:
        for line in path.read_bytes().splitlines():
            yield RawRecord(json.loads(line)["key"], line, "application/json", str(path))

    def parse(self, raw: RawRecord) -> list[Employer]:
        return [Employer(**documents.parse_json(raw.payload))]


@hookimpl
def hub_register_connectors() -> list[Connector[Any]]:
    return [Registry()]


def install(folder: Path) -> None:
    """Make the distribution in a folder meant for ``sys.path``; the module is this one."""
    info = folder / "hub_cliregistry-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {NAME}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[hub.plugins]\ncliregistry = cli_registry\n")


def employer(key: str, **facts: Any) -> dict[str, Any]:
    """A line of the registry: an EI of green spaces at Le Bourg-d'Oisans, unless told otherwise."""
    return {"key": key, "kind": "EI", "name": f"Essai {key}", "sectors": [GREEN], **AT_BOURG, **facts}


AT_BOURG = {
    "address": {"insee": "38052", "departement": "38"},
    "latitude": 45.034,
    "longitude": 6.032,
}


def write(path: Path, employers: Iterable[dict[str, Any]]) -> None:
    """The registry's list, as it is from now on."""
    path.write_text("".join(json.dumps(each) + "\n" for each in employers), encoding="utf-8")
