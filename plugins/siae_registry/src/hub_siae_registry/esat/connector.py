"""The ``esat`` connector."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar, Final

from pydantic import BaseModel, Field

from hub.plugin_api import Connector, ConnectorInfo, Employer, FetchContext, Fetched, RawRecord, Skipped
from hub_siae_registry import finess
from hub_siae_registry.bodies import bodies
from hub_siae_registry.esat import official
from hub_siae_registry.finess.fetch import FinessSettings, check, fetch
from hub_siae_registry.landing import record_of
from hub_siae_registry.records import read_body
from hub_siae_registry.shapes import ESAT_LIST, shape_of

ESAT: Final = finess.Category("246", "ESAT", "ESAT")


class EsatSettings(FinessSettings):
    """None is required."""

    minimum: int = Field(
        default=500, ge=0, description="Fewer ESAT than this (1,504 in 2026) means a broken file."
    )


Context = FetchContext[EsatSettings]


class Esat(Connector[EsatSettings]):
    """Établissements et services d'aide par le travail, from FINESS and from the official list."""

    info: ClassVar[ConnectorInfo] = ConnectorInfo(
        id="esat",
        title="FINESS – établissements et services d'aide par le travail",
        publisher="Agence du numérique en santé",
        licence="Licence Ouverte 2.0",
        kind="employers",
        mode="snapshot",
        schedule="10 7 * * 2",
        personal_fields=(*finess.PRIVACY.fields, *official.PRIVACY.fields),
    )
    settings_model: ClassVar[type[BaseModel]] = EsatSettings

    def check(self, ctx: Context) -> str:
        """Ask for the first bytes of the file."""
        return check(ctx)

    def fetch(self, ctx: Context, since: str | None) -> Iterator[Fetched]:
        """The establishments of category 246."""
        return fetch(ctx, ESAT)

    def read(self, ctx: Context, path: Path) -> Iterator[RawRecord | Skipped]:
        """A FINESS file in either form, or the official list."""
        for document in bodies(path):
            if isinstance(document, Skipped):
                yield document
            elif finess.is_finess(document):
                yield from finess.read_file(document, ESAT)
            else:
                shapes = frozenset({ESAT_LIST})
                yield from read_body(document, shapes, official.land, official.PRIVACY, ctx.log)

    def parse(self, raw: RawRecord) -> Sequence[Employer]:
        """One ESAT a record."""
        record = record_of(raw)
        if shape_of(record) == ESAT_LIST:
            return [official.employer(record)]
        return [finess.parse(record, "ESAT")]
