"""Downloading FINESS from the open data platform, for one category of establishments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeVar

from pydantic import Field

from hub.plugin_api import FetchContext, Fetched, HttpSettings, SourceChanged
from hub_siae_registry.bodies import Body, download
from hub_siae_registry.finess.read import Category, is_finess, read
from hub_siae_registry.landing import Landed
from hub_siae_registry.snapshots import by_kind

LOCATED: Final = "98f3161f-79ff-4f16-8f6a-6d571a80fea2"
"""The extract with coordinates, cs1100507."""


class FinessSettings(HttpSettings):
    """None is required: FINESS is open data."""

    base_url: str = Field(
        default="https://www.data.gouv.fr", description="Root of the open data platform, without a path."
    )
    resource: str = Field(
        default=LOCATED,
        pattern=r"^[0-9a-f-]{36}$",
        description="Resource of the FINESS file of establishments (flat extract or FINESS+).",
    )
    timeout_s: float = Field(default=120.0, gt=0, description="Seconds to wait for an answer.")
    minimum: int = Field(
        default=100, ge=0, description="Fewer establishments than this means a broken file: nobody is closed."
    )


S = TypeVar("S", bound=FinessSettings)


def fetch(ctx: FetchContext[S], category: Category) -> Iterator[Fetched]:
    """The establishments of a category, then the promise that there are no others."""
    return by_kind(_landed(ctx, category), ctx.settings.minimum, f"FINESS, {category.name}")


def check(ctx: FetchContext[S]) -> str:
    """Ask for the first bytes of the file."""
    _document(ctx)
    return f"{ctx.settings.base_url} answers: a FINESS file of establishments"


def _document(ctx: FetchContext[S]) -> Body:
    found = download(ctx, f"/fr/datasets/r/{ctx.settings.resource}")
    if not is_finess(found):
        raise SourceChanged(
            f"{found.origin} is not a FINESS file of establishments",
            code="not-the-file",
            next_step="Look for the current file on data.gouv.fr, and set its identifier as `resource`.",
        )
    return found


def _landed(ctx: FetchContext[S], category: Category) -> Iterator[Landed]:
    located = False
    for raw in read(_document(ctx), category):
        located = located or b'"coordxet"' in raw.payload
        yield Landed(category.kind, raw)
    if ctx.settings.resource == LOCATED and not located:
        # The points come after the last establishment: without any, the end is missing.
        raise SourceChanged("the FINESS file holds no coordinates: it is cut short", code="body-cut-short")
