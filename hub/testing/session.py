"""The kit's ``HttpClient``: to a connector it behaves as the hub's polite session, without the waiting.

The same statuses are tried again, the same errors come out with the same codes
(``tests/testing/test_kit_session.py`` holds the two side by side). It speaks to one address only,
the replay server's: an address elsewhere is noted in ``strayed`` and refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from hub.plugin_api import NotConfigured, SourceChanged, SourceUnavailable
from hub.testing.bodies import CutShort, pieces

TRIES = 5
MAX_REDIRECTS = 5
LONGEST_WAIT_S = 120
_RETRIED = frozenset({429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 65536
_SECRET = re.compile(r"([?&][\w.-]*(?:(?:token|secret|passw)[\w.-]*|key)=)[^&#]*", re.IGNORECASE)


class Runaway(BaseException):
    """The connector asks for ever. No ``Exception``: a connector must not swallow it."""


class _Again(Exception):
    def __init__(self, error: SourceUnavailable, wait_s: float = 0.0) -> None:
        super().__init__(error.cause)
        self.error, self.wait_s = error, wait_s


class KitResponse:
    """The answer that a connector sees; the ``HttpResponse`` of the plugin API."""

    def __init__(self, response: requests.Response) -> None:
        self._response = response
        self._content: bytes | None = None
        self.status_code = response.status_code
        self.url = _SECRET.sub(r"\1***", response.url)

    @property
    def headers(self) -> Any:
        """Response headers, case-insensitive."""
        return self._response.headers

    @property
    def content(self) -> bytes:
        """The whole body."""
        if self._content is None:
            self._content = b"".join(self._read(_CHUNK))
        return self._content

    def iter_bytes(self, chunk_size: int = _CHUNK) -> Iterator[bytes]:
        """The body in pieces, decompressed; raises ``SourceUnavailable`` when it is cut short."""
        if self._content is None:
            yield from self._read(chunk_size)
        else:
            for start in range(0, len(self._content), chunk_size):
                yield self._content[start : start + chunk_size]

    def json(self) -> Any:
        """The body as JSON; raises ``SourceChanged`` (``not-json``) when it is something else."""
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError) as error:
            kind = self.headers.get("Content-Type", "nothing named")
            raise SourceChanged(f"{self.url} answered {kind} instead of JSON", code="not-json") from error

    def close(self) -> None:
        """Give the connection back."""
        self._response.close()

    def __enter__(self) -> KitResponse:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _read(self, chunk: int) -> Iterator[bytes]:
        try:
            yield from pieces(self._response.raw, self.headers.get("Content-Encoding", ""), chunk)
        finally:
            self.close()


class KitSession:
    """``with KitSession(server.base_url) as http``. ``waits`` are the seconds that the hub's session
    would have slept; ``strayed`` the addresses elsewhere that were asked for."""

    def __init__(self, base_url: str, *, timeout_s: float = 20.0, most_requests: int = 5000) -> None:
        self._base_url, self._timeout_s, self._left = base_url.rstrip("/"), timeout_s, most_requests
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers.update(
            {"User-Agent": "Passerelle (conformance kit)", "Accept-Encoding": "gzip"}
        )
        self.waits: list[float] = []
        self.strayed: list[str] = []

    def get(
        self,
        path: str,
        *,
        params: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        stream: bool = False,
    ) -> KitResponse:
        """GET ``path`` (absolute address, or below the server)."""
        return self._ask(requests.Request("GET", self._url(path), headers, params=params), stream)

    def post(
        self,
        path: str,
        *,
        json: Any = None,
        params: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        stream: bool = False,
    ) -> KitResponse:
        """POST a JSON body to ``path``."""
        return self._ask(requests.Request("POST", self._url(path), headers, params=params, json=json), stream)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def __enter__(self) -> KitSession:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _url(self, path: str) -> str:
        if not path.lower().startswith(("http://", "https://")):
            return f"{self._base_url}/{path.lstrip('/')}"
        if urlsplit(path).netloc != urlsplit(self._base_url).netloc:
            self.strayed.append(path)
            raise SourceUnavailable(f"{path} is not recorded: the kit has no network", code="not-recorded")
        return path

    def _ask(self, request: requests.Request, stream: bool) -> KitResponse:
        prepared = self._session.prepare_request(request)
        for attempt in range(1, TRIES + 1):
            try:
                return self._try(prepared, stream)
            except _Again as again:
                self.waits.append(again.wait_s)
                if attempt == TRIES or again.wait_s > LONGEST_WAIT_S:
                    raise again.error from None
        raise AssertionError("unreachable")

    def _try(self, prepared: requests.PreparedRequest, stream: bool) -> KitResponse:
        response = self._follow(prepared)
        try:
            _judge(response)
            if not stream:
                _ = response.content
        except CutShort as error:
            raise _Again(SourceUnavailable(error.cause, code=error.code)) from error
        except BaseException:
            response.close()
            raise
        return response

    def _follow(self, prepared: requests.PreparedRequest) -> KitResponse:
        for _ in range(MAX_REDIRECTS + 1):
            response = self._send(prepared)
            if response.status_code not in _REDIRECTS:
                return KitResponse(response)
            response.close()
            prepared = _redirected(prepared, response)
        raise SourceChanged(f"more than {MAX_REDIRECTS} redirections", code="bad-redirect")

    def _send(self, prepared: requests.PreparedRequest) -> requests.Response:
        self._left -= 1
        if self._left < 0:
            raise Runaway("the connector asks for ever")
        try:
            return self._session.send(
                prepared, timeout=self._timeout_s, allow_redirects=False, stream=True, verify=False
            )
        except (requests.ConnectionError, requests.Timeout) as error:
            cause = f"the source does not answer ({type(error).__name__})"
            raise _Again(SourceUnavailable(cause)) from None
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise SourceChanged(f"the source answers no HTTP ({type(error).__name__})") from None


def _judge(response: KitResponse) -> None:
    status, cause = response.status_code, f"{response.url} answered {response.status_code}"
    if status < 300 or status == 304:
        return
    if status in _RETRIED:
        code = "rate-limited" if status == 429 else "source-unavailable"
        raise _Again(SourceUnavailable(cause, code=code), _retry_after(response))
    if status >= 500:
        raise SourceUnavailable(cause)
    if status in (401, 403):
        raise NotConfigured(cause, code="access-denied")
    raise SourceChanged(cause, code="not-found" if status in (404, 410) else "request-refused")


def _retry_after(response: KitResponse) -> float:
    printed = str(response.headers.get("Retry-After", "")).strip()
    return float(printed) if printed.isascii() and printed.isdigit() else 0.0


def _redirected(prepared: requests.PreparedRequest, response: requests.Response) -> requests.PreparedRequest:
    origin, following = prepared.url or "", prepared.copy()
    following.prepare_url(urljoin(origin, response.headers.get("Location", "")), None)
    if urlsplit(following.url or "").hostname != urlsplit(origin).hostname:
        raise SourceChanged("the source redirects to another site", code="address-refused")
    if prepared.method == "POST" and response.status_code in (301, 302, 303):
        following.method, following.body = "GET", None
        for name in ("Content-Length", "Content-Type"):
            following.headers.pop(name, None)
    return following
