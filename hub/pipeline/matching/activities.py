"""``data/activities.csv``: which trade answers a purchase, and what employers of that trade declare."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files

TABLES = ("activities.csv", "sectors.csv", "geiq.csv")
NO_TRADE = "aucun"


@dataclass(frozen=True, slots=True)
class Activity:
    """A row. ``sectors`` are slugs of le marché that are this very trade, ``near`` those that may be;
    ``naf`` codes of the NAF rév. 2 without a dot, ``geiq`` trades of ``geiq.csv``, ``rome`` codes of jobs.
    """

    cpv_prefix: str
    cpv_label: str
    trade: str
    sectors: frozenset[str]
    near: frozenset[str]
    naf: frozenset[str]
    geiq: frozenset[str]
    rome: frozenset[str]
    mark: str
    source: str

    @property
    def exists(self) -> bool:
        """Whether any trade of inclusion answers: ``aucun`` was looked at, and none does."""
        return self.trade != NO_TRADE


def table_rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table of the data folder, its comment lines left out."""
    text = files("hub.pipeline.matching").joinpath("data", name).read_text(encoding="utf-8")
    yield from csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Eight digits that change with any of the tables: matches made from others are out of date."""
    folder = files("hub.pipeline.matching").joinpath("data")
    return sha256(b"".join(folder.joinpath(name).read_bytes() for name in TABLES)).hexdigest()[:8]


@lru_cache(maxsize=1)
def activities() -> dict[str, Activity]:
    """Every row, by CPV prefix."""
    return {row["cpv_prefix"]: _activity(row) for row in table_rows("activities.csv")}


def _activity(row: dict[str, str]) -> Activity:
    return Activity(
        cpv_prefix=row["cpv_prefix"],
        cpv_label=row["cpv_label"],
        trade=row["trade"],
        sectors=_several(row["sectors"]),
        near=_several(row["near_sectors"]),
        naf=_several(row["naf"]),
        geiq=_several(row["geiq"]),
        rome=_several(row["rome"]),
        mark=row["mark"],
        source=row["source"],
    )


def _several(cell: str) -> frozenset[str]:
    return frozenset(part for part in cell.split("|") if part)


def activity_of(cpv: str | None) -> Activity | None:
    """The row of a CPV code: the longest prefix wins. ``None`` for a code of no known division."""
    if not cpv:
        return None
    known = activities()
    return next((known[cpv[:n]] for n in range(len(cpv), 1, -1) if cpv[:n] in known), None)


@lru_cache(maxsize=1)
def _labels() -> dict[str, str]:
    return {row["slug"]: row["label"] for row in table_rows("sectors.csv")}


def sector_label(slug: str) -> str:
    """A sector as a person reads it; a slug unknown here (or a registry's own words) is given back."""
    return _labels().get(slug, slug)


# Temporary work and groups of employers: they say how people are employed, not at which trade.
_LENDING_NAF = frozenset({"7810Z", "7820Z", "7830Z"})


@lru_cache(maxsize=1)
def informative_naf() -> frozenset[str]:
    """The NAF codes that name a trade of the table; the others say little of what is sold."""
    return frozenset(code for row in activities().values() for code in row.naf) - _LENDING_NAF
