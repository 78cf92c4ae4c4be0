"""What a rectificatif changes: a rubric, what stood there, what stands there now.

The forms differ in names only (``rubrique/supprimer/ajouter``, ``RUB_INIT/TXT_INIT/LIRE``,
``TEXTE {INIT, LIRE}``), and no genuine record shows all of them: they are recognised by name anywhere
in the notice.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import Final

from hub.plugin_api import Change
from hub_procurement_feed import values
from hub_procurement_feed.draft import Draft
from hub_procurement_feed.node import Node

_BEFORE: Final = ("TXT_INIT", "INIT", "SUPPRIMER", "supprimer", "auLieuDe", "auLieu")
_AFTER: Final = ("LIRE", "AJOUTER", "lire", "ajouter", "remplacerPar")
_RUBRIC: Final = ("RUB_INIT", "rubrique", "APRES_MENTION")
_NESTED: Final = frozenset({"TEXTE", "DATE", "CPV"})


def read(root: Node, draft: Draft) -> None:
    """Add the changes found in ``root`` to ``draft``, in order."""
    stack: list[tuple[Node, str, str]] = [(root, "", "")]
    while stack:
        node, rubric, lot = stack.pop()
        rubric = node.name if node.name in _NESTED and not rubric else rubric
        own = _texts(node, _RUBRIC)
        lot = next(iter(_texts(node, ("LOT", "numLot"))), lot)
        draft.changes += _changes(node, own or [rubric], lot)
        below = [child for child in node.each() if child.children]
        stack += [(child, own[0] if own else rubric, lot) for child in reversed(below)]


def _texts(node: Node, names: tuple[str, ...]) -> list[str]:
    return [n.text.strip() for name in names for n in node.all(name) if not n.children and n.text.strip()]


def _changes(node: Node, rubrics: list[str], lot: str) -> list[Change]:
    before, after = _texts(node, _BEFORE), _texts(node, _AFTER)
    names = rubrics if len(rubrics) > 1 else rubrics * max(len(before), len(after))
    return [
        Change(
            field=rubric or None, lot=values.lot_number(lot) or None, before=old or None, after=new or None
        )
        for rubric, old, new in zip_longest(names, before, after, fillvalue="")
        if old or new
    ]
