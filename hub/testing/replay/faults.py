"""Scripted faults: what real sources do on a bad day, at the request of your choice.

>>> from hub.testing.replay import ReplayServer, faults
>>> script = [faults.status(503).on(2), faults.cut_off(200).on(1, path="*/exports/*")]
>>> server = ReplayServer([], faults=script)
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import quote

import orjson

from hub.testing.replay.exchange import Request, Response

Change = Callable[[Request, Response], Response]
Rewrite = Callable[[Request], Request]


def _unchanged(_request: Request, response: Response) -> Response:
    return response


def _unrewritten(request: Request) -> Request:
    return request


@dataclass(frozen=True)
class Fault:
    """One fault. It strikes ``times`` requests (``None``: all), from the ``first`` whose path
    matches the shell pattern ``path``. ``rewrite`` acts before the source, ``change`` after it."""

    name: str
    change: Change = _unchanged
    rewrite: Rewrite = _unrewritten
    path: str = "*"
    first: int = 1
    times: int | None = 1

    def on(self, first: int = 1, *, times: int | None = 1, path: str = "*") -> Fault:
        """The same fault at the ``first`` request that matches ``path``, ``times`` in a row."""
        return replace(self, first=first, times=times, path=path)

    def always(self, path: str = "*") -> Fault:
        """The same fault at every request that matches ``path``."""
        return self.on(1, times=None, path=path)


class FaultPlan:
    """The faults of one server, with how many requests each has seen."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self._faults = tuple(faults)
        self._seen = [0] * len(self._faults)
        self._lock = threading.Lock()

    def strike(self, request: Request) -> tuple[Fault, ...]:
        """The faults for this request, in the order given; counts it."""
        with self._lock:
            return tuple(f for n, f in enumerate(self._faults) if self._due(n, f, request.path))

    def _due(self, index: int, fault: Fault, path: str) -> bool:
        if not fnmatchcase(path, fault.path):
            return False
        self._seen[index] += 1
        past = self._seen[index] - fault.first
        return past >= 0 and (fault.times is None or past < fault.times)


def _delivery(name: str, **values: Any) -> Fault:
    def change(_request: Request, response: Response) -> Response:
        return replace(response, delivery=replace(response.delivery, **values))

    return Fault(name, change)


def status(code: int, *, retry_after: str | int | None = None, body: bytes = b"") -> Fault:
    """An HTTP error. ``retry_after`` is seconds or an HTTP date, as printed."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    answer = Response(code, body or f"{code}\n".encode(), "text/plain; charset=utf-8", headers)
    return Fault(f"status {code}", lambda _request, _response: answer)


def slow(seconds: float) -> Fault:
    """An answer that starts only after ``seconds``."""
    return _delivery("slow", delay_s=seconds)


def cut_off(after: int) -> Fault:
    """A connection closed after ``after`` bytes of the body."""
    return _delivery("cut off", cut_after=after)


def wrong_length(error: int) -> Fault:
    """A ``Content-Length`` that is ``error`` bytes away from the truth (a stream is sent whole)."""

    def change(_request: Request, response: Response) -> Response:
        delivery = replace(response.delivery, length_error=error)
        return replace(response, body=response.whole_body(), delivery=delivery)

    return Fault("wrong length", change)


def broken_gzip() -> Fault:
    """``Content-Encoding: gzip`` on bytes that do not decompress."""
    return _delivery("broken gzip", spoil_gzip=True)


def redirect(to: str, code: int = 302) -> Fault:
    """A redirection to ``to``, where ``{path}``, ``{query}`` and ``{host}`` are those of the request.

    ``redirect("{path}?{query}").always()`` is a loop; ``redirect("http://localhost:{port}{path}")``
    another host name for the same server.
    """

    def change(request: Request, _response: Response) -> Response:
        host = request.headers.get("host", "")
        place = to.format(
            path=quote(request.path), query=request.query_string, host=host, port=host.rpartition(":")[2]
        )
        return Response(code, b"", "text/plain", {"Location": place})

    return Fault("redirect", change)


def html_page(title: str = "Maintenance en cours") -> Fault:
    """A polite HTML page with status 200, where JSON was due."""
    page = f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
    answer = Response(200, page.encode(), "text/html; charset=utf-8")
    return Fault("html page", lambda _request, _response: answer)


def clock_skew(seconds: float) -> Fault:
    """A ``Date`` header that is ``seconds`` ahead (behind when negative)."""

    def change(_request: Request, response: Response) -> Response:
        moment = datetime.now(UTC) + timedelta(seconds=seconds)
        return response.with_headers({"Date": format_datetime(moment, usegmt=True)})

    return Fault("clock skew", change)


def huge_body(size: int) -> Fault:
    """A valid JSON body of about ``size`` bytes, streamed; it shrinks to nothing under gzip."""

    def pieces() -> Iterator[bytes]:
        yield b'{"total_count": 1, "results": [{"filler": "'
        for sent in range(0, size, 65536):
            yield b"x" * min(65536, size - sent)
        yield b'"}]}'

    return Fault("huge body", lambda _request, _response: Response(200, pieces))


def repeated_page() -> Fault:
    """The page before the one asked for, as when records arrive between two pages."""

    def rewrite(request: Request) -> Request:
        offset, limit = int(request.one("offset") or 0), int(request.one("limit") or 10)
        return request.with_query(offset=str(max(0, offset - limit)))

    return Fault("repeated page", rewrite=rewrite)


def edit_records(edit: Callable[[list[Any]], list[Any]], name: str = "edited records") -> Fault:
    """The records of the answer (a page, an export, JSON lines) passed through ``edit``."""

    def change(_request: Request, response: Response) -> Response:
        if response.status != 200:
            return response
        return replace(response, body=_edited(response.whole_body(), edit))

    return Fault(name, change)


def _edited(body: bytes, edit: Callable[[list[Any]], list[Any]]) -> bytes:
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        rows = edit([orjson.loads(line) for line in body.splitlines() if line.strip()])
        return b"".join(orjson.dumps(row) + b"\n" for row in rows)
    if isinstance(value, list):
        return orjson.dumps(edit(value))
    return orjson.dumps({**value, "results": edit(value.get("results", []))})


def renamed_field(old: str, new: str) -> Fault:
    """A schema that changed overnight: ``old`` is now called ``new``."""

    def edit(rows: Iterable[dict[str, Any]]) -> list[Any]:
        return [{new if k == old else k: v for k, v in row.items()} for row in rows]

    return edit_records(edit, "renamed field")


def missing_record(index: int = 0) -> Fault:
    """One record less than announced."""
    return edit_records(lambda rows: rows[:index] + rows[index + 1 :], "missing record")


def repeated_records(count: int = 1) -> Fault:
    """The first ``count`` records sent twice."""
    return edit_records(lambda rows: rows[:count] + rows, "repeated records")


__all__ = [
    "Fault",
    "FaultPlan",
    "broken_gzip",
    "clock_skew",
    "cut_off",
    "edit_records",
    "html_page",
    "huge_body",
    "missing_record",
    "redirect",
    "renamed_field",
    "repeated_page",
    "repeated_records",
    "slow",
    "status",
    "wrong_length",
]
