"""The Prefect server that the daemon speaks to: the operator's, one already here, or a child."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import requests

from hub.plugin_api.errors import HubError

HOST, PORT = "127.0.0.1", "4200"
START_S, STOP_S = 90, 15


class ServerUnavailable(HubError):
    """No Prefect server could be had."""

    default_code = "prefect-unavailable"


@contextmanager
def prefect_api(environ: Mapping[str, str]) -> Iterator[str]:
    """The address of a Prefect API for as long as the context lasts.

    ``environ`` is as ``flows.environment.prepare`` leaves it. ``PREFECT_API_URL`` when it is set; else
    the server that answers on ``PREFECT_SERVER_API_PORT`` (4200), one left behind by a daemon that was
    killed for instance; else a child, stopped afterwards.
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
    log = Path(environ["PREFECT_HOME"]) / "server.log"
    child, ending = _started(port, log), threading.Event()
    try:
        _wait(child, url, log)
        threading.Thread(target=_watch, args=(child, ending), daemon=True).start()
        yield url
        if child.poll() is not None:
            raise _ended(child, log)
    finally:
        ending.set()
        _stopped(child)


def _started(port: str, log: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", port]
    log.parent.mkdir(parents=True, exist_ok=True)
    # Prefect's server logs the SQLite locks it waits for as tracebacks, then goes on: they stay in its file.
    # In a session of its own: Ctrl-C reaches the daemon alone, which needs the server to end its runs.
    with log.open("wb") as file:
        return subprocess.Popen(command, start_new_session=True, stdout=file, stderr=file)  # noqa: S603


def _stopped(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(STOP_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _wait(child: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_S
    while not _healthy(url):
        if child.poll() is not None:
            raise _ended(child, log)
        if time.monotonic() > deadline:
            raise ServerUnavailable(
                f"Le serveur Prefect n’a pas répondu sur {url} en {START_S} s.", next_step=f"Lire {log}"
            )
        time.sleep(0.2)


def _watch(child: subprocess.Popen[bytes], ending: threading.Event) -> None:
    """Without its server the daemon would only look alive: it ends, for its supervisor to start it again."""
    child.wait()
    if not ending.is_set():
        os.kill(os.getpid(), signal.SIGTERM)


def _ended(child: subprocess.Popen[bytes], log: Path) -> ServerUnavailable:
    return ServerUnavailable(
        f"Le serveur Prefect s’est arrêté (statut {child.returncode}).",
        next_step=f"Lire {log}, ou donner dans PREFECT_API_URL un serveur qui tourne.",
    )


def _healthy(url: str) -> bool:
    with requests.Session() as session:
        session.trust_env = False  # a proxy has nothing to do on loopback
        try:
            return session.get(f"{url}/health", timeout=2).text.strip() == "true"
        except requests.RequestException:
            return False


def _check_free(port: int) -> None:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise ServerUnavailable(
                f"Le port {port} de {HOST} est pris par un autre programme.",
                code="port-taken",
                next_step=f"PREFECT_SERVER_API_PORT={port + 1} hub serve",
            ) from error
