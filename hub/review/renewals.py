"""Renewals as JSON documents, in the names of the public surface."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection

from hub.clauses.wording import hours_text
from hub.store import renewals
from hub.store.bulk import Row
from hub.store.renewals import RenewalFilter

Json = dict[str, Any]


def listed(
    connection: Connection, filters: RenewalFilter, *, limit: int | None = None, offset: int = 0
) -> list[Json]:
    """Running contracts that end, with the window to act, the nearest first."""
    rows = renewals.listed(connection, filters, limit=limit, offset=offset)
    return [_renewal(row, filters.today) for row in rows]


def count(connection: Connection, filters: RenewalFilter) -> int:
    """How many there are in all."""
    return renewals.count(connection, filters)


def _renewal(row: Row, today: date) -> Json:
    facts, body = row["facts"], row["body"] or {}
    return {
        "marche_id": row["id"],
        "title": facts["title"],
        "buyer": facts["buyer"],
        "cpv": facts["cpv"],
        "amount": facts["value"],
        "end_max": row["end_max"].isoformat(),
        "window": {"from": row["window_from"].isoformat(), "to": row["window_to"].isoformat()},
        "window_state": _state(row, today),
        "previous_clause": _clause(body),
        "hours": (body.get("hours") or {}).get("rounded"),
        "confidence": row["confidence"],
        "reasons": [*row["reasons"], *_more_reasons(row, body)],
        "territories": facts["territories"],
        "notices": facts["notices"],
    }


def _state(row: Row, today: date) -> str:
    if today < row["window_from"]:
        return "a_venir"
    return "ouverte" if today <= row["window_to"] else "passee"


def _clause(body: Json) -> Json | None:
    clause = body.get("clause")
    if not clause or clause["status"] in {"silence", "exclue"}:
        return None
    texts = [s["excerpt"] for s in clause["signals"] if s["start"] is not None and not s["negated"]]
    return {
        "status": clause["status"],
        "types": clause["types"],
        "hours_stated": clause["hours_stated"],
        "excerpt": texts[0] if texts else None,
    }


def _more_reasons(row: Row, body: Json) -> list[str]:
    found = []
    if row["predecessor"]:
        found.append("Besoin déjà renouvelé au moins une fois : un cycle précédent est connu.")
    if clause := _clause(body):
        hours = next((h["value"] for h in clause["hours_stated"] if h["unit"] == "total"), None)
        stated = f" ({hours_text(hours)})" if hours else ""
        found.append(f"Le marché en cours comporte déjà une considération sociale{stated}.")
    return found
