"""The ``decp`` connector."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from pydantic import BaseModel

from hub.plugin_api import AwardedContract, Connector, ConnectorInfo, Fetched, RawRecord, Skipped
from hub_procurement_feed.decp.fetch import fetch
from hub_procurement_feed.decp.parse import parse
from hub_procurement_feed.decp.privacy import PERSONAL_FIELDS
from hub_procurement_feed.decp.read import read
from hub_procurement_feed.decp.settings import DecpSettings
from hub_procurement_feed.decp.window import Context
from hub_procurement_feed.ods import Dataset


class Decp(Connector[DecpSettings]):
    """The contracts that French buyers awarded, with what they declared of social considerations."""

    info: ClassVar[ConnectorInfo] = ConnectorInfo(
        id="decp",
        title="DECP – Données essentielles de la commande publique",
        publisher="Ministère de l'Économie (DAJ, Bercy Hub)",
        licence="Licence Ouverte 2.0",
        kind="contracts",
        mode="incremental",
        parser_version=1,
        schedule="40 6 * * *",
        personal_fields=PERSONAL_FIELDS,
    )
    settings_model: ClassVar[type[BaseModel]] = DecpSettings

    def check(self, ctx: Context) -> str:
        """Ask for the description of the first data set."""
        name = ctx.settings.datasets[0] if ctx.settings.datasets else ""
        if not name:
            return "no data set to read, only files and resources"
        count = Dataset(ctx.http, name).describe().count
        return f"{ctx.settings.base_url} answers: {count} contracts in {name}"

    def fetch(self, ctx: Context, since: str | None) -> Iterator[Fetched]:
        """From the day ``since``, less the lag, to today; see :mod:`hub_procurement_feed.decp.fetch`."""
        return fetch(ctx, since)

    def read(self, ctx: Context, path: Path) -> Iterator[RawRecord | Skipped]:
        """The contracts of a JSON, XML or CSV file, or of an archive of them."""
        return read(path)

    def parse(self, raw: RawRecord) -> Sequence[AwardedContract]:
        """One contract a record."""
        return [parse(raw)]
