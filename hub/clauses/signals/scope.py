"""Lots of signals as lots of the marché: « lot 2 » is ``LOT-0002`` for eForms, ``2`` elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from hub.clauses.assessment import LocatedSignal
from hub.plugin_api.rules import Hours

_LAST_NUMBER = re.compile(r"(\d+)\D*$")


@lru_cache(maxsize=4096)
def lot_number(key: str) -> str:
    """The number in a lot key, without leading zeros, else the key itself.

    >>> lot_number("LOT-0002"), lot_number("2"), lot_number("A")
    ('2', '2', 'A')
    """
    match = _LAST_NUMBER.search(key)
    return str(int(match.group(1))) if match else key


def mapped(lots: Iterable[str], lot_keys: Sequence[str]) -> tuple[str, ...]:
    """Lots under the marché's own keys; one that it does not know stays as it was printed."""
    keys, order = _keyed(tuple(lot_keys))
    named = dict.fromkeys(lot if lot in order else keys.get(lot_number(lot), lot) for lot in lots)
    return tuple(sorted(named, key=lambda k: (order.get(k, len(order)), len(k), k)))


@lru_cache(maxsize=256)
def _keyed(lot_keys: tuple[str, ...]) -> tuple[dict[str, str], dict[str, int]]:
    """The keys by number (the first of equals), and their order."""
    by_number = {lot_number(key): key for key in reversed(lot_keys)}
    return by_number, {key: i for i, key in enumerate(lot_keys)}


def with_keys(signal: LocatedSignal, lot_keys: Sequence[str]) -> LocatedSignal:
    """The signal with its lots, and those of its hours, under the marché's keys."""
    if not (signal.lot or signal.lots or signal.except_lots or signal.hours):
        return signal
    return replace(
        signal,
        lot=_key(signal.lot, lot_keys),
        lots=_lots(signal, lot_keys),
        except_lots=mapped(signal.except_lots, lot_keys),
        hours=tuple(_hours(h, lot_keys) for h in signal.hours),
    )


def _lots(signal: LocatedSignal, lot_keys: Sequence[str]) -> tuple[str, ...] | None:
    """The lots named; « tous les lots sauf le 4 » is all the others, once the marché's lots are known."""
    if signal.lots:
        return mapped(signal.lots, lot_keys)
    out = set(mapped(signal.except_lots, lot_keys))
    return tuple(key for key in lot_keys if key not in out) or None if out else signal.lots


def _key(lot: str | None, lot_keys: Sequence[str]) -> str | None:
    return None if lot is None else mapped((lot,), lot_keys)[0]


def _hours(hours: Hours, lot_keys: Sequence[str]) -> Hours:
    return replace(hours, lot=_key(hours.lot, lot_keys))


def scope(signal: LocatedSignal) -> tuple[str, ...] | None:
    """The lots that a signal is about; ``None`` for the whole marché."""
    if signal.lots:
        return signal.lots
    return (signal.lot,) if signal.lot else None


def concerns(signal: LocatedSignal, lot: str) -> bool:
    """True when the signal is about ``lot``, or about the whole marché."""
    lots = scope(signal)
    return lots is None or lot in lots


def overlap(one: LocatedSignal, other: LocatedSignal) -> bool:
    """True when both may speak of the same lot."""
    first, second = scope(one), scope(other)
    return first is None or second is None or bool(set(first) & set(second))
