"""The ``geiq`` connector."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar, Final

from pydantic import BaseModel, Field, SecretStr

from hub.plugin_api import (
    Connector,
    ConnectorInfo,
    Employer,
    FetchContext,
    Fetched,
    HttpSettings,
    RawRecord,
    Skipped,
)
from hub_siae_registry.bodies import is_workbook
from hub_siae_registry.geiq import label, workbook
from hub_siae_registry.geiq.land import PRIVACY, land
from hub_siae_registry.geiq.parse import parse
from hub_siae_registry.paging import Page, whole
from hub_siae_registry.records import landing, read_records, sift
from hub_siae_registry.shapes import GEIQ
from hub_siae_registry.snapshots import by_kind, too_few

MINIMUM: Final = 150
"""180 GEIQ are usual in the workbook, 260 in the API: les-emplois stops under 150 too."""


class GeiqSettings(HttpSettings):
    """``base_url`` and ``token`` are private to the federation: both are required."""

    base_url: str = Field(description="Root of the Label API, given by the federation.")
    token: SecretStr = Field(description="Key of the Label API, given by the federation.")
    timeout_s: float = Field(default=15.0, gt=0, description="Seconds to wait for an answer.")
    minimum: int = Field(
        default=MINIMUM, ge=0, description="Fewer GEIQ than this means a broken list: nobody is closed."
    )


Context = FetchContext[GeiqSettings]


class Geiq(Connector[GeiqSettings]):
    """GEIQ and their antennas, which hire where they are: often not in their seat's département."""

    info: ClassVar[ConnectorInfo] = ConnectorInfo(
        id="geiq",
        title="Fédération française des GEIQ",
        publisher="Fédération française des GEIQ",
        licence="non précisée (accès privé)",
        kind="employers",
        mode="snapshot",
        schedule="50 6 * * 1",
        personal_fields=PRIVACY.fields,
    )
    settings_model: ClassVar[type[BaseModel]] = GeiqSettings

    def check(self, ctx: Context) -> str:
        """Ask how many there are."""
        return f"{ctx.settings.base_url} answers: {label.count(ctx.http, _token(ctx))} GEIQ"

    def fetch(self, ctx: Context, since: str | None) -> Iterator[Fetched]:
        """The whole list, compared with the announced count."""
        token, size = _token(ctx), ctx.settings.page_size
        total = label.count(ctx.http, token)

        def ask(number: int) -> Page:
            records = label.page(ctx.http, token, number, size)
            return Page(records, total, last=len(records) < size)

        found = whole(ask, "GEIQ Label")
        items = (landing(record, label.PATH, land, PRIVACY) for record in found)
        return by_kind(sift(items, ctx.log, label.PATH), ctx.settings.minimum, "GEIQ Label")

    def read(self, ctx: Context, path: Path) -> Iterator[RawRecord | Skipped]:
        """The workbook, or answers of the API. A workbook of too few rows is read, and then refused."""
        if not is_workbook(path):
            yield from read_records(path, frozenset({GEIQ}), land, PRIVACY, ctx.log)
            return
        count = 0
        for item in workbook.read(path):
            count += isinstance(item, RawRecord)
            yield item
        minimum = ctx.settings.minimum
        if 0 < count < minimum:
            raise too_few(count, minimum, str(path))

    def parse(self, raw: RawRecord) -> Sequence[Employer]:
        """The GEIQ, and an employer for each antenna."""
        return parse(raw)


def _token(ctx: Context) -> str:
    return ctx.settings.token.get_secret_value()
