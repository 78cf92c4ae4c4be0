"""No test may leave the machine, and none may mistake the refusal for a source that is down."""

from __future__ import annotations

import http.server
import socket
import threading
import urllib.request

import pytest
import requests
from loopback_only import NetworkBlocked


def test_a_look_up_is_refused() -> None:
    with pytest.raises(NetworkBlocked, match="boamp"):
        requests.get("https://boamp.example.org/api", timeout=1)


@pytest.mark.parametrize("call", ["connect", "connect_ex"])
def test_an_address_is_refused(call: str) -> None:
    with socket.socket() as outward, pytest.raises(NetworkBlocked, match=r"192\.0\.2\.1:443"):
        getattr(outward, call)(("192.0.2.1", 443))


def test_loopback_is_spoken_to() -> None:
    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
    threading.Thread(target=server.handle_request, daemon=True).start()
    with urllib.request.urlopen(f"http://localhost:{server.server_port}/pyproject.toml", timeout=5) as answer:
        assert answer.status == 200
    server.server_close()


def test_the_refusal_is_not_an_oserror() -> None:
    """requests turns an ``OSError`` into ``ConnectionError``, which connectors take for a pause."""
    assert not issubclass(NetworkBlocked, OSError)
