"""A data set of an Opendatasoft portal, Explore API v2.1, over any records."""

from __future__ import annotations

import hashlib
import itertools
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from hub.testing.replay.exchange import Request, Response, json_response
from hub.testing.replay.ods_query import MAX_WINDOW, BadParameter, read_query
from hub.testing.replay.odsql import Order, Row, sort_key

Records = Sequence[dict[str, Any]] | Callable[[], Iterable[dict[str, Any]]]

_ROOT = "/api/explore/v2.1/catalog/datasets"
_LOOKED_AT = 200  # records looked at to know the fields and their types


class OdsDataset:
    """Answers for one data set: its description, ``/records`` and ``/exports/{json,jsonl}``.

    ``records`` is a list, or a function that opens a fresh stream of records: exports in the
    stream's own order (``ordered_by``) then never hold them all; give such a stream its
    ``data_processed``, else it is read once more to find the newest day. ``quota`` requests a day are
    answered, then 429. ``now`` is what ``now()`` means in a clause.
    """

    def __init__(
        self,
        name: str,
        records: Records,
        *,
        ordered_by: str = "",
        data_processed: str | None = None,
        quota: int = 50_000,
        now: datetime | None = None,
    ) -> None:
        self.name = name
        self.path = f"{_ROOT}/{name}"
        self.data_processed = data_processed
        self.quota = quota
        self.now = now
        self._ordered_by = ordered_by
        self._records = records
        self._asked = 0
        self._lock = threading.Lock()

    def rows(self) -> Iterable[dict[str, Any]]:
        """All the records, in the order of the source."""
        return self._records() if callable(self._records) else self._records

    def fields(self) -> dict[str, str]:
        """The fields and their types (``text``, ``date``, ``datetime``, ``int``, ``double``)."""
        types: dict[str, str] = {}
        for row in itertools.islice(self.rows(), _LOOKED_AT):
            for name, value in row.items():
                if types.get(name) in {None, "text"} and value is not None:
                    types[name] = _type_of(value)
                types.setdefault(name, "text")
        return types

    def answer(self, request: Request) -> Response | None:
        """The API's answer, with its rate-limit headers, or ``None`` outside this data set."""
        if request.path != self.path and not request.path.startswith(f"{self.path}/"):
            return None
        remaining = self._count()
        response = self._answer(request) if remaining >= 0 else self._over_quota()
        return response.with_headers(self._limits(max(0, remaining)))

    def _count(self) -> int:
        with self._lock:
            self._asked += 1
            return self.quota - self._asked

    def _answer(self, request: Request) -> Response:
        asked = request.path[len(self.path) :].strip("/")
        try:
            if not asked:
                return self._tagged(request, json_response(self.describe()))
            if asked == "records":
                return self._tagged(request, self._page(request))
            if asked in {"exports/json", "exports/jsonl"}:
                return self._tagged(request, self._export(request, lines=asked.endswith("jsonl")))
        except BadParameter as error:
            return json_response({"error_code": error.code, "message": str(error)}, 400)
        return json_response({"error_code": "NotFound", "message": f"Nothing at {request.path}"}, 404)

    def describe(self) -> dict[str, Any]:
        """The data set's own page: ``metas.default`` and ``fields``."""
        rows = self.rows()
        count = len(rows) if isinstance(rows, Sequence) else sum(1 for _ in rows)
        default: dict[str, Any] = {
            "title": self.name.upper(),
            "records_count": count,
            "data_processed": self._processed(),
        }
        fields: list[dict[str, Any]] = [
            {"name": n, "label": n, "type": t, "description": None, "annotations": {}}
            for n, t in self.fields().items()
        ]
        return {
            "dataset_id": self.name,
            "has_records": count > 0,
            "metas": {"default": default},
            "fields": fields,
        }

    def _page(self, request: Request) -> Response:
        fields = self.fields()
        query = read_query(request, fields, self._now(), page=True)
        rows = self._ordered(query.filter(self.rows()), query.order or _oldest_first(fields))
        rows = rows if isinstance(rows, list) else list(rows)
        shown = [query.shape(r) for r in rows[query.offset : query.offset + query.limit]]
        return json_response({"total_count": len(rows), "results": shown})

    def _export(self, request: Request, *, lines: bool) -> Response:
        query = read_query(request, self.fields(), self._now(), page=False)
        if query.offset_given and query.limit < 0:
            query = query.bounded(MAX_WINDOW)

        def pieces() -> Iterator[bytes]:
            rows = self._ordered(query.filter(self.rows()), query.order)
            end = query.offset + query.limit if query.limit >= 0 else None
            chosen = itertools.islice(rows, query.offset, end)
            return _lines(map(query.shape, chosen)) if lines else _array(map(query.shape, chosen))

        media = "application/x-ndjson" if lines else "application/json; charset=utf-8"
        return Response(200, pieces, media)

    def _ordered(self, rows: Iterable[Row], order: tuple[Order, ...]) -> Iterable[Row]:
        if not order or _spelled(order) == self._ordered_by:
            return rows
        rows = list(rows)
        for field, descending in reversed(order):
            rows.sort(key=lambda row, field=field: sort_key(row.get(field)), reverse=descending)  # type: ignore[misc]
        return rows

    def _tagged(self, request: Request, response: Response) -> Response:
        digest = hashlib.sha256()
        if callable(self._records) and not isinstance(response.body, bytes):
            # A long stream is not read twice: its date and the question stand for its content.
            digest.update(f"{self._processed()} {request.path}?{request.query_string}".encode())
        else:
            pieces = [response.body] if isinstance(response.body, bytes) else response.body()
            for piece in pieces:
                digest.update(piece)
        return response.with_headers({"ETag": f'W/"{digest.hexdigest()[:24]}"'})

    def _processed(self) -> str:
        if self.data_processed:
            return self.data_processed
        days = (r.get("dateparution") for r in self.rows())
        return f"{max((d for d in days if isinstance(d, str)), default='1970-01-01')}T20:41:00+00:00"

    def _now(self) -> datetime:
        return self.now or datetime.now(UTC)

    def _limits(self, remaining: int) -> dict[str, str]:
        reset = (datetime.now(UTC) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        return {
            "X-RateLimit-Limit": str(self.quota),
            "X-RateLimit-Remaining": str(remaining),
            "X-RateLimit-Reset": reset.isoformat(sep=" "),
        }

    def _over_quota(self) -> Response:
        body = {"errorcode": 10002, "error": "Too many requests on the domain.", "call_limit": self.quota}
        return json_response(body, 429).with_headers({"Retry-After": "60"})


def _type_of(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return "text"
    if isinstance(value, str):
        return _type_of_text(value)
    return "int" if isinstance(value, int) else "double"


def _type_of_text(value: str) -> str:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return "text"
    if len(value) < 10 or value[4:5] != "-":
        return "text"
    return "datetime" if "T" in value else "date"


def _oldest_first(fields: dict[str, str]) -> tuple[Order, ...]:
    return (Order("dateparution", descending=False),) if "dateparution" in fields else ()


def _spelled(order: tuple[Order, ...]) -> str:
    return ",".join(f"{o.field} desc" if o.descending else o.field for o in order)


def _array(rows: Iterable[Row]) -> Iterator[bytes]:
    yield b"["
    for n, row in enumerate(rows):
        yield (b",\n" if n else b"") + orjson.dumps(row)
    yield b"]"


def _lines(rows: Iterable[Row]) -> Iterator[bytes]:
    for row in rows:
        yield orjson.dumps(row) + b"\n"
