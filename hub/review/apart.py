"""Take a document out of a marché: consolidation was wrong, and it stays undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from hub.plugin_api.errors import HubError
from hub.review.queue import unknown_marche
from hub.store import marches, similarity
from hub.store.marches import DocumentName


def take_apart(connection: Connection, id_: str, document: str, author: str, now: datetime) -> DocumentName:
    """Say that ``document`` (``connector:key`` or a bare key) is not of the marché ``id_``.

    The next consolidation puts it by itself, or with what else its names lead to.
    """
    name, others = _member(connection, id_, document)
    if not others:
        raise HubError(
            "Ce marché n’a que ce document.", code="nothing-to-take-apart", next_step=f"hub marche {id_}"
        )
    similarity.put_back(connection, name)
    similarity.set_apart(connection, name, others, author, now)
    marches.touch(connection, [name, *others])
    return name


def put_back(connection: Connection, id_: str, document: str) -> DocumentName:
    """Undo :func:`take_apart` for a document, named with the marché it is in now."""
    name, others = _member(connection, id_, document)
    away = similarity.apart(connection, [name]).get(name, set())
    similarity.put_back(connection, name)
    marches.touch(connection, [name, *others, *away])
    return name


def listed(connection: Connection, id_: str) -> list[dict[str, Any]]:
    """The documents of a marché that were taken out of another: ``{connector, key, author, at, others}``."""
    found: dict[DocumentName, dict[str, Any]] = {}
    for row in similarity.apart_rows(connection, marches.members(connection, [id_])[id_]):
        name = DocumentName(row["kind"], row["connector"], row["key"])
        facts = {"connector": name.connector, "key": name.key, "author": row["author"], "others": []}
        line = found.setdefault(name, {**facts, "at": row["at"].isoformat()})
        line["others"].append(f"{row['other_connector']}:{row['other_key']}")
    return list(found.values())


def _member(connection: Connection, id_: str, document: str) -> tuple[DocumentName, list[DocumentName]]:
    marche = marches.resolve(connection, id_)
    if marche is None:
        raise unknown_marche(id_)
    members = marches.members(connection, [marche])[marche]
    for name in members:
        if document in {name.key, f"{name.connector}:{name.key}"}:
            return name, [other for other in members if other != name]
    raise HubError(
        f"« {document} » n’est pas un document de ce marché.",
        code="unknown-document",
        next_step=f"hub marche {id_}",
    )
