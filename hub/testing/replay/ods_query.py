"""The parameters of a request, read and checked as the portal checks them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hub.testing.replay.exchange import Request
from hub.testing.replay.odsql import (
    OdsqlError,
    Order,
    Predicate,
    Row,
    parse_order,
    parse_refine,
    parse_select,
    parse_where,
)

MAX_PAGE = 100
MAX_WINDOW = 10_000
_KNOWN = frozenset(
    ["where", "select", "order_by", "limit", "offset", "refine", "exclude", "timezone", "lang", "apikey"]
)


class BadParameter(ValueError):
    """A parameter that the portal refuses with 400; ``code`` is its ``error_code``."""

    def __init__(self, message: str, code: str = "InvalidRESTParameterError") -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Query:
    """What was asked. ``limit`` is -1 for all; ``select`` is empty for all fields."""

    tests: tuple[Predicate, ...] = ()
    order: tuple[Order, ...] = ()
    select: dict[str, str] = field(default_factory=dict)
    limit: int = 10
    offset: int = 0
    offset_given: bool = False
    zone: tzinfo | None = None
    moments: frozenset[str] = frozenset()

    def filter(self, rows: Iterable[dict[str, Any]]) -> Iterator[Row]:
        """The rows that pass."""
        return (row for row in rows if all(test(row) for test in self.tests))

    def shape(self, row: Row) -> Row:
        """A row as it is shown: the chosen fields, datetimes in the zone asked for."""
        if self.select:
            row = {alias: row.get(name) for alias, name in self.select.items()}
        if self.zone is None:
            return row
        return {k: self._local(k, v) for k, v in row.items()}

    def bounded(self, window: int) -> Query:
        """The same query within the first ``window`` rows."""
        return replace(self, limit=max(0, window - self.offset))

    def _local(self, name: str, value: Any) -> Any:
        if self.select.get(name, name) not in self.moments or not isinstance(value, str):
            return value
        return datetime.fromisoformat(value).astimezone(self.zone).isoformat()


def read_query(request: Request, fields: dict[str, str], now: datetime, *, page: bool) -> Query:
    """The query of a request, or :class:`BadParameter`."""
    unknown = sorted(set(request.query) - _KNOWN)
    if unknown:
        raise BadParameter(f"Unknown or unreplayed API parameter: {unknown[0]}")
    limit = _integer(request, "limit", 10 if page else -1)
    offset = _integer(request, "offset", 0)
    _check_window(limit, offset, page=page)
    if page and limit < 0:
        limit = MAX_PAGE
    try:
        tests, order, select = _clauses(request, fields, now)
    except OdsqlError as error:
        raise BadParameter(f"ODSQL query is malformed: {error}", "ODSQLError") from error
    moments = frozenset(name for name, kind in fields.items() if kind == "datetime")
    given = "offset" in request.query
    return Query(tests, order, select, limit, offset, given, _zone(request), moments)


def _clauses(
    request: Request, fields: dict[str, str], now: datetime
) -> tuple[tuple[Predicate, ...], tuple[Order, ...], dict[str, str]]:
    tests = [parse_where(clause, fields, now) for clause in request.query.get("where", ()) if clause.strip()]
    tests += [parse_refine(clause, fields) for clause in request.query.get("refine", ())]
    tests += [_without(parse_refine(clause, fields)) for clause in request.query.get("exclude", ())]
    order, select = request.one("order_by"), request.one("select")
    return (
        tuple(tests),
        parse_order(order, fields) if order else (),
        parse_select(select, list(fields)) if select else {},
    )


def _without(test: Predicate) -> Predicate:
    return lambda row: not test(row)


def _integer(request: Request, name: str, default: int) -> int:
    text = request.one(name)
    if text is None:
        return default
    try:
        return int(text)
    except ValueError:
        raise BadParameter(f"Invalid value for {name} API parameter: {text!r} is not an integer") from None


def _check_window(limit: int, offset: int, *, page: bool) -> None:
    if page and not -1 <= limit <= MAX_PAGE:
        raise BadParameter(
            f"Invalid value for limit API parameter: {limit} was found "
            f"but -1 <= limit <= {MAX_PAGE} is expected."
        )
    if offset < 0:
        raise BadParameter(
            f"Invalid value for offset API parameter: {offset} was found but >= 0 is expected."
        )
    if (page or offset) and offset + max(limit, 0) > MAX_WINDOW:
        raise BadParameter(
            "Invalid value for sum of offset + limit API parameter: "
            f"{offset + limit} was found but <= {MAX_WINDOW} is expected."
        )


def _zone(request: Request) -> tzinfo | None:
    name = request.one("timezone")
    if name is None or name.upper() == "UTC":
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise BadParameter(f"Invalid value for timezone API parameter: {name!r}") from None
