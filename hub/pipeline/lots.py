"""Merge the lots that several notices state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from hub.clauses.case import CaseLot
from hub.plugin_api.records import Lot, Notice

_FACTS = [f.name for f in fields(CaseLot) if f.name != "key"]


def merge_lots(notices: Sequence[Notice]) -> tuple[CaseLot, ...]:
    """The lots of the first notice (the most authoritative), each completed by the others.

    A lot that only an older notice knows was taken out by the newer one: it stays out.
    """
    if not notices:
        return ()
    others = [{_number(lot.key): lot for lot in notice.lots} for notice in notices[1:]]
    return tuple(
        _complete(lot, [found[_number(lot.key)] for found in others if _number(lot.key) in found])
        for lot in notices[0].lots
    )


def _number(key: str) -> str:
    """``LOT-0002`` and ``2`` are the same lot."""
    digits = "".join(char for char in key if char.isdigit()).lstrip("0")
    return digits or key


def _complete(lot: Lot, others: Sequence[Lot]) -> CaseLot:
    facts: dict[str, Any] = {}
    for name in _FACTS:
        facts[name] = next(
            (value for source in (lot, *others) if (value := getattr(source, name)) not in (None, ())),
            getattr(lot, name),
        )
    return CaseLot(key=lot.key, **facts)
