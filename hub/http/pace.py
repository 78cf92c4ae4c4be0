"""Time: the connector's rate, the wait before another try, and the limit of one request."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

TRIES = 5
LONGEST_WAIT_S = 120.0
BACKOFF_S = 1.0
BACKOFF_CAP_S = 60.0

Clock = Callable[[], float]
Sleep = Callable[[float], None]


class Pace:
    """At most ``rate_per_s`` requests a second, evenly spaced, whatever the threads; 0 is no limit."""

    def __init__(self, rate_per_s: float, sleep: Sleep, clock: Clock) -> None:
        self._interval = 1 / rate_per_s if rate_per_s > 0 else 0.0
        self._sleep, self._clock = sleep, clock
        self._lock = threading.Lock()
        self._next = float("-inf")

    def wait(self) -> None:
        """Take the next turn, and sleep until it comes."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._next)
            self._next = turn + self._interval
        if turn > now:
            self._sleep(turn - now)


class Stopwatch:
    """Time spent waiting for the source. A caller busy with a piece it received costs nothing."""

    def __init__(self, limit_s: float, clock: Clock) -> None:
        self.limit_s = limit_s
        self._clock = clock
        self._spent = 0.0

    @property
    def left_s(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self.limit_s - self._spent)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count the time inside."""
        started = self._clock()
        try:
            yield
        finally:
            self._spent += self._clock() - started


def backoff(attempt: int, jitter: Callable[[float, float], float] = random.uniform) -> float:
    """Seconds before the try after ``attempt`` (1, 2 …): exponential, with full jitter, so that
    many hubs turned away together do not come back together."""
    return jitter(0.0, min(BACKOFF_CAP_S, BACKOFF_S * 2.0**attempt))


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """``Retry-After`` in seconds, given as seconds or as an HTTP date; ``None`` if unreadable."""
    if not value:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        return float(value)
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (aware - (now or datetime.now(UTC))).total_seconds())
