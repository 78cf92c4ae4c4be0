"""A guard that notices what a pure function must not touch, and stops it before it happens.

It stands on ``sys.setprofile``: every call into C passes by, so ``datetime.now`` or ``open`` is seen
whatever name it was imported under, and nothing needs to be patched.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeVar

T = TypeVar("T")

_CLOCK = {"now", "utcnow", "today", "time", "time_ns", "monotonic", "perf_counter", "localtime", "gmtime"}
_CHANCE = {"random", "getrandbits", "urandom", "randbytes", "betavariate", "gauss"}
_NETWORK = {"connect", "connect_ex", "getaddrinfo", "gethostbyname", "sendto"}
_FILES = {"open", "listdir", "scandir", "stat", "mkdir", "remove", "unlink", "rename", "getcwd", "putenv"}
_MODULES = {
    "time": ("the clock", _CLOCK),
    "datetime": ("the clock", _CLOCK),
    "random": ("chance", _CHANCE),
    "_random": ("chance", _CHANCE),
    "posix": ("the file system", _FILES | {"urandom"}),
    "nt": ("the file system", _FILES | {"urandom"}),
    "_io": ("the file system", _FILES),
    "io": ("the file system", _FILES),
    "_socket": ("the network", _NETWORK),
    "socket": ("the network", _NETWORK),
}
# A log line is dated and a lazy import reads a file: neither can change what parse returns.
_INNOCENT = ("logging", "importlib", "_frozen_importlib", "warnings", "linecache", "zipimport")


class Impure(BaseException):
    """Raised inside the guarded call. No ``Exception``: the code must not swallow it."""


def guarded(call: Callable[[], T]) -> T:
    """The result of ``call``; raises :class:`Impure` when it reaches for the outside."""
    before = sys.getprofile()
    touched: list[str] = []

    def watch(frame: FrameType, event: str, called: Any) -> None:
        if event != "c_call" or touched:
            return
        what = _outside(called)
        if what and not str(frame.f_globals.get("__name__", "")).startswith(_INNOCENT):
            touched.append(what)
            raise Impure(what)

    sys.setprofile(watch)
    try:
        result = call()
    finally:
        sys.setprofile(before)
    if touched:
        raise Impure(touched[0])
    return result


def _outside(called: Any) -> str | None:
    name = getattr(called, "__name__", "")
    owner = getattr(called, "__self__", None)
    kind = owner if isinstance(owner, type) else type(owner)
    modules = (getattr(called, "__module__", None), kind.__module__, getattr(owner, "__name__", None))
    for module in modules:
        what, names = _MODULES.get(str(module), ("", set()))
        if name in names:
            return f"{what} ({module}.{name})"
    return None
