"""The Prefect server that the daemon speaks to: the operator's, one already here, or a child."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager

import httpx

from hub.plugin_api.errors import HubError

HOST, PORT = "127.0.0.1", "4200"
START_S, STOP_S = 90, 15


class ServerUnavailable(HubError):
    """No Prefect server could be had."""

    default_code = "prefect-unavailable"


@contextmanager
def prefect_api(environ: Mapping[str, str]) -> Iterator[str]:
    """The address of a Prefect API for as long as the context lasts.

    ``PREFECT_API_URL`` when it is set; else the server that answers on ``PREFECT_SERVER_API_PORT``
    (4200), one left behind by a daemon that was killed for instance; else a child, stopped afterwards.
    """
    if url := environ.get("PREFECT_API_URL"):
        yield url
        return
    port = environ.get("PREFECT_SERVER_API_PORT") or PORT
    url = f"http://{HOST}:{port}/api"
    if _healthy(url):
        yield url
        return
    _check_free(int(port))
    child = _started(port)
    try:
        _wait(child, url)
        yield url
    finally:
        _stopped(child)


def _started(port: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", port]
    # In a session of its own: Ctrl-C reaches the daemon alone, which needs the server to end its runs.
    return subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL)  # noqa: S603


def _stopped(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(STOP_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _wait(child: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + START_S
    while not _healthy(url):
        if child.poll() is not None:
            raise ServerUnavailable(
                f"The Prefect server ended at once, with status {child.returncode}.",
                next_step="Read its message above, or set PREFECT_API_URL to a server that runs.",
            )
        if time.monotonic() > deadline:
            raise ServerUnavailable(f"The Prefect server did not answer on {url} within {START_S} s.")
        time.sleep(0.2)


def _healthy(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health", timeout=2, trust_env=False).text.strip() == "true"
    except httpx.HTTPError:
        return False


def _check_free(port: int) -> None:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise ServerUnavailable(
                f"Port {port} of {HOST} is taken by another program.",
                code="port-taken",
                next_step=f"PREFECT_SERVER_API_PORT={port + 1} hub serve",
            ) from error
