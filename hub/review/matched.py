"""The employers and the advice of each marché, in the names of the JSON surface."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from hub.store import matches
from hub.store.bulk import Row

Json = dict[str, Any]

# A marché shows its best employers whatever the lot; each lot has its own list.
_SHOWN = 12
_STRENGTH = {"reserver": 3, "lot": 2, "clause": 1, "rien": 0}


def fill(connection: Connection, documents: list[Json]) -> list[Json]:
    """Set ``employers`` and ``advice`` of these documents and of their lots, in place."""
    ids = [document["id"] for document in documents]
    found, advice = matches.of_marches(connection, ids), matches.advice(connection, ids)
    for document in documents:
        _fill(document, found.get(document["id"], []), advice.get(document["id"], {}))
    return documents


def _fill(document: Json, rows: Sequence[Row], advice: Mapping[str, Json]) -> None:
    for lot in document["lots"]:
        lot["employers"] = [_employer(row) for row in rows if row["lot"] == lot["key"]]
        lot["advice"] = advice.get(lot["key"])
    document["employers"] = _best(rows)
    document["advice"] = _strongest(advice)


def _best(rows: Sequence[Row]) -> list[Json]:
    """Each employer once, at its best lot; ``lots`` are all those it may do."""
    lots: dict[str, list[str]] = {}
    best: dict[str, Row] = {}
    for row in rows:
        lots.setdefault(row["employer"], []).append(row["lot"])
        known = best.get(row["employer"])
        if known is None or row["score"] > known["score"]:
            best[row["employer"]] = row
    ordered = sorted(best.values(), key=_order)[:_SHOWN]
    return [{**_employer(row), "lots": [key for key in lots[row["employer"]] if key]} for row in ordered]


def _order(row: Row) -> tuple[float, float, str]:
    km = row["distance_km"]
    return -row["score"], float("inf") if km is None else km, row["employer"]


def _employer(row: Row) -> Json:
    return {
        "id": row["employer"],
        "kind": row["kind"],
        "name": row["name"],
        "siret": row["siret"],
        "distance_km": row["distance_km"],
        "activities": row["activities"],
        "why": " ".join(row["why"]),
        "score": row["score"],
    }


def _strongest(advice: Mapping[str, Json]) -> Json | None:
    """The advice of the lot that its employers answer best; ``lot`` says which."""
    if not advice:
        return None
    key = max(sorted(advice), key=lambda lot: _STRENGTH.get(advice[lot]["advice"], -1))
    return {**advice[key], "lot": key or None}
