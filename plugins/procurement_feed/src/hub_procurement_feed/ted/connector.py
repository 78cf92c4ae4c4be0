"""The ``ted`` connector."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from pydantic import BaseModel

from hub.plugin_api import Connector, ConnectorInfo, Fetched, Notice, RawRecord, Skipped
from hub_procurement_feed.ted import fetch, search
from hub_procurement_feed.ted.cursor import Context
from hub_procurement_feed.ted.landing import PERSONAL_FIELDS
from hub_procurement_feed.ted.parse import parse
from hub_procurement_feed.ted.read import read
from hub_procurement_feed.ted.settings import TedSettings


class Ted(Connector[TedSettings]):
    """Notices of the OJ S by French buyers: calls above the EU thresholds, results, changes."""

    info: ClassVar[ConnectorInfo] = ConnectorInfo(
        id="ted",
        title="TED – Journal officiel de l’Union européenne, série S",
        publisher="Office des publications de l’Union européenne",
        licence="Décision 2011/833/UE (réutilisation libre, source à citer)",
        kind="notices",
        mode="incremental",
        parser_version=1,
        schedule="45 9 * * 1-5",
        personal_fields=PERSONAL_FIELDS,
    )
    settings_model: ClassVar[type[BaseModel]] = TedSettings

    def check(self, ctx: Context) -> str:
        """Ask the search API how many notices today has."""
        total = search.count(ctx, ctx.today)
        return f"{ctx.settings.api_url} answers: {total} notices on {ctx.today}"

    def fetch(self, ctx: Context, since: str | None) -> Iterator[Fetched]:
        """By daily packages, or by the search API; see :mod:`hub_procurement_feed.ted.fetch`."""
        return search.fetch(ctx, since) if ctx.settings.mode == "search" else fetch.fetch(ctx, since)

    def read(self, ctx: Context, path: Path) -> Iterator[RawRecord | Skipped]:
        """The notices of a file: a notice, a daily package, a ZIP."""
        return read(ctx.settings, path)

    def parse(self, raw: RawRecord) -> Sequence[Notice]:
        """One notice a record."""
        return [parse(raw)]
