"""What stands on a marché, read under a lock, and the next line of its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from hub.plugin_api.errors import HubError
from hub.review.queue import unknown_marche
from hub.store import decisions, marches
from hub.store import queue as rows
from hub.store.queue import UNDECIDED

Kind = Literal["decision", "note", "assignment", "undo"]


class Outrun(HubError):
    """Somebody else wrote meanwhile: nothing was written."""

    default_code = "decision-outrun"
    default_next_step = "Recharger le marché, lire l’autre décision, puis décider."


@dataclass(frozen=True)
class Standing:
    """``version`` is the number of the last line, 0 before any. ``assessment`` names the answers shown."""

    marche: str
    version: int
    state: str
    because: str | None
    assignee: str | None
    assessment: str


@dataclass(frozen=True)
class Line:
    """What follows from a line, and who wrote it."""

    kind: Kind
    state: str
    because: str | None
    assignee: str | None
    note: str | None
    author: str


def standing(connection: Connection, id_: str, version: int | None = None) -> Standing:
    """What stands; nobody else writes on this marché until the transaction ends.

    Raises ``unknown-marche``, and :class:`Outrun` when ``version`` is given and no longer stands.
    """
    marche = marches.resolve(connection, id_)
    if marche is not None:
        decisions.hold(connection, marche)
    found = rows.by_id(connection, [marche]) if marche else []
    if marche is None or not found:
        raise unknown_marche(id_)
    history = decisions.history(connection, marche)
    last = history[-1] if history else {}
    if version is not None and version != last.get("id", 0):
        raise Outrun("Quelqu’un d’autre a écrit sur ce marché depuis qu’il vous a été montré.")
    return Standing(
        marche=marche,
        version=last.get("id", 0),
        state=last.get("state", UNDECIDED),
        because=last.get("because"),
        assignee=last.get("assignee"),
        assessment=found[0]["updated"].isoformat(),
    )


def append(connection: Connection, on: Standing, line: Line, now: datetime) -> None:
    """Write the next line, anchored to the earliest document of the marché."""
    anchor = decisions.anchor(connection, on.marche)
    assert anchor is not None
    decisions.append(
        connection,
        {
            "marche": on.marche,
            "anchor_kind": anchor["kind"],
            "anchor_connector": anchor["connector"],
            "anchor_key": anchor["key"],
            "state": line.state,
            "because": line.because,
            "note": line.note,
            "assignee": line.assignee,
            "author": line.author,
            "at": now,
            "assessment": on.assessment,
            "kind": line.kind,
        },
    )
