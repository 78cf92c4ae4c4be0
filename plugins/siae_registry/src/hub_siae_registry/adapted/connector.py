"""The ``adapted`` connector."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar, Final

from pydantic import BaseModel

from hub.plugin_api import Connector, ConnectorInfo, Employer, FetchContext, Fetched, RawRecord, Skipped
from hub_siae_registry import finess
from hub_siae_registry.adapted import ea2
from hub_siae_registry.bodies import bodies
from hub_siae_registry.finess.fetch import FinessSettings, check, fetch
from hub_siae_registry.landing import record_of

ADAPTED: Final = finess.Category("247", "EA", "entreprises adaptées")


class AdaptedSettings(FinessSettings):
    """None is required."""


Context = FetchContext[AdaptedSettings]


class Adapted(Connector[AdaptedSettings]):
    """Entreprises adaptées, which les-emplois ceased to publish on 11 May 2026."""

    info: ClassVar[ConnectorInfo] = ConnectorInfo(
        id="adapted",
        title="FINESS – entreprises adaptées",
        publisher="Agence du numérique en santé",
        licence="Licence Ouverte 2.0",
        kind="employers",
        mode="snapshot",
        schedule="20 7 * * 2",
        personal_fields=(*finess.PRIVACY.fields, *ea2.PRIVACY.fields),
    )
    settings_model: ClassVar[type[BaseModel]] = AdaptedSettings

    def check(self, ctx: Context) -> str:
        """Ask for the first bytes of the file."""
        return check(ctx)

    def fetch(self, ctx: Context, since: str | None) -> Iterator[Fetched]:
        """The establishments of category 247. FINESS says nothing of the EATT: they are not promised."""
        return fetch(ctx, ADAPTED)

    def read(self, ctx: Context, path: Path) -> Iterator[RawRecord | Skipped]:
        """The EA2 flux or a FINESS file. The ZIP of the flux has a password: unpack it first."""
        for document in bodies(path):
            if isinstance(document, Skipped):
                yield document
            elif ea2.begins(document.head):
                yield from ea2.read(document)
            elif finess.is_finess(document):
                yield from finess.read_file(document, ADAPTED)
            else:
                yield Skipped(document.origin, "neither an EA2 flux nor a FINESS file")

    def parse(self, raw: RawRecord) -> Sequence[Employer]:
        """One employer a record."""
        record = record_of(raw)
        return [ea2.employer(record) if ea2.is_row(record) else finess.parse(record, "EA")]
