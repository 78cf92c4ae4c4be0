"""A FINESS file that a person already has, for one category."""

from __future__ import annotations

from collections.abc import Iterator

from hub.plugin_api import RawRecord, Skipped
from hub_siae_registry.bodies import Body
from hub_siae_registry.finess.read import Category, read


def read_file(body: Body, category: Category) -> Iterator[RawRecord | Skipped]:
    """The establishments of the category, or ``Skipped`` when the file holds none."""
    empty = True
    for raw in read(body, category):
        empty = False
        yield raw
    if empty:
        reason = f"a FINESS file without any establishment of category {category.code} ({category.kind})"
        yield Skipped(body.origin, reason)
