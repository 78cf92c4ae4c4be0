"""Reading les-emplois' API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hub.plugin_api import FetchContext, Fetched, SnapshotComplete, SourceChanged
from hub_siae_registry.emplois.keys import key_of
from hub_siae_registry.emplois.privacy import PRIVACY
from hub_siae_registry.emplois.settings import EmploisSettings
from hub_siae_registry.kinds import NOT_EMPLOYERS
from hub_siae_registry.landing import Landed, LeftOut, raw_record
from hub_siae_registry.paging import Page, envelope, whole
from hub_siae_registry.records import Record, landing, sift
from hub_siae_registry.shapes import EMPLOIS_DI, MARCHE, SIAES, shape_of
from hub_siae_registry.snapshots import by_kind, refuse_damage

SHAPES: Final = frozenset({SIAES, MARCHE, EMPLOIS_DI})
_API: Final = "/api/v1"

Context = FetchContext[EmploisSettings]


def land(record: Record, origin: str) -> Landed | LeftOut:
    """A record of any of the three answers."""
    kind = record.get("kind", record.get("type"))
    printed = kind.strip().upper() if isinstance(kind, str) else None
    if printed in NOT_EMPLOYERS:
        return LeftOut(NOT_EMPLOYERS[printed])
    return Landed(printed, raw_record(key_of(record, shape_of(record)), record, origin, PRIVACY))


def fetch(ctx: Context) -> Iterator[Fetched]:
    """The full list with a token, else the départements of the settings."""
    if ctx.settings.token:
        return by_kind(_landed(ctx, "marche/"), 1, "les-emplois marche/")
    return _departements(ctx)


def _departements(ctx: Context) -> Iterator[Fetched]:
    """Each département is a snapshot of its own. An empty one is not believed: nobody is closed there."""
    found = False
    for departement in ctx.settings.departements:
        landed = list(_landed(ctx, "siaes/", departement=departement))
        if not landed:
            ctx.log.warning("les-emplois lists nobody in %s: nobody is taken for gone there", departement)
            continue
        found = True
        raws = [item.raw for item in landed]
        yield from raws
        refuse_damage(raws, f"les-emplois siaes/ {departement}")
        yield SnapshotComplete(f"departement={departement}")
    if not found:
        asked = ", ".join(ctx.settings.departements) or "no département"
        raise SourceChanged(f"les-emplois lists nobody at all in {asked}", code="snapshot-too-small")


def _landed(ctx: Context, path: str, **query: str) -> Iterator[Landed]:
    origin = f"{_API}/{path}" + "".join(f"?{name}={value}" for name, value in query.items())
    found = whole(lambda number: page(ctx, path, number, query), f"les-emplois {origin}")
    return sift((landing(record, origin, land, PRIVACY) for record in found), ctx.log, origin)


def page(ctx: Context, path: str, number: int, query: dict[str, str], size: int | None = None) -> Page:
    """One page of a list; past the end the API answers 404."""
    token = ctx.settings.token
    answer = ctx.http.get(
        f"{_API}/{path}",
        params={**query, "page": number, "page_size": size or ctx.settings.page_size},
        headers={"Authorization": f"Token {token.get_secret_value()}"} if token else None,
    )
    value = envelope(answer, "results", "count")
    return Page(value["results"], value["count"], last=not value.get("next"))
