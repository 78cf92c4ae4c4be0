"""What each registry says of one employer, side by side: the facts before any of them is believed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from hub.pipeline.employers.listed import Listed, load
from hub.pipeline.employers.survivorship import READ, stated_activity
from hub.store.employers import EntryName

Json = dict[str, Any]


def said(connection: Connection, names: Sequence[EntryName]) -> dict[EntryName, Json]:
    """By entry the facts that it states, in the names of the JSON surface, with its ``kind``.

    ``status`` is ``active`` or ``inactive`` where the registry speaks of conventions. Mailboxes of
    persons are not in it.
    """
    return {entry.name: _facts(entry) for entry in load(connection, names)}


def _facts(entry: Listed) -> Json:
    told = {"kind": entry.employer.kind, **{name: read(entry) for name, read in READ.items()}}
    active = stated_activity(entry)
    if active is not None:
        told["status"] = "active" if active else "inactive"
    return {name: value for name, value in told.items() if value not in (None, "", [])}
