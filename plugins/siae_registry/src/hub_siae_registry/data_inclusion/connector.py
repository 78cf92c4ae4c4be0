"""The ``data_inclusion`` connector."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar, Final

from pydantic import BaseModel

from hub.plugin_api import (
    Connector,
    ConnectorInfo,
    Employer,
    FetchContext,
    Fetched,
    RawRecord,
    Skipped,
)
from hub_siae_registry.bodies import download
from hub_siae_registry.data_inclusion.parse import kinds_in, parse
from hub_siae_registry.data_inclusion.settings import DataInclusionSettings
from hub_siae_registry.landing import Landed, LeftOut, raw_record
from hub_siae_registry.paging import Page, envelope, whole
from hub_siae_registry.privacy import Privacy
from hub_siae_registry.records import Land, Record, expected, landing, read_records, sift
from hub_siae_registry.shapes import STRUCTURE
from hub_siae_registry.snapshots import by_kind

PRIVACY: Final = Privacy(dropped=("description", "contact_nom_prenom"), filtered=("courriel", "telephone"))
_SHAPES: Final = frozenset({STRUCTURE})
_API: Final = "/api/v1/structures"
# Computed by the API for each answer, and absent from the file. A score of 0 means "no service", which
# is the case of nearly all employers: it says nothing of them.
_COMPUTED: Final = ("score_qualite", "doublons", "adresse_certifiee")

Context = FetchContext[DataInclusionSettings]


class DataInclusion(Connector[DataInclusionSettings]):
    """SIAE, GEIQ and ESAT with their coordinates: the one nation-wide source that needs no token."""

    info: ClassVar[ConnectorInfo] = ConnectorInfo(
        id="data_inclusion",
        title="data·inclusion – structures de l'insertion",
        publisher="Plateforme de l'inclusion",
        licence="Licence Ouverte 2.0",
        kind="employers",
        mode="snapshot",
        schedule="30 16 * * 1",
        personal_fields=PRIVACY.fields,
    )
    settings_model: ClassVar[type[BaseModel]] = DataInclusionSettings

    def check(self, ctx: Context) -> str:
        """Ask for one record of the API, or for the first bytes of the file."""
        if ctx.settings.token:
            total = _page(ctx, 1, size=1).total
            return f"{ctx.settings.api_base_url} answers: {total} structures"
        found = download(ctx, _file(ctx))
        return f"{ctx.settings.base_url} answers: a {found.format} file of structures"

    def fetch(self, ctx: Context, since: str | None) -> Iterator[Fetched]:
        """All structures of the wanted sources, kind by kind."""
        landed = _from_api(ctx) if ctx.settings.token else _from_file(ctx)
        return by_kind(landed, ctx.settings.minimum, "data·inclusion")

    def read(self, ctx: Context, path: Path) -> Iterator[RawRecord | Skipped]:
        """The open file or pages of the API."""
        return read_records(path, _SHAPES, _land(ctx), PRIVACY, ctx.log)

    def parse(self, raw: RawRecord) -> Sequence[Employer]:
        """One employer a structure."""
        return [parse(raw)]


def _land(ctx: Context) -> Land:
    sources = ctx.settings.sources

    def land(record: Record, origin: str) -> Landed | LeftOut:
        source = record.get("source")
        if isinstance(source, str) and source not in sources:
            return LeftOut("of a source that lists no employers")
        kinds = kinds_in(record.get("reseaux_porteurs"))
        if source == "finess" and not kinds:
            return LeftOut("a health establishment that is no ESAT")
        kept = {name: value for name, value in record.items() if name not in _COMPUTED}
        return Landed(kinds[0] if kinds else None, raw_record(_key(record), kept, origin, PRIVACY))

    return land


def _key(record: Record) -> str:
    key = record.get("id")
    return key.strip() if isinstance(key, str) else ""


def _file(ctx: Context) -> str:
    return f"/fr/datasets/r/{ctx.settings.resource}"


def _from_file(ctx: Context) -> Iterator[Landed]:
    document, land = download(ctx, _file(ctx)), _land(ctx)
    items = (landing(item, document.origin, land, PRIVACY) for item in expected(document, _SHAPES))
    return sift(items, ctx.log, document.origin)


def _from_api(ctx: Context) -> Iterator[Landed]:
    land = _land(ctx)
    found = whole(lambda number: _page(ctx, number, ctx.settings.page_size), "data·inclusion")
    return sift((landing(record, _API, land, PRIVACY) for record in found), ctx.log, _API)


def _page(ctx: Context, number: int, size: int) -> Page:
    token = ctx.settings.token
    answer = ctx.http.get(
        f"{ctx.settings.api_base_url.rstrip('/')}{_API}",
        params={"sources": list(ctx.settings.sources), "page": number, "size": size},
        headers={"Authorization": f"Bearer {token.get_secret_value()}"} if token else None,
    )
    value = envelope(answer, "items", "total")
    # ``size`` is the number of items returned, not the one asked for: only ``pages`` tells the end.
    pages = value.get("pages")
    return Page(value["items"], value["total"], last=not isinstance(pages, int) or number >= pages)
