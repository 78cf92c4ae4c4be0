"""The kit's session beside the hub's: what a connector meets in its tests is what it meets at work.

A kit that was kinder than the hub would let pass what fails at night, one that was harsher would ask
authors for what nobody needs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hub.http import PoliteSession
from hub.plugin_api import HubError, SourceUnavailable
from hub.testing import Fault, KitSession, ReplayServer, faults
from hub.testing.replay import Request, Response

Ask = Callable[[Any], Any]


class Portal:
    def answer(self, request: Request) -> Response | None:
        if request.path == "/long":
            return Response(200, lambda: (b'{"n": "%05d"}\n' % n for n in range(2000)))
        return Response(200, b'{"records": [' + b"1," * 400 + b"1]}") if request.path == "/list" else None


DAYS: list[tuple[str, list[Fault]]] = [
    ("a good day", []),
    ("429 once", [faults.status(429, retry_after=1).on(1)]),
    ("429 for ever", [faults.status(429).always()]),
    ("429 until tomorrow", [faults.status(429, retry_after=86400).always()]),
    ("500 once", [faults.status(500).on(1)]),
    ("500 for ever", [faults.status(500).always()]),
    ("501", [faults.status(501).always()]),
    ("401", [faults.status(401).always()]),
    ("403", [faults.status(403).always()]),
    ("404", [faults.status(404).always()]),
    ("418", [faults.status(418).always()]),
    ("cut off once", [faults.cut_off(9).on(1)]),
    ("cut off for ever", [faults.cut_off(9).always()]),
    ("too long by 64", [faults.wrong_length(64).always()]),
    ("broken gzip", [faults.broken_gzip().always()]),
    ("a page of HTML", [faults.html_page().always()]),
    ("moved here", [faults.redirect("{path}?moved=1", 307).on(1)]),
    ("moved elsewhere", [faults.redirect("http://localhost:{port}{path}", 307).always()]),
    ("moved for ever", [faults.redirect("{path}").always()]),
]
QUESTIONS: dict[str, Ask] = {
    "get": lambda http: http.get("/list", params={"page": 1}).json(),
    "post": lambda http: http.post("/list", json={"page": 1}).json(),
    "bytes": lambda http: http.get("/list").content,
    "stream": lambda http: b"".join(http.get("/long", stream=True).iter_bytes()),
    "status": lambda http: http.get("/long", stream=True).status_code,
}


def outcome(session: Callable[[str], Any], script: list[Fault], ask: Ask) -> tuple[object, int]:
    """What came of the question (a value, or the error's class and code), and how many requests it took."""
    with ReplayServer([Portal()], script) as server, session(server.base_url) as http:
        try:
            found: object = ask(http)
        except HubError as error:
            kind = SourceUnavailable if isinstance(error, SourceUnavailable) else type(error)
            found = (kind.__name__, error.code)
        return found, len(server.requests)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(("name", "script"), DAYS, ids=[name for name, _ in DAYS])
def test_the_same_day_has_the_same_end(name: str, script: list[Fault], question: str) -> None:
    ask = QUESTIONS[question]
    theirs = outcome(
        lambda url: PoliteSession("x", base_url=url, rate_per_s=0, sleep=lambda _: None), script, ask
    )
    assert outcome(KitSession, script, ask) == theirs


def test_an_address_elsewhere_is_noted_and_never_asked() -> None:
    with ReplayServer([Portal()]) as server, KitSession(server.base_url) as http:
        with pytest.raises(SourceUnavailable) as caught:
            http.get("https://api.portal.invalid/list")
        assert (caught.value.code, http.strayed) == ("not-recorded", ["https://api.portal.invalid/list"])
        assert server.requests == ()


def test_a_secret_of_the_address_is_hidden_in_the_answer() -> None:
    with ReplayServer([Portal()]) as server, KitSession(server.base_url) as http:
        answer = http.get("/list", params={"token": "abcdefgh", "keywords": "peinture"})
    assert answer.url.endswith("/list?token=***&keywords=peinture")
