"""Notes, assignments and undoing: lines that keep the state, or bring the former one back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from hub.plugin_api.errors import HubError
from hub.review.decide import InvalidDecision, check_note
from hub.review.standing import Line, append, standing
from hub.store import decisions
from hub.store.bulk import Row
from hub.store.queue import UNDECIDED


def note(connection: Connection, id_: str, text: str, author: str, now: datetime) -> str:
    """Append a note; the state stays. A note writes over nothing, so it asks for no version."""
    check_note(text)
    if not text.strip():
        raise InvalidDecision("La note est vide.", code="note-missing", next_step="Écrire une note.")
    on = standing(connection, id_)
    append(connection, on, Line("note", on.state, on.because, on.assignee, text.strip(), author), now)
    return on.marche


def assign(
    connection: Connection, id_: str, assignee: str, author: str, now: datetime, version: int | None = None
) -> str:
    """Give a marché to somebody (``""``: to nobody); the state stays."""
    on = standing(connection, id_, version)
    line = Line("assignment", on.state, on.because, assignee.strip() or None, None, author)
    append(connection, on, line, now)
    return on.marche


def undo(connection: Connection, id_: str, author: str, version: int | None, now: datetime) -> str:
    """Append a line that restores what stood before the last one. Undoing twice restores the last."""
    on = standing(connection, id_, version)
    history = decisions.history(connection, on.marche)
    if not history:
        raise HubError(
            "Rien n’a encore été décidé sur ce marché.", code="nothing-to-undo", next_step=f"hub marche {id_}"
        )
    append(connection, on, _restoring(history[-2] if len(history) > 1 else {}, author), now)
    return on.marche


def _restoring(former: Row, author: str) -> Line:
    state = former.get("state", UNDECIDED)
    return Line("undo", state, former.get("because"), former.get("assignee"), None, author)
