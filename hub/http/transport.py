"""One try of one request: sent, its redirects followed, its failures named."""

from __future__ import annotations

from urllib.parse import urljoin

import requests
import urllib3

from hub.http.addresses import Gate, may_carry_secrets
from hub.http.body import ACCEPT_ENCODING
from hub.http.pace import Pace, Stopwatch
from hub.http.redact import is_secret_name, quiet_urllib3, redact
from hub.http.verdict import Again
from hub.plugin_api import NotConfigured, SourceChanged, SourceUnavailable

MAX_REDIRECTS = 5
CONNECT_S = 10.0
REDIRECTS = frozenset({301, 302, 303, 307, 308})


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """None: requests would first read the whole body of a redirect, however large."""
        return


class Transport:
    """Sends prepared requests where the gate lets them go, at the connector's pace."""

    def __init__(self, gate: Gate, pace: Pace, timeout_s: float, user_agent: str) -> None:
        self._gate, self._pace, self._timeout_s = gate, pace, timeout_s
        self._session = _Session()
        self._session.headers["User-Agent"] = user_agent
        self._session.headers["Accept-Encoding"] = ACCEPT_ENCODING
        quiet_urllib3()

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def prepare(self, request: requests.Request) -> requests.PreparedRequest:
        """The request as it will be sent; raises ``NotConfigured`` or ``SourceChanged``."""
        try:
            prepared = self._session.prepare_request(request)
        except (requests.RequestException, ValueError) as error:
            cause = f"{redact(request.url)[:200]} ne peut pas être demandé ({type(error).__name__})"
            raise NotConfigured(cause, code="bad-address") from None
        url = prepared.url or ""
        self._gate.check(url)
        if not self._gate.trusts(url):
            _drop_secrets(prepared)
        return prepared

    def follow(self, prepared: requests.PreparedRequest, watch: Stopwatch) -> requests.Response:
        """The answer at the end of the redirects, its body not yet read."""
        for _ in range(MAX_REDIRECTS + 1):
            response = self._send(prepared, watch)
            if response.status_code not in REDIRECTS:
                return response
            response.close()
            prepared = self._redirected(prepared, response)
        raise SourceChanged(f"plus de {MAX_REDIRECTS} redirections", code="bad-redirect")

    def _send(self, prepared: requests.PreparedRequest, watch: Stopwatch) -> requests.Response:
        url = prepared.url or ""
        settings = self._session.merge_environment_settings(url, {}, True, None, None)
        read_s = max(0.001, min(self._timeout_s, watch.left_s))
        timeout = (min(CONNECT_S, read_s), read_s)
        self._pace.wait()
        try:
            with watch.running():
                return self._session.send(prepared, timeout=timeout, allow_redirects=False, **settings)
        # The errors of requests quote whole addresses: their chain is cut, their kind is kept.
        except requests.exceptions.SSLError as error:
            raise SourceUnavailable(_failed(url, error), code="tls-failed") from None
        except (requests.ConnectionError, requests.Timeout) as error:
            raise Again(SourceUnavailable(_failed(url, error))) from None
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise SourceChanged(_failed(url, error)) from None

    def _redirected(
        self, prepared: requests.PreparedRequest, response: requests.Response
    ) -> requests.PreparedRequest:
        origin, following = prepared.url or "", prepared.copy()
        try:
            following.prepare_url(urljoin(origin, _location(response)), None)
        except (requests.RequestException, ValueError):
            target = redact(_location(response))[:200]
            cause = f"{redact(origin)} redirige vers {target!r}, qui n’est pas une adresse"
            raise SourceChanged(cause, code="bad-redirect") from None
        target = following.url or ""
        # What requests will ask, not what the header said: two parsers may read two hosts.
        self._gate.check(target, origin)
        following.headers.pop("Cookie", None)
        following.prepare_cookies(self._session.cookies)
        if prepared.method == "POST" and response.status_code in (301, 302, 303):
            _become_get(following)
        if not may_carry_secrets(origin, target):
            _drop_secrets(following)
        return following


def _location(response: requests.Response) -> str:
    # Servers send UTF-8 here, http.client reads latin-1.
    header = response.headers.get("Location", "").encode("latin-1", "replace")
    if not header.strip():
        cause = f"{redact(response.url)} redirige ({response.status_code}) vers nulle part"
        raise SourceChanged(cause, code="bad-redirect")
    return header.decode("utf-8", "replace").strip()


def _failed(url: str, error: Exception) -> str:
    return f"{redact(url)[:200]} ne répond pas ({type(error).__name__} : {redact(str(error))[:200]})"


def _drop_secrets(prepared: requests.PreparedRequest) -> None:
    for name in [name for name in prepared.headers if is_secret_name(name)]:
        del prepared.headers[name]


def _become_get(prepared: requests.PreparedRequest) -> None:
    prepared.method, prepared.body = "GET", None
    for name in ("Content-Length", "Content-Type", "Transfer-Encoding"):
        prepared.headers.pop(name, None)
