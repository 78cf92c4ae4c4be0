"""The session: one request at a time, politely, until it is answered or given up."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

import requests

from hub import __version__
from hub.http import addresses
from hub.http.body import CutShort
from hub.http.pace import LONGEST_WAIT_S, TRIES, Clock, Pace, Sleep, Stopwatch, backoff
from hub.http.response import PoliteResponse
from hub.http.transport import Transport
from hub.http.verdict import Again, judge
from hub.plugin_api import SourceUnavailable

log = logging.getLogger("hub.http")

MAX_BYTES = 200 * 1024 * 1024
# A streamed body is never held whole: consolidated files of several GB are read this way.
MAX_STREAMED_BYTES = 16 * 1024**3


class PoliteSession:
    """The ``HttpClient`` of one connector. Use it as a context manager.

    ``timeout_s`` bounds each wait for bytes, ``deadline_s`` all the waiting of one request, its
    tries and the reading of its body included. ``max_bytes`` (``max_streamed_bytes`` for a body
    read in pieces) counts decompressed bytes. POST is
    tried again like GET: sources take POST for searches, which change nothing. Redirects stay on
    the site of ``base_url``, or go to ``allowed_hosts``.
    """

    def __init__(
        self,
        connector: str,
        *,
        base_url: str,
        timeout_s: float = 30.0,
        rate_per_s: float = 1.0,
        contact: str | None = None,
        max_bytes: int = MAX_BYTES,
        max_streamed_bytes: int = MAX_STREAMED_BYTES,
        deadline_s: float = 900.0,
        allowed_hosts: Collection[str] = (),
        sleep: Sleep = time.sleep,
        clock: Clock = time.monotonic,
        resolve: addresses.Resolve = addresses.resolve,
    ) -> None:
        self.connector = connector
        self._gate = addresses.Gate(base_url, allowed_hosts, resolve)
        self._max_bytes, self._max_streamed_bytes = max_bytes, max_streamed_bytes
        self._deadline_s = deadline_s
        self._sleep, self._clock = sleep, clock
        pace = Pace(rate_per_s, sleep, clock)
        self._transport = Transport(self._gate, pace, timeout_s, user_agent(connector, contact))

    def get(
        self,
        path: str,
        *,
        params: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        stream: bool = False,
    ) -> PoliteResponse:
        """GET ``path`` (absolute address, or below ``base_url``)."""
        return self._ask(requests.Request("GET", self._gate.url(path), headers, params=params), stream)

    def post(
        self,
        path: str,
        *,
        json: Any = None,
        params: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        stream: bool = False,
    ) -> PoliteResponse:
        """POST a JSON body to ``path``."""
        url = self._gate.url(path)
        return self._ask(requests.Request("POST", url, headers, params=params, json=json), stream)

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def __enter__(self) -> PoliteSession:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _ask(self, request: requests.Request, stream: bool) -> PoliteResponse:
        prepared = self._transport.prepare(request)
        watch = Stopwatch(self._deadline_s, self._clock)
        attempt = 1
        while True:
            try:
                return self._try(prepared, watch, stream)
            except Again as again:
                self._wait(again, attempt, watch)
            attempt += 1

    def _try(self, prepared: requests.PreparedRequest, watch: Stopwatch, stream: bool) -> PoliteResponse:
        cap = self._max_streamed_bytes if stream else self._max_bytes
        response = PoliteResponse(self._transport.follow(prepared, watch), cap, watch)
        try:
            judge(response)
            if not stream:
                _ = response.content
        except CutShort as error:
            raise Again(SourceUnavailable(f"{response.url}: {error.cause}", code=error.code)) from error
        except BaseException:
            response.close()
            raise
        return response

    def _wait(self, again: Again, attempt: int, watch: Stopwatch) -> None:
        """Sleep before the next try, or raise when there is none."""
        asked, error = again.wait_s or 0.0, again.error
        delay = max(backoff(attempt), asked)
        if asked > LONGEST_WAIT_S:
            raise SourceUnavailable(error.cause, code=error.code, next_step=_come_back(asked)) from None
        if attempt >= TRIES:
            _give_up(error, f"après {TRIES} essais")
        if delay >= watch.left_s:
            _give_up(error, f"après {watch.limit_s:g} s")
        log.info("%s: %s; waiting %.1f s (try %d of %d)", self.connector, error.cause, delay, attempt, TRIES)
        with watch.running():
            self._sleep(delay)


def user_agent(connector: str, contact: str | None) -> str:
    """``Passerelle/0.1.0 (+mailto:…; connector boamp)``."""
    who = f"+{contact}; " if contact else ""
    text = f"Passerelle/{__version__} ({who}connector {connector})"
    return "".join(char if " " <= char <= "~" else "?" for char in text)


def _come_back(seconds: float) -> str:
    when = datetime.now(UTC) + timedelta(seconds=min(seconds, 366 * 86400))
    day = f"{when:%d/%m/%Y à %H:%M}"
    return f"La source demande de revenir après le {day} UTC ; la lecture reprendra au même point."


def _give_up(error: SourceUnavailable, when: str) -> NoReturn:
    raise SourceUnavailable(f"{error.cause} ({when})", code=error.code, next_step=error.next_step) from None
