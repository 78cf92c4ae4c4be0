"""The tables of the trade, read once from ``hub/clauses/data``. Each row carries its source and its mark.

Marks: ``V`` read in the source, ``M`` a value without a source, ``I`` our own reading.
"""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, Literal

TABLES = ("thresholds.toml", "labour.csv", "trades.csv", "buyer_codes.csv", "buyer_names.csv")
BuyerKind = Literal["central", "subcentral", "entity"]


@dataclass(frozen=True, slots=True)
class Family:
    """A trade: share of labour in the price (0 to 1), and how worthwhile it is (``intensity``, 1 to 5)."""

    cpv_prefix: str
    name: str
    low: float
    default: float
    high: float
    intensity: int
    structures: str
    modality: str
    unsuitable: bool
    staff_transfer: bool
    generic: bool
    mark: str
    source: str


@dataclass(frozen=True, slots=True)
class EuThresholds:
    """One period of EU thresholds, in euros HT, both days included."""

    start: date
    end: date
    central: Decimal
    subcentral: Decimal
    entity: Decimal
    works: Decimal
    concessions: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class Law:
    """The duty: since when, and the thresholds by period."""

    since: date
    articles: dict[str, str]
    earlier_articles: dict[str, str]
    planning_months: int
    social_classic: Decimal
    social_network: Decimal
    periods: tuple[EuThresholds, ...]

    def period(self, day: date) -> EuThresholds:
        """The thresholds of a day; the nearest known period outside the table."""
        started = [p for p in self.periods if p.start <= day]
        return started[-1] if started else self.periods[0]


def fold(text: str) -> str:
    """Lower case, no accents, plain apostrophes, single spaces: what the word tables are matched on."""
    plain = text.replace("œ", "oe").replace("Œ", "oe").replace("\u2019", "'")
    decomposed = unicodedata.normalize("NFKD", plain)
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).lower().split())


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV file of the data folder, its comment lines left out."""
    text = files("hub.clauses").joinpath("data", name).read_text(encoding="utf-8")
    yield from csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Eight digits that change with any table read here: answers given from others are out of date."""
    folder = files("hub.clauses").joinpath("data")
    return sha256(b"".join(folder.joinpath(name).read_bytes() for name in TABLES)).hexdigest()[:8]


@lru_cache(maxsize=1)
def law() -> Law:
    """``thresholds.toml``."""
    text = files("hub.clauses").joinpath("data", "thresholds.toml").read_text(encoding="utf-8")
    data: dict[str, Any] = tomllib.loads(text)
    return Law(
        since=data["duty"]["from"],
        articles=data["duty"]["articles"],
        earlier_articles=data["duty"]["earlier_articles"],
        planning_months=data["planning"]["valid_months"],
        social_classic=Decimal(data["social_services"]["classic"]),
        social_network=Decimal(data["social_services"]["network"]),
        periods=tuple(_period(row) for row in data["eu"]),
    )


def _period(row: dict[str, Any]) -> EuThresholds:
    amounts = {k: Decimal(row[k]) for k in ("central", "subcentral", "entity", "works", "concessions")}
    return EuThresholds(start=row["from"], end=row["to"], source=row["source"], **amounts)


@lru_cache(maxsize=1)
def families() -> dict[str, Family]:
    """``labour.csv``, by CPV prefix."""
    return {row["cpv_prefix"]: _family(row) for row in rows("labour.csv")}


def _family(row: dict[str, str]) -> Family:
    low, default, high = (int(row[k]) / 100 for k in ("low", "default", "high"))
    return Family(
        cpv_prefix=row["cpv_prefix"],
        name=row["family"],
        low=low,
        default=default,
        high=high,
        intensity=int(row["intensity"]),
        structures=row["structures"],
        modality=row["modality"],
        unsuitable=row["unsuitable"] == "1",
        staff_transfer=row["staff_transfer"] == "1",
        generic=row["generic"] == "1",
        mark=row["mark"],
        source=row["source"],
    )


_CPV = 8


@lru_cache(maxsize=4096)
def family_of(code: str) -> Family | None:
    """The trade of a CPV code: the longest prefix of the table wins."""
    known = families()
    longest = min(len(code), _CPV)
    return next((known[code[:n]] for n in range(longest, 1, -1) if code[:n] in known), None)


@lru_cache(maxsize=1)
def trade_words() -> tuple[tuple[re.Pattern[str], str], ...]:
    """``trades.csv``: a pattern over folded words, and the CPV prefix of the trade."""
    return tuple((re.compile(row["pattern"]), row["cpv_prefix"]) for row in rows("trades.csv"))


@lru_cache(maxsize=4096)
def family_in_words(text: str) -> Family | None:
    """The trade that a title names, by our own table of words."""
    folded = fold(text)
    prefix = next((cpv for pattern, cpv in trade_words() if pattern.search(folded)), None)
    return families()[prefix] if prefix else None


@lru_cache(maxsize=1)
def buyer_codes() -> dict[tuple[str, str], dict[str, str]]:
    """``buyer_codes.csv``, by list and code."""
    return {(row["list"], row["code"]): row for row in rows("buyer_codes.csv")}


@lru_cache(maxsize=1)
def buyer_names() -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    """``buyer_names.csv``: patterns over folded names, in order."""
    return tuple((re.compile(row["pattern"]), row) for row in rows("buyer_names.csv"))
