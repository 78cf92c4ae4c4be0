"""Keeps a test run off the network: only this machine may be spoken to.

Installed for the whole run, so that fixtures, threads and plugins' tests are held to it too. It does
not reach into child processes, nor into libraries that open sockets in C.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

_REAL: dict[str, Callable[..., Any]] = {}


class NetworkBlocked(RuntimeError):
    """Not an ``OSError`` on purpose: the code under test must not take it for a source that is down."""


def is_local(host: object) -> bool:
    """Whether ``host`` (a name, an address, or ``None`` for "any") stays on this machine."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost", socket.gethostname()):
        return True
    try:
        address = ipaddress.ip_address(str(name).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def install() -> None:
    """Refuse connections and look-ups that leave the machine."""
    if _REAL:
        return
    _REAL.update(
        connect=socket.socket.connect, connect_ex=socket.socket.connect_ex, getaddrinfo=socket.getaddrinfo
    )
    socket.socket.connect = _guarded("connect")  # type: ignore[method-assign]
    socket.socket.connect_ex = _guarded("connect_ex")  # type: ignore[method-assign]
    socket.getaddrinfo = _look_up


def uninstall() -> None:
    """Put the real functions back."""
    if _REAL:
        socket.socket.connect = _REAL["connect"]  # type: ignore[method-assign]
        socket.socket.connect_ex = _REAL["connect_ex"]  # type: ignore[method-assign]
        socket.getaddrinfo = _REAL["getaddrinfo"]
        _REAL.clear()


def _guarded(name: str) -> Callable[[socket.socket, Any], Any]:
    def connect(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_local(address[0]):
            raise NetworkBlocked(f"a test tried to connect to {address[0]}:{address[1]}")
        return _REAL[name](self, address)

    return connect


def _look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
    if not is_local(host):
        raise NetworkBlocked(f"a test tried to look up {host!r}")
    return _REAL["getaddrinfo"](host, *args, **kwargs)
