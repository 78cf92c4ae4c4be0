"""A real HTTP server on loopback that stands for public sources, with scripted faults."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

from hub.testing.replay.delivery import encoded, send_body, wait
from hub.testing.replay.exchange import Request, Response, Source, json_response
from hub.testing.replay.faults import Fault, FaultPlan


class ReplayServer:
    """``with ReplayServer([source], faults=[...]) as server: server.base_url``.

    Listens on a free port of 127.0.0.1 unless ``port`` is given. ``requests`` is what was asked, in
    order, and may be read at any time. The first source that answers a path wins; none gives 404.
    """

    def __init__(self, sources: Sequence[Source], faults: Sequence[Fault] = (), port: int = 0) -> None:
        self.sources = tuple(sources)
        self._plan = FaultPlan(faults)
        self._lock = threading.Lock()
        self._requests: list[Request] = []
        self._port = port
        self._http: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None

    @property
    def requests(self) -> tuple[Request, ...]:
        """The requests received so far, oldest first."""
        with self._lock:
            return tuple(self._requests)

    @property
    def base_url(self) -> str:
        """Root of the server, without a slash at its end; it must be running."""
        if self._http is None:
            raise RuntimeError("the replay server is not running: use it in a with statement")
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def start(self) -> ReplayServer:
        """Bind the port and serve in the background."""
        handler = type("Handler", (_Handler,), {"replay": self})
        self._http = _Server(("127.0.0.1", self._port), handler)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop serving and free the port."""
        if self._http is not None and self._thread is not None:
            self._http.shutdown()
            self._thread.join()
            self._http.server_close()
        self._http = self._thread = None

    def wait(self) -> None:
        """Serve until the thread ends (or a keyboard interrupt)."""
        if self._thread is not None:
            self._thread.join()

    def __enter__(self) -> ReplayServer:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def respond(self, request: Request) -> tuple[Request, Response]:
        """Log, let the faults strike, ask the sources; returns the request as the faults left it."""
        with self._lock:
            request = replace(request, number=len(self._requests) + 1)
            self._requests.append(request)
        struck = self._plan.strike(request)
        for fault in struck:
            request = fault.rewrite(request)
        response = _first_answer(self.sources, request)
        for fault in struck:
            response = fault.change(request, response)
        return request, _unless_known(request, response)


def _first_answer(sources: Iterable[Source], request: Request) -> Response:
    for source in sources:
        response = source.answer(request)
        if response is not None:
            return response
    return json_response({"error_code": "NotFound", "message": f"Nothing at {request.path}"}, 404)


def _unless_known(request: Request, response: Response) -> Response:
    tag, known = response.headers.get("ETag"), request.headers.get("if-none-match", "")
    if response.status != 200 or tag is None or tag not in {t.strip() for t in known.split(",")}:
        return response
    return replace(response, status=304, body=b"")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a client may keep its connection open for ever

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves in the middle of an answer is no news in a test."""


class _Handler(BaseHTTPRequestHandler):
    replay: ClassVar[ReplayServer]
    protocol_version = "HTTP/1.1"
    wbufsize = 65536
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._serve(with_body=True)

    def do_POST(self) -> None:
        self._serve(with_body=True)

    def do_HEAD(self) -> None:
        self._serve(with_body=False)

    def _request(self) -> Request:
        target = urlsplit(self.path)
        query = {k: tuple(v) for k, v in parse_qs(target.query, keep_blank_values=True).items()}
        headers = {k.lower(): v for k, v in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length") or 0))
        return Request(0, self.command, unquote(target.path), query, headers, body)

    def _serve(self, *, with_body: bool) -> None:
        request, response = self.replay.respond(self._request())
        wait(response.delivery)
        body, gzip = encoded(request, response)
        self._send_head(response, body, gzip=gzip)
        if with_body and response.status != 304 and not send_body(self.wfile, body, response.delivery):
            self.close_connection = True
        with contextlib.suppress(ConnectionError):
            self.wfile.flush()

    def _send_head(self, response: Response, body: bytes | Iterable[bytes], *, gzip: bool) -> None:
        self.send_response_only(response.status)
        headers = {
            "Server": "replay",
            "Date": format_datetime(datetime.now(UTC), usegmt=True),
            "Content-Type": response.media,
            **({"Content-Encoding": "gzip"} if gzip else {}),
            **_framing(response, body),
            **response.headers,
        }
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Silence: ``ReplayServer.requests`` is the log."""


def _framing(response: Response, body: bytes | Iterable[bytes]) -> dict[str, str]:
    if response.status == 304:
        return {}
    error = response.delivery.length_error
    if isinstance(body, bytes):
        return {"Content-Length": str(len(body) + (error or 0))}
    return {"Transfer-Encoding": "chunked"}
