"""The ``approch`` connector."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from pydantic import BaseModel

from hub.plugin_api import Connector, ConnectorInfo, Fetched, Notice, RawRecord, Skipped
from hub_procurement_feed.approch.parse import parse
from hub_procurement_feed.approch.records import PERSONAL_FIELDS
from hub_procurement_feed.approch.settings import ApprochSettings
from hub_procurement_feed.approch.source import Context, fetch, read
from hub_procurement_feed.ods import Dataset


class Approch(Connector[ApprochSettings]):
    """The purchases that the State, hospitals and some local authorities plan, before the call."""

    info: ClassVar[ConnectorInfo] = ConnectorInfo(
        id="approch",
        title="APProch – Projets d'achats publics",
        publisher="Direction des achats de l'État, AIFE",
        licence="Licence Ouverte 2.0",
        kind="notices",
        mode="snapshot",
        parser_version=1,
        schedule="30 6 * * 1-5",
        personal_fields=PERSONAL_FIELDS,
    )
    settings_model: ClassVar[type[BaseModel]] = ApprochSettings

    def check(self, ctx: Context) -> str:
        """Ask how many projects there are."""
        total = Dataset(ctx.http, ctx.settings.dataset).total()
        return f"{ctx.settings.base_url} answers: {total} projects in {ctx.settings.dataset}"

    def fetch(self, ctx: Context, since: str | None) -> Iterator[Fetched]:
        """The whole data set; see :mod:`hub_procurement_feed.approch.source`."""
        return fetch(ctx)

    def read(self, ctx: Context, path: Path) -> Iterator[RawRecord | Skipped]:
        """The projects of a JSON file or archive."""
        return read(ctx, path)

    def parse(self, raw: RawRecord) -> Sequence[Notice]:
        """One notice a project."""
        return [parse(raw)]
