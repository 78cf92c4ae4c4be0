"""The other clauses: ``order_by``, ``select``, ``refine``."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from hub.testing.replay.odsql.tokens import OdsqlError
from hub.testing.replay.odsql.values import Predicate, values_of

_ORDER = re.compile(r"\s*`?(\w+)`?(?:\s+(asc|desc))?\s*", re.IGNORECASE)
_SELECT = re.compile(r"\s*`?(\w+)`?(?:\s+as\s+`?(\w+)`?)?\s*", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Order(NamedTuple):
    """One field of an order."""

    field: str
    descending: bool


def parse_order(clause: str, fields: Collection[str]) -> tuple[Order, ...]:
    """``dateparution desc, idweb`` → the orders, first one first."""
    orders = []
    for part in clause.split(","):
        match = _ORDER.fullmatch(part)
        if match is None:
            raise OdsqlError(f"Cannot order by {part.strip()!r}")
        orders.append(Order(known(match[1], fields), (match[2] or "").lower() == "desc"))
    return tuple(orders)


def parse_select(clause: str, fields: Sequence[str]) -> dict[str, str]:
    """``idweb, objet as titre`` → ``{"idweb": "idweb", "titre": "objet"}``; ``*`` is all fields."""
    chosen: dict[str, str] = {}
    for part in clause.split(","):
        if part.strip() == "*":
            chosen |= {name: name for name in fields}
            continue
        match = _SELECT.fullmatch(part)
        if match is None:
            raise OdsqlError(f"Cannot select {part.strip()!r}")
        chosen[match[2] or match[1]] = known(match[1], fields)
    return chosen


def parse_refine(clause: str, fields: Collection[str]) -> Predicate:
    """``criteres:sociaux`` → its predicate. Dates refine by year, month or day: ``dateparution:2026/09``."""
    name, colon, wanted = clause.partition(":")
    if not colon:
        raise OdsqlError(f"a refinement is written field:value, not {clause!r}")
    known(name, fields)
    wanted = wanted.strip("\"'")
    return lambda row: any(_refines(str(v), wanted) for v in values_of(row, name))


def _refines(value: str, wanted: str) -> bool:
    if _DAY.match(value):
        return value.startswith(wanted.replace("/", "-"))
    return value == wanted


def known(name: str, fields: Collection[str]) -> str:
    """``name``, if it is a field of the data set."""
    if fields and name not in fields:  # an empty data set knows no field: all are accepted
        raise OdsqlError(f"Unknown field: {name}")
    return name
