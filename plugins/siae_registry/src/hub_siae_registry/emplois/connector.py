"""The ``emplois`` connector."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from pydantic import BaseModel

from hub.plugin_api import Connector, ConnectorInfo, Employer, Fetched, RawRecord, Skipped
from hub_siae_registry.bodies import bodies
from hub_siae_registry.emplois import api, asp
from hub_siae_registry.emplois.api import SHAPES, Context, land
from hub_siae_registry.emplois.parse import parse
from hub_siae_registry.emplois.privacy import PRIVACY
from hub_siae_registry.emplois.settings import EmploisSettings
from hub_siae_registry.records import read_body


class Emplois(Connector[EmploisSettings]):
    """SIAE and GEIQ as les-emplois knows them: the kind of each, its contact, the trades it hires for."""

    info: ClassVar[ConnectorInfo] = ConnectorInfo(
        id="emplois",
        title="Les emplois de l'inclusion – structures",
        publisher="Plateforme de l'inclusion",
        licence="conditions de la Plateforme de l'inclusion",
        kind="employers",
        mode="snapshot",
        schedule="20 6 * * 1",
        personal_fields=PRIVACY.fields,
    )
    settings_model: ClassVar[type[BaseModel]] = EmploisSettings

    def check(self, ctx: Context) -> str:
        """Ask for one record of the list that would be read."""
        if ctx.settings.token:
            total = api.page(ctx, "marche/", 1, {}, size=1).total
            return f"{ctx.settings.base_url} answers: {total} structures in marche/"
        departement = next(iter(ctx.settings.departements), "38")
        total = api.page(ctx, "siaes/", 1, {"departement": departement}, size=1).total
        return f"{ctx.settings.base_url} answers: {total} structures in {departement}"

    def fetch(self, ctx: Context, since: str | None) -> Iterator[Fetched]:
        """The full list with a token, else département by département."""
        return api.fetch(ctx)

    def read(self, ctx: Context, path: Path) -> Iterator[RawRecord | Skipped]:
        """Pages of the API, or the ASP's Structure view with its annexes beside it."""
        for document in bodies(path):
            if isinstance(document, Skipped):
                yield document
            elif asp.is_view(document.head):
                yield from asp.read(document, path)
            else:
                yield from read_body(document, SHAPES, land, PRIVACY, ctx.log)

    def parse(self, raw: RawRecord) -> Sequence[Employer]:
        """One employer a record; one for each kind of an ASP structure."""
        return parse(raw)
