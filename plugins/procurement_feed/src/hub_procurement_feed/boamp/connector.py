"""The ``boamp`` connector."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from pydantic import BaseModel

from hub.plugin_api import Connector, ConnectorInfo, Fetched, Notice, RawRecord, Skipped
from hub_procurement_feed.boamp import dila_fetch, query
from hub_procurement_feed.boamp.fetch import fetch
from hub_procurement_feed.boamp.parse import parse
from hub_procurement_feed.boamp.privacy import PERSONAL_FIELDS
from hub_procurement_feed.boamp.query import Context
from hub_procurement_feed.boamp.read import read
from hub_procurement_feed.boamp.settings import BoampSettings


class Boamp(Connector[BoampSettings]):
    """All French notices published by DILA: calls, results, corrections, cancellations."""

    info: ClassVar[ConnectorInfo] = ConnectorInfo(
        id="boamp",
        title="BOAMP – Bulletin officiel des annonces des marchés publics",
        publisher="DILA",
        licence="Licence Ouverte 2.0",
        kind="notices",
        mode="incremental",
        parser_version=1,
        schedule="15 7,13 * * *",
        personal_fields=PERSONAL_FIELDS,
    )
    settings_model: ClassVar[type[BaseModel]] = BoampSettings

    def check(self, ctx: Context) -> str:
        """Ask for one record, or for one listing."""
        if ctx.settings.route == "dila":
            return dila_fetch.check(ctx)
        total, _ = query.page(ctx, "idweb is not null", offset=0, limit=1)
        return f"{ctx.settings.base_url} answers: {total} notices in {ctx.settings.dataset}"

    def fetch(self, ctx: Context, since: str | None) -> Iterator[Fetched]:
        """From the day ``since``, less the lag, to today; see :mod:`hub_procurement_feed.boamp.fetch` and
        :mod:`hub_procurement_feed.boamp.dila_fetch`. Both routes have the same keys and the same cursor."""
        return dila_fetch.read_days(ctx, since) if ctx.settings.route == "dila" else fetch(ctx, since)

    def read(self, ctx: Context, path: Path) -> Iterator[RawRecord | Skipped]:
        """The records of a JSON or XML file or archive."""
        return read(path)

    def parse(self, raw: RawRecord) -> Sequence[Notice]:
        """One notice a record."""
        return [parse(raw)]
