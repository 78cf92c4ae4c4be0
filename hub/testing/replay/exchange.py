"""What passes between the server, its sources and its faults: plain frozen data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from urllib.parse import urlencode

import orjson

JSON = "application/json; charset=utf-8"


@dataclass(frozen=True)
class Request:
    """A request as received. ``number`` counts from 1; header names are lower case."""

    number: int
    method: str
    path: str
    query: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def one(self, name: str, default: str | None = None) -> str | None:
        """The first value of a query parameter, or ``default``."""
        values = self.query.get(name)
        return values[0] if values else default

    def with_query(self, **values: str) -> Request:
        """The same request with some parameters replaced."""
        return replace(self, query={**self.query, **{k: (v,) for k, v in values.items()}})

    @property
    def query_string(self) -> str:
        """The parameters, encoded again."""
        return urlencode({k: list(v) for k, v in self.query.items()}, doseq=True)


@dataclass(frozen=True)
class Delivery:
    """How the bytes go out. ``cut_after`` closes the connection after that many bytes of the body;
    ``length_error`` is added to the true ``Content-Length``; ``spoil_gzip`` damages the compression."""

    delay_s: float = 0.0
    cut_after: int | None = None
    length_error: int | None = None
    spoil_gzip: bool = False


@dataclass(frozen=True)
class Response:
    """An answer. ``body`` is bytes, or a function that opens a fresh stream of pieces (sent in chunks)."""

    status: int = 200
    body: bytes | Callable[[], Iterable[bytes]] = b""
    media: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    delivery: Delivery = Delivery()

    def with_headers(self, headers: Mapping[str, str]) -> Response:
        """The same answer with some headers added or replaced."""
        return replace(self, headers={**self.headers, **headers})

    def whole_body(self) -> bytes:
        """The body at once, whether it is streamed or not."""
        return self.body if isinstance(self.body, bytes) else b"".join(self.body())


def json_response(value: Any, status: int = 200) -> Response:
    """``value`` as a JSON answer."""
    return Response(status, orjson.dumps(value))


class Source(Protocol):
    """Something that the server can stand for."""

    def answer(self, request: Request) -> Response | None:
        """The answer to a request, or ``None`` when the path is not this source's."""
