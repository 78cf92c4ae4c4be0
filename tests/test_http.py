"""The polite session against a real server on loopback that misbehaves by script."""

from __future__ import annotations

import gzip
import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from hub.http import PoliteSession, redact
from hub.http.addresses import Gate, site
from hub.http.body import pieces
from hub.http.pace import LONGEST_WAIT_S, TRIES, Stopwatch, retry_after
from hub.plugin_api import NotConfigured, SourceChanged, SourceUnavailable

TOKEN = "s3cr3t-t0k3n-0123456789"


@dataclass
class Reply:
    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    announced: int | None = None
    """Content-Length sent, when it is a lie; -1 sends none and closes."""
    hang: bool = False
    """Keep the connection open in silence once the body is sent."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script: dict[str, list[Reply]] = {}
        self.seen: list[tuple[str, str, dict[str, str], bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def says(self, path: str, *replies: Reply) -> None:
        self.script[path] = list(replies)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.seen.append((self.command, self.path, headers, self.rfile.read(length)))
        replies = self.server.script[self.path.partition("?")[0]]
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.announced != -1:
            self.send_header("Content-Length", str(reply.announced or len(reply.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(reply.body)
        if reply.hang:
            self.rfile.read(1)
        self.close_connection = True

    do_POST = do_GET

    def log_message(self, *args: Any) -> None:
        pass


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def session(server: Server, time: Time) -> Iterator[PoliteSession]:
    with make(server.url, time) as session:
        yield session


def make(base_url: str, time: Time, **options: Any) -> PoliteSession:
    settings: dict[str, Any] = {"timeout_s": 5, "rate_per_s": 0, "sleep": time.sleep, "clock": time.clock}
    return PoliteSession("boamp", base_url=base_url, **(settings | options))


def test_a_request_names_the_operator_and_carries_its_parameters(server: Server, time: Time) -> None:
    server.says("/api", Reply(body=b'{"total": 3}'))
    with make(server.url, time, contact="insertion@isere.example") as session:
        assert session.get("/api", params={"page": 2}).json() == {"total": 3}
        assert session.post("api", json={"q": "é"}).status_code == 200
    (_, path, headers, _), (method, _, _, body) = server.seen
    assert path == "/api?page=2"
    assert headers["user-agent"].startswith("Passerelle/")
    assert headers["user-agent"].endswith("(+insertion@isere.example; connector boamp)")
    assert (method, json.loads(body)) == ("POST", {"q": "é"})


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_passing_failure_is_asked_again(
    server: Server, session: PoliteSession, time: Time, status: int
) -> None:
    server.says("/", Reply(status), Reply(status), Reply(body=b"[1]"))
    assert session.get("/").json() == [1]
    assert len(server.seen) == 3
    assert len(time.slept) == 2


def test_tries_are_bounded_and_the_last_answer_is_told(server: Server, session: PoliteSession) -> None:
    page = b"<html><style>b{}</style><h1>Maintenance</h1><p>jusqu'\xc3\xa0 midi</p></html>"
    server.says("/", Reply(503, page))
    with pytest.raises(SourceUnavailable, match="503 : Maintenance jusqu'à midi") as caught:
        session.get("/")
    assert len(server.seen) == TRIES
    assert "<" not in caught.value.cause


def test_nobody_listening_is_unavailable(server: Server, time: Time) -> None:
    url = server.url
    server.server_close()
    with make(url, time) as session, pytest.raises(SourceUnavailable, match="ne répond pas"):
        session.get("/")
    assert len(time.slept) == TRIES - 1


def test_retry_after_is_waited_out(server: Server, session: PoliteSession, time: Time) -> None:
    server.says("/", Reply(429, headers={"Retry-After": "90"}), Reply())
    session.get("/")
    assert time.slept[0] >= 90


def test_a_long_retry_after_ends_the_run_and_says_when_to_come_back(
    server: Server, session: PoliteSession, time: Time
) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    server.says("/", Reply(429, headers={"Retry-After": format_datetime(tomorrow, usegmt=True)}))
    with pytest.raises(SourceUnavailable) as caught:
        session.get("/")
    assert caught.value.code == "rate-limited"
    assert f"{tomorrow:%d/%m/%Y}" in caught.value.next_step
    assert (len(server.seen), time.slept) == (1, [])


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        ("9" * 400, float("inf")),
        ("Tue, 03 Nov 2026 10:02:00 GMT", 120.0),
        ("Tue, 03 Nov 2026 09:00:00 GMT", 0.0),
        ("soon", None),
        ("-1", None),
        ("٣", None),
        (None, None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, datetime(2026, 11, 3, 10, tzinfo=UTC)) == seconds


def test_the_rate_is_kept(server: Server, time: Time) -> None:
    server.says("/", Reply())
    with make(server.url, time, rate_per_s=0.5) as session:
        for _ in range(3):
            session.get("/")
    assert time.slept == [2.0, 2.0]


def test_the_waiting_of_one_request_is_bounded(server: Server, time: Time) -> None:
    server.says("/", Reply(503, headers={"Retry-After": str(int(LONGEST_WAIT_S))}))
    with make(server.url, time, deadline_s=300) as session, pytest.raises(SourceUnavailable, match="300 s"):
        session.get("/")
    assert sum(time.slept) < 300


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [
        (401, NotConfigured, "access-denied"),
        (403, NotConfigured, "access-denied"),
        (404, SourceChanged, "not-found"),
        (422, SourceChanged, "request-refused"),
        (501, SourceUnavailable, "source-unavailable"),
    ],
)
def test_a_status_is_sorted_by_what_happens_next(
    server: Server, session: PoliteSession, status: int, kind: type[Exception], code: str
) -> None:
    """`response.json()` on an error page that was HTML once lost the real error."""
    server.says("/", Reply(status, b"<html><p>Acc\xc3\xa8s <b>refus\xc3\xa9</b>" + b"x" * 1000))
    with pytest.raises(kind, match=f"{status} : Accès refusé x") as caught:
        session.get("/")
    assert caught.value.code == code  # type: ignore[attr-defined]
    assert len(caught.value.cause) < 400  # type: ignore[attr-defined]
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    "body", [b"<!doctype html><title>Portail</title>", b"", b"[" * 100_000, b'{"a": \xff']
)
def test_what_is_not_json_is_said_with_its_type_and_its_start(
    server: Server, session: PoliteSession, body: bytes
) -> None:
    server.says("/", Reply(body=body, headers={"Content-Type": "text/html"}))
    with pytest.raises(SourceChanged, match="a répondu text/html au lieu de JSON") as caught:
        session.get("/").json()
    assert caught.value.code == "not-json"
    assert caught.value.__cause__ is not None


GZIPPED = gzip.compress(b"0123456789" * 50_000)
CUT = {
    "shorter than announced": Reply(body=b"half", announced=8),
    "shorter than announced, gzip": Reply(
        body=GZIPPED[:-20], announced=len(GZIPPED), headers={"Content-Encoding": "gzip"}
    ),
    # Nothing is announced: only the end of the gzip stream tells.
    "gzip, length unknown": Reply(body=GZIPPED[:-20], announced=-1, headers={"Content-Encoding": "gzip"}),
    "gzip without its trailer": Reply(body=GZIPPED[:-4], announced=-1, headers={"Content-Encoding": "gzip"}),
    "chunked": Reply(body=b"4\r\nhalf\r\n", announced=-1, headers={"Transfer-Encoding": "chunked"}),
    "chunked, within a chunk": Reply(
        body=b"8\r\nhalf", announced=-1, headers={"Transfer-Encoding": "chunked"}
    ),
}


@pytest.mark.parametrize("reply", CUT.values(), ids=CUT)
def test_half_a_body_is_never_taken_for_a_whole_one(
    server: Server, session: PoliteSession, reply: Reply
) -> None:
    server.says("/", reply, Reply(body=b"whole"))
    assert session.get("/").content == b"whole"
    server.says("/", reply)
    with pytest.raises(SourceUnavailable) as caught:
        session.get("/")
    assert caught.value.code == "body-cut-short"


@pytest.mark.parametrize("reply", CUT.values(), ids=CUT)
def test_half_a_streamed_body_ends_in_an_error(server: Server, session: PoliteSession, reply: Reply) -> None:
    server.says("/", reply)
    response = session.get("/", stream=True)
    with pytest.raises(SourceUnavailable) as caught:
        list(response.iter_bytes(100))
    assert caught.value.code == "body-cut-short"
    assert len(server.seen) == 1


def test_a_body_is_decompressed_in_bounded_pieces(server: Server, session: PoliteSession) -> None:
    twice = GZIPPED + GZIPPED + b"\0" * 512
    server.says("/", Reply(body=twice, headers={"Content-Encoding": "gzip"}))
    sizes = [len(piece) for piece in session.get("/", stream=True).iter_bytes(1000)]
    assert max(sizes) == 1000
    assert sum(sizes) == 1_000_000
    assert len(session.get("/").content) == 1_000_000


def test_a_chunked_body_is_read_whole(server: Server, session: PoliteSession) -> None:
    body = b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
    server.says("/", Reply(body=body, announced=-1, headers={"Transfer-Encoding": "chunked"}))
    assert session.get("/").content == b"hello world"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(bytes(5_000_000)), {"Content-Encoding": "gzip"}),
        (bytes(100_001), {}),
    ],
)
def test_a_bomb_is_stopped_at_the_cap(
    server: Server, time: Time, body: bytes, headers: dict[str, str]
) -> None:
    for announced in (None, -1):
        server.says("/", Reply(body=body, headers=headers, announced=announced))
        with make(server.url, time, max_bytes=100_000, max_streamed_bytes=100_000) as session:
            with pytest.raises(SourceChanged) as caught:
                session.get("/")
            assert caught.value.code == "body-too-large"
            received: list[bytes] = []
            with pytest.raises(SourceChanged):
                received.extend(session.get("/", stream=True).iter_bytes(10_000))
            assert sum(len(piece) for piece in received) <= 100_000


def test_a_body_read_in_pieces_may_be_larger_than_one_held_whole(server: Server, time: Time) -> None:
    """Consolidated DECP files are several GB: they were cut at the cap of ordinary answers."""
    server.says("/", Reply(body=bytes(300_000)))
    with make(server.url, time, max_bytes=100_000) as session:
        assert sum(len(piece) for piece in session.get("/", stream=True).iter_bytes()) == 300_000


def test_a_body_that_stops_coming_is_asked_again(server: Server, time: Time) -> None:
    server.says("/", Reply(body=b"half", announced=8, hang=True), Reply(body=b"whole"))
    with make(server.url, time, timeout_s=0.1) as session:
        assert session.get("/").content == b"whole"


def test_a_source_that_drips_cannot_hold_a_run_for_ever(time: Time) -> None:
    """Each byte comes before the read timeout: only the sum of the waits tells."""

    class Dripping:
        def read1(self, amount: int, decode_content: bool) -> bytes:
            time.sleep(10)
            return b"x"

    def work() -> None:
        for _ in pieces(Dripping(), "", 65536, 10**9, Stopwatch(60, time.clock)):
            time.now += 1000  # The caller's own work is not counted.

    with pytest.raises(SourceUnavailable, match="plus de 60 s"):
        work()
    assert len(time.slept) == 6


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_an_encoding_that_is_not_what_it_says_is_a_change(
    server: Server, session: PoliteSession, encoding: str
) -> None:
    server.says("/", Reply(body=b'{"plain": 1}', headers={"Content-Encoding": encoding}))
    with pytest.raises(SourceChanged) as caught:
        session.get("/")
    assert caught.value.code == "bad-encoding"


def test_redirects_are_followed_with_the_secret_only_at_home(server: Server, session: PoliteSession) -> None:
    server.says("/old", Reply(302, headers={"Location": "/n%C3%A9w?page=2"}))
    server.says("/n%C3%A9w", Reply(body=b"[2]"))
    response = session.post("/old", json={}, headers={"Authorization": f"Token {TOKEN}"})
    assert response.json() == [2]
    method, path, headers, body = server.seen[-1]
    assert (method, path, body) == ("GET", "/n%C3%A9w?page=2", b"")
    assert headers["authorization"] == f"Token {TOKEN}"


def test_the_secret_does_not_follow_to_another_port(server: Server, session: PoliteSession) -> None:
    other = Server()
    threading.Thread(target=other.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    other.says("/", Reply())
    server.says("/", Reply(307, headers={"Location": f"{other.url}/"}))
    headers = {"Authorization": f"Bearer {TOKEN}", "X-Api-Key": TOKEN, "Accept": "text/csv"}
    session.get("/", headers=headers)
    session.get(f"{other.url}/", headers=headers)
    other.shutdown()
    other.server_close()
    for _, _, headers, _ in other.seen:
        assert TOKEN not in str(headers)
        assert headers["accept"] == "text/csv"


def test_a_loop_of_redirects_ends(server: Server, session: PoliteSession) -> None:
    server.says("/", Reply(302, headers={"Location": "/"}))
    with pytest.raises(SourceChanged, match="plus de 5 redirections"):
        session.get("/")


@pytest.mark.parametrize("location", ["", "http://[", "http://exa mple:x/", "file:///etc/passwd", "ftp://h/"])
def test_a_redirect_to_no_address_is_a_change(server: Server, session: PoliteSession, location: str) -> None:
    server.says("/", Reply(302, headers={"Location": location}))
    with pytest.raises(SourceChanged) as caught:
        session.get("/")
    assert caught.value.code in ("bad-redirect", "address-refused")
    assert len(server.seen) == 1


PUBLIC, INSIDE = "93.184.216.34", "10.0.0.7"


def gate(base_url: str = "https://www.boamp.example.fr", **hosts: str) -> Gate:
    known = {"www.boamp.example.fr": PUBLIC} | {name.replace("_", "."): ip for name, ip in hosts.items()}
    return Gate(base_url, ("files.elsewhere.org",), lambda host: [known.get(host, PUBLIC)])


@pytest.mark.parametrize(
    "target",
    [
        "http://www.boamp.example.fr/",
        "https://elsewhere.org/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://localhost/",
        "https://elsewhere.org\\@www.boamp.example.fr/",
        "https://inside.example.fr/",
        "gopher://www.boamp.example.fr/",
    ],
)
def test_a_redirect_may_not_lead_elsewhere(target: str) -> None:
    with pytest.raises(SourceChanged) as caught:
        gate(inside_example_fr=INSIDE).check(target, "https://www.boamp.example.fr/")
    assert caught.value.code == "address-refused"


@pytest.mark.parametrize(
    "host", ["files.boamp.example.fr", "files.elsewhere.org", "www.boamp.example.fr:8443"]
)
def test_a_redirect_may_stay_on_the_site_or_go_to_an_allowed_host(host: str) -> None:
    gate().check(f"https://{host}/x", "https://www.boamp.example.fr/")


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "::ffff:127.0.0.1", "192.168.1.1", "100.64.0.1", "fe80::1%eth0"]
)
def test_a_link_inside_the_network_is_refused_even_when_the_connector_asks(address: str) -> None:
    with pytest.raises(SourceChanged, match="à l’intérieur du réseau"):
        gate(next_example_org=address).check("https://next.example.org/page2")


def test_a_source_inside_the_network_may_stay_there() -> None:
    gate("http://inside.lan", inside_lan=INSIDE, files_inside_lan=INSIDE).check(
        "http://files.inside.lan/", "http://inside.lan/"
    )


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("static.data.gouv.fr", "data.gouv.fr"),
        ("api.ted.europa.eu", "europa.eu"),
        ("www.boamp.fr.", "boamp.fr"),
        ("10.0.0.7", "10.0.0.7"),
        ("localhost", "localhost"),
    ],
)
def test_the_site_of_a_host(host: str, expected: str) -> None:
    assert site(host) == expected


@pytest.mark.parametrize("base_url", ["", "www.boamp.fr", "file:///etc", "https://", "http://h:port"])
def test_a_base_url_that_is_none_is_a_setting_to_correct(base_url: str, time: Time) -> None:
    with pytest.raises(NotConfigured) as caught:
        make(base_url, time)
    assert caught.value.code == "bad-address"


def test_secrets_are_in_no_message_and_no_log_line(
    server: Server, session: PoliteSession, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    echo = f"<p>Invalid token {TOKEN}".encode()
    server.says("/", Reply(503, echo), Reply(401, echo))
    with pytest.raises(NotConfigured) as caught:
        session.get("/", params={"token": TOKEN}, headers={"Authorization": f"Bearer {TOKEN}"})
    assert "Invalid token ***" in caught.value.cause
    assert TOKEN in server.seen[0][1]
    assert "token=***" in caplog.text
    assert TOKEN not in caplog.text + str(caught.value) + str(caught.value.as_dict())


def test_secrets_are_not_in_the_address_that_is_kept_as_origin(
    server: Server, session: PoliteSession
) -> None:
    server.says("/", Reply())
    assert session.get("/", params={"q": "a", "api_key": TOKEN}).url == f"{server.url}/?q=a&api_key=***"


def test_secrets_are_not_in_the_error_of_a_dead_server(server: Server, time: Time) -> None:
    url = server.url
    server.server_close()
    with make(url, time) as session, pytest.raises(SourceUnavailable) as caught:
        session.get("/", params={"key": TOKEN})
    assert TOKEN not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://h/?keywords=clause&page=2", "https://h/?keywords=clause&page=2"),
        ("https://h/?a=1&access_token=x&b=2", "https://h/?a=1&access_token=***&b=2"),
        ("GET /?Token=x HTTP/1.1", "GET /?Token=*** HTTP/1.1"),
        ("https://me:pw@h/", "https://***@h/"),
    ],
)
def test_redact(text: str, expected: str) -> None:
    assert redact(text) == expected
