"""The ``lemarche`` connector."""

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
from hub_siae_registry.kinds import NOT_EMPLOYERS
from hub_siae_registry.landing import Landed, LeftOut, raw_record
from hub_siae_registry.lemarche.parse import parse, settled
from hub_siae_registry.paging import Page, envelope, whole
from hub_siae_registry.privacy import Privacy
from hub_siae_registry.records import Record, landing, read_records, sift
from hub_siae_registry.shapes import LEMARCHE
from hub_siae_registry.snapshots import by_kind

PRIVACY: Final = Privacy(
    dropped=("contact_first_name", "contact_last_name", "description"),
    filtered=("contact_email", "contact_phone"),
)
_API: Final = "/api/siae/"


class LemarcheSettings(HttpSettings):
    """``token`` is required: every answer but one needs it."""

    base_url: str = Field(
        default="https://lemarche.inclusion.beta.gouv.fr", description="Root of the site, without a path."
    )
    token: SecretStr = Field(description="Personal key of the API, asked for with the site's contact form.")
    page_size: int = Field(
        default=20_000, ge=1, description="Records asked for at once; one page is safest, see the README."
    )
    timeout_s: float = Field(default=120.0, gt=0, description="Seconds to wait for an answer.")


Context = FetchContext[LemarcheSettings]


class Lemarche(Connector[LemarcheSettings]):
    """All kinds of employers but the facilitators' bodies, with sectors and kinds of service."""

    info: ClassVar[ConnectorInfo] = ConnectorInfo(
        id="lemarche",
        title="Le marché de l'inclusion – prestataires",
        publisher="Plateforme de l'inclusion",
        licence="non précisée (API sur demande)",
        kind="employers",
        mode="snapshot",
        schedule="40 6 * * 2",
        personal_fields=PRIVACY.fields,
    )
    settings_model: ClassVar[type[BaseModel]] = LemarcheSettings

    def check(self, ctx: Context) -> str:
        """Ask for one record."""
        return f"{ctx.settings.base_url} answers: {_page(ctx, 1, size=1).total} employers"

    def fetch(self, ctx: Context, since: str | None) -> Iterator[Fetched]:
        """The whole list: ``updated_at`` is the day of the site's own sync, not a cursor, and a filter on
        it hides every ESAT and SEP."""
        found = whole(lambda number: _page(ctx, number, ctx.settings.page_size), "le marché siae/")
        items = (landing(record, _API, land, PRIVACY) for record in found)
        return by_kind(sift(items, ctx.log, _API), 1, "le marché siae/")

    def read(self, ctx: Context, path: Path) -> Iterator[RawRecord | Skipped]:
        """Pages of ``siae/``, and the bare lists of ``siae/siret/``."""
        return read_records(path, frozenset({LEMARCHE}), land, PRIVACY, ctx.log)

    def parse(self, raw: RawRecord) -> Sequence[Employer]:
        """One employer a record."""
        return [parse(raw)]


def land(record: Record, origin: str) -> Landed | LeftOut:
    """A record of ``siae/``."""
    kind = record.get("kind")
    printed = kind.strip().upper() if isinstance(kind, str) else None
    if printed in NOT_EMPLOYERS:
        return LeftOut(NOT_EMPLOYERS[printed])
    identifier = record.get("id")
    key = str(identifier) if isinstance(identifier, int) and not isinstance(identifier, bool) else ""
    return Landed(printed, raw_record(key, settled(record), origin, PRIVACY))


def _page(ctx: Context, number: int, size: int) -> Page:
    answer = ctx.http.get(
        _API,
        params={"limit": size, "offset": (number - 1) * size},
        headers={"Authorization": f"Bearer {ctx.settings.token.get_secret_value()}"},
    )
    value = envelope(answer, "results", "count")
    return Page(value["results"], value["count"], last=not value.get("next"))
