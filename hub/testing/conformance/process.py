"""The state of the process that a plugin must leave as it found it."""

from __future__ import annotations

import builtins
import datetime
import decimal
import json
import locale
import logging
import os
import random
import re
import signal
import socket
import ssl
import sys
import threading
import time
import urllib.request
import warnings
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

import requests

from hub import plugin_api

_MODULES: tuple[ModuleType | type, ...] = (
    builtins,
    datetime,
    json,
    locale,
    logging,
    os,
    random,
    re,
    requests,
    requests.Session,
    signal,
    socket,
    socket.socket,
    ssl,
    threading,
    time,
    urllib.request,
    plugin_api,
)
_MOVING = {"_", "environ"}


def settings() -> dict[str, Any]:
    """What the process is set to: name → value."""
    root = logging.getLogger()
    return {
        "the locale": locale.setlocale(locale.LC_ALL),
        "the working directory": os.getcwd(),
        "os.environ": dict(os.environ),
        "the signal handlers": {s: signal.getsignal(s) for s in signal.valid_signals()},
        "the warnings filters": list(warnings.filters),
        "the root logger": (root.level, list(root.handlers), list(root.filters), root.disabled),
        "logging.disable": root.manager.disable,
        "sys.path": list(sys.path),
        "the recursion limit": sys.getrecursionlimit(),
        "the default socket timeout": socket.getdefaulttimeout(),
        "the decimal context": str(decimal.getcontext()),
    }


def changed(before: Mapping[str, Any]) -> Iterator[str]:
    """The names of what is set to something else than ``before``."""
    return (name for name, value in settings().items() if value != before[name])


Held = dict[tuple[Any, str], Any]


def contents() -> Held:
    """What the well-known modules and classes hold: owner and name → function or class."""
    return {
        (owner, name): value
        for owner in _MODULES
        for name, value in list(vars(owner).items())
        if name not in _MOVING and callable(value)
    }


def patched(before: Held) -> Iterator[str]:
    """The dotted names that now hold something else."""
    for (owner, name), value in before.items():
        if vars(owner).get(name) is not value:
            yield f"{owner.__name__}.{name}"


def unpatch(before: Held) -> None:
    """Put the functions back, so that the tests after it meet the real ones."""
    for (owner, name), value in before.items():
        if vars(owner).get(name) is not value:
            setattr(owner, name, value)


def restore(before: Mapping[str, Any]) -> None:
    """Put back what can be: a check must not harm the tests after it."""
    locale.setlocale(locale.LC_ALL, before["the locale"])
    os.chdir(before["the working directory"])
    os.environ.clear()
    os.environ.update(before["os.environ"])
    for number, handler in before["the signal handlers"].items():
        if handler is not None and signal.getsignal(number) != handler:
            signal.signal(number, handler)
    warnings.filters[:] = before["the warnings filters"]  # type: ignore[index]
    root = logging.getLogger()
    root.level, root.handlers[:], root.filters[:], root.disabled = before["the root logger"]
    logging.disable(before["logging.disable"])
    sys.path[:] = before["sys.path"]
    sys.setrecursionlimit(before["the recursion limit"])
    socket.setdefaulttimeout(before["the default socket timeout"])
