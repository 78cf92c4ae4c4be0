"""Notices a package that looks at the clock by itself."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_ASKED = {"now", "utcnow", "today", "localtime", "time", "gmtime"}


@contextmanager
def looked_at(package: str) -> Iterator[list[str]]:
    """A list that fills with the places of ``package`` that asked for the day or the hour."""
    seen: list[str] = []
    before = sys.getprofile()

    def watch(frame: FrameType, event: str, called: Any) -> None:
        if event != "c_call" or called.__name__ not in _ASKED or not _is_clock(called):
            return
        if str(frame.f_globals.get("__name__", "")).partition(".")[0] == package:
            seen.append(f"{called.__name__}() in {frame.f_code.co_name}, line {frame.f_lineno}")

    sys.setprofile(watch)
    try:
        yield seen
    finally:
        sys.setprofile(before)


def _is_clock(called: Any) -> bool:
    owner = getattr(called, "__self__", None)
    kind = owner if isinstance(owner, type) else type(owner)
    return "time" in {getattr(called, "__module__", None), getattr(owner, "__name__", None)} or (
        kind.__module__ == "datetime"
    )
