"""What a rectificatif (F14) changes: where, what stood there, what stands there now."""

from __future__ import annotations

from hub.plugin_api import Change
from hub_procurement_feed import values
from hub_procurement_feed.draft import Draft
from hub_procurement_feed.node import Node


def read(form: Node, draft: Draft) -> None:
    """Add the changes of ``CHANGES/CHANGE`` to ``draft``, in order."""
    for change in form.all("CHANGES", "CHANGE"):
        where = change.at("WHERE")
        draft.changes.append(
            Change(
                field=" ".join(filter(None, (where.value("SECTION"), where.value("LABEL")))) or None,
                lot=values.lot_number(where.value("LOT_NO")) or None,
                before=_printed(change.at("OLD_VALUE")) or None,
                after=_printed(change.at("NEW_VALUE")) or None,
            )
        )
    added = form.value("CHANGES", "INFO_ADD")
    if added:
        draft.changes.append(Change(field="INFO_ADD", text=added))


def _printed(value: Node) -> str:
    """A value is a text, a date and time, or codes."""
    pieces = []
    for node in value.walk():
        pieces += [node.text.strip(), node.attrs.get("CODE", "").strip()]
    return " ".join(filter(None, pieces))
