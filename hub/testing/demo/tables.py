"""The tables of the demo feed, read from the TOML files beside."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from hub.testing.demo.identity import siret
from hub.testing.demo.model import Buyer, Clause, Place, Trade


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def places() -> dict[str, Place]:
    """Communes by INSEE code."""
    found = {}
    for territory, table in _table("places").items():
        for insee, name, postcode in table["communes"]:
            found[insee] = _place(insee, name, postcode, territory, table)
    return found


@cache
def areas() -> dict[str, Place]:
    """For each territory, the place of a notice that names only the département."""
    return {t: _place("", "", "", t, table) for t, table in _table("places").items()}


def _place(insee: str, name: str, postcode: str, territory: str, table: dict[str, Any]) -> Place:
    return Place(
        insee, name, postcode, territory, table["departement"], table["nuts"], table["area"], table["court"]
    )


@cache
def buyers() -> dict[str, Buyer]:
    """Buyers by id."""
    return {
        row["id"]: Buyer(
            row["id"],
            row["name"],
            row["kind"],
            row["legal"],
            siret(row["number"]),
            places()[row["seat"]],
            row["street"],
        )
        for row in _table("buyers")["buyer"]
    }


@cache
def trades() -> dict[str, Trade]:
    """Trades by id."""
    return {row["id"]: Trade(**_frozen(row)) for row in _table("trades")["trade"]}


@cache
def clauses() -> dict[str, Clause]:
    """Clauses by id."""
    return {row["id"]: Clause(**_frozen(row)) for row in _table("clauses")["clause"]}


@cache
def told_cases() -> tuple[dict[str, Any], ...]:
    """The marchés told by hand."""
    return tuple(_table("cases")["case"])


def _frozen(row: dict[str, Any]) -> dict[str, Any]:
    return {key: _tuples(value) for key, value in row.items()}


def _tuples(value: Any) -> Any:
    return tuple(_tuples(v) for v in value) if isinstance(value, list) else value
