"""The response that a connector sees."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import requests

from hub.http.body import CHUNK, pieces
from hub.http.pace import Stopwatch
from hub.http.redact import excerpt, redact, secrets_of
from hub.plugin_api import SourceChanged


class PoliteResponse:
    """A successful answer. Also a context manager, for a body that is not read to its end."""

    def __init__(self, response: requests.Response, most: int, watch: Stopwatch) -> None:
        self._response, self._most, self._watch = response, most, watch
        self._content: bytes | None = None
        self.status_code = response.status_code
        self.url = redact(response.url)

    @property
    def headers(self) -> Any:
        """Response headers, case-insensitive."""
        return self._response.headers

    @property
    def content(self) -> bytes:
        """The whole body, at most the size cap."""
        if self._content is None:
            self._content = b"".join(self._read(CHUNK))
        return self._content

    def iter_bytes(self, chunk_size: int = CHUNK) -> Iterator[bytes]:
        """The body in pieces, decompressed; raises ``SourceUnavailable`` when it is cut short."""
        if self._content is None:
            yield from self._read(chunk_size)
        else:
            for start in range(0, len(self._content), chunk_size):
                yield self._content[start : start + chunk_size]

    def json(self) -> Any:
        """The body as JSON; raises ``SourceChanged`` (``not-json``) when it is something else."""
        body = self.content
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as error:
            kind = self.headers.get("Content-Type", "sans type")
            cause = f"{self.url} a répondu {kind} au lieu de JSON : {self.excerpt()!r}"
            raise SourceChanged(cause, code="not-json") from error

    def excerpt(self) -> str:
        """The start of the body as one line of text, for a message."""
        secrets = secrets_of(self._response.request.url or "", self._response.request.headers)
        return excerpt(self._start(), _charset(self._response), secrets)

    def close(self) -> None:
        """Give the connection back."""
        self._response.close()

    def __enter__(self) -> PoliteResponse:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _start(self) -> bytes:
        if self._content is not None:
            return self._content[:CHUNK]
        # An error page is not worth the whole size cap.
        return next(self._read(CHUNK), b"")

    def _read(self, chunk: int) -> Iterator[bytes]:
        encoding, declared = self.headers.get("Content-Encoding", ""), self.headers.get("Content-Length", "")
        try:
            if declared.isdecimal() and int(declared) > self._most:
                cause = f"{self.url} annonce {declared} octets, plus que {self._most}"
                raise SourceChanged(cause, code="body-too-large")
            yield from pieces(self._response.raw, encoding, chunk, self._most, self._watch)
        finally:
            self.close()


def _charset(response: requests.Response) -> str | None:
    # requests answers ISO-8859-1 for any text without a charset: UTF-8 is likelier by far.
    return response.encoding if "charset" in response.headers.get("Content-Type", "").lower() else None
