"""Marchés as JSON documents, in the names of the public surface."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from hub.plugin_api.errors import HubError
from hub.plugin_api.records import Notice
from hub.review import corrected
from hub.review.comparables import comparables
from hub.review.matched import fill
from hub.review.timeline import timeline
from hub.store import canonical, decisions, marches
from hub.store import queue as rows
from hub.store.bulk import Row
from hub.store.queue import UNDECIDED, QueueFilter

Json = dict[str, Any]


def unknown_marche(id_: str) -> HubError:
    """The error of an id that names no marché."""
    return HubError(
        f"Aucun marché n’a l’identifiant ou l’avis « {id_} ».", code="unknown-marche", next_step="hub marches"
    )


def listed(
    connection: Connection, filters: QueueFilter, *, limit: int | None = None, offset: int = 0
) -> list[Json]:
    """The queue, best first."""
    return documents(connection, rows.listed(connection, filters, limit=limit, offset=offset))


def count(connection: Connection, filters: QueueFilter) -> int:
    """How many there are in all."""
    return rows.count(connection, filters)


def one(connection: Connection, id_: str) -> Json:
    """One marché with everything known about it: also ``texts``, ``timeline``, ``documents``, ``history``."""
    resolved = marches.resolve(connection, id_)
    found = rows.by_id(connection, [resolved]) if resolved else []
    if not found:
        raise unknown_marche(id_)
    (document,) = documents(connection, found)
    notices = _notices(connection, document["id"])
    document["texts"] = _texts(notices)
    document["timeline"] = timeline(notices)
    document["documents"] = [
        {"connector": name.connector, "key": name.key, "kind": name.kind, "reason": reason}
        for name, reason in marches.reasons(connection, document["id"]).items()
    ]
    document["comparables"] = comparables(connection, document)
    document["history"] = [_decision(row) for row in decisions.history(connection, document["id"])]
    return document


def documents(connection: Connection, found: Sequence[Row]) -> list[Json]:
    """Queue rows as JSON documents, with the employers of each lot and the hours that people corrected."""
    return corrected.fill(connection, fill(connection, [marche(row) for row in found]))


def marche(row: Row) -> Json:
    """A queue row as the JSON document, its employers not yet looked up."""
    body = dict(row["body"])
    answers = body.pop("lots")
    facts = dict(row["facts"])
    facts["lots"] = [{**lot, **answers.get(lot["key"], {}), "employers": []} for lot in facts["lots"]]
    lots = facts.pop("lots")
    return {
        "id": row["id"],
        **facts,
        **body,
        "employers": [],
        "review": {
            "state": row["state"] or UNDECIDED,
            "assignee": row["assignee"],
            "updated": row["at"].isoformat() if row["at"] else None,
            "version": row["decision"] or 0,
        },
        "lots": lots,
    }


def _decision(row: Row) -> Json:
    return {
        "version": row["id"],
        "kind": row["kind"],
        "state": row["state"],
        "because": row["because"],
        "assignee": row["assignee"],
        "note": row["note"],
        "author": row["author"],
        "at": row["at"].isoformat(),
    }


def _notices(connection: Connection, id_: str) -> list[tuple[str, Notice]]:
    names = [(n.connector, n.key) for n in marches.members(connection, [id_])[id_] if n.kind == "notice"]
    found = canonical.load(connection, "notice", names)
    return [(connector, n) for (connector, _), n in sorted(found.items()) if isinstance(n, Notice)]


def _texts(notices: list[tuple[str, Notice]]) -> list[Json]:
    return [
        {
            "field": text.field,
            "lot": text.lot,
            "text": text.text,
            "connector": connector,
            "notice": notice.key,
        }
        for connector, notice in notices
        for text in notice.texts
    ]
