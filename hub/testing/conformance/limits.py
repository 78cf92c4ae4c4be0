"""How much processor a call may take: measured as a growth, stopped when it has no end."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

STOP_S = 4.0
_FIRST, _LAST = 20, 20_480
_WORTH_S = 0.1
_GROWTH = 3.2


class Endless(BaseException):
    """The call used its processor time up. No ``Exception``: the code must not swallow it."""


Prepared = Callable[[], object]


def too_steep(prepare: Callable[[int], Prepared], unit: str, largest: int = _LAST) -> str | None:
    """Why the call that ``prepare`` makes for a size grows faster than the size, or ``None``. Twice the size
    may cost 3.2 times as much; a call of less than a tenth of a second is never looked at."""
    before = 0.0
    for size in _sizes(largest):
        call = prepare(size)
        try:
            spent = _spent(call)
            if _is_steep(spent, before):  # once more: the machine may have been busy
                spent = min(spent, _spent(call), _spent(call))
        except Endless:
            return f"{size} {unit} took more than {STOP_S:.0f} s"
        if _is_steep(spent, before):
            return f"{size} {unit} took {spent:.2f} s, and {size // 2} took {before:.2f} s"
        before = spent
    return None


def _is_steep(spent: float, before: float) -> bool:
    return bool(before) and spent > _WORTH_S and spent > _GROWTH * before


def _sizes(largest: int) -> Iterator[int]:
    size = _FIRST
    while size <= largest:
        yield size
        size *= 2


def _spent(call: Prepared) -> float:
    with _stopped():
        started = time.process_time()
        call()
        return time.process_time() - started


@contextmanager
def _stopped() -> Iterator[None]:
    """Stop what runs after ``STOP_S`` seconds of processor, where the system has such an alarm."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _raise)
    signal.setitimer(signal.ITIMER_VIRTUAL, STOP_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _raise(_number: int, _frame: FrameType | None) -> None:
    raise Endless
