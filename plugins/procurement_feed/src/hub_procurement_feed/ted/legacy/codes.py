"""Coded values that rules read: reserved contracts, as the form names them."""

from __future__ import annotations

from typing import Final

from hub_procurement_feed.draft import Draft
from hub_procurement_feed.node import Node

_RESERVED: Final = (
    "RESTRICTED_SHELTERED_WORKSHOP",
    "RESTRICTED_SHELTERED_PROGRAM",
    "RESERVED_ORGANISATIONS_SERVICE_MISSION",
    "RESTRICTED_TO_SHELTERED_WORKSHOPS",
    "RESTRICTED_TO_FRAMEWORK_SHELTERED_PROGRAMME",
)


def read(form: Node, draft: Draft) -> None:
    """A reserved contract is an empty element of section III: its presence says yes, for the whole notice."""
    legal = form.at("LEFTI")
    for name in _RESERVED:
        for node in legal.all(name):
            draft.code(name, node.attrs.get("VALUE", "").strip() or node.text.strip() or "YES")
    kind = form.at("CONTRACTING_BODY", "CA_TYPE").attrs.get("VALUE", "").strip()
    if kind:
        draft.code("CA_TYPE", kind)
