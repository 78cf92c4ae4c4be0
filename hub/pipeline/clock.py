"""What time it is, and what day: handed down, so that a test or a report can set them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def utc_now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Clock:
    """``now()`` is the moment of writing; ``today`` the day that deadlines are judged by."""

    now: Callable[[], datetime] = utc_now
    today_setting: date | None = None

    @property
    def today(self) -> date:
        """The day set by ``HUB_TODAY``, else today in Europe/Paris."""
        return self.today_setting or self.now().astimezone(PARIS).date()
