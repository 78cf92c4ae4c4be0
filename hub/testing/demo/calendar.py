"""Days and hours of notices: working days, local time in Paris, the offsets that eForms print."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hub.testing.demo.identity import pick

_HOURS = (time(11), time(12), time(12), time(16), time(17))


def paris() -> ZoneInfo:
    """The time zone of French notices."""
    return ZoneInfo("Europe/Paris")


def working_day(day: date) -> date:
    """``day``, or the Monday after it."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def deadline_after(published: date, days: int, key: str, today: date) -> datetime:
    """The end of a tendering period, on a working day, never today nor tomorrow."""
    day = working_day(published + timedelta(days=days))
    if 0 <= (day - today).days < 2:
        day = working_day(today + timedelta(days=2))
    return datetime.combine(day, pick(_HOURS, key, "hour"), paris())


def moment(day: str | int, today: date) -> date:
    """A day of the plan: days before today, or a fixed day that is never in the future."""
    if isinstance(day, int):
        return today - timedelta(days=day)
    return min(date.fromisoformat(day), today)


def eforms_date(day: date | datetime) -> str:
    """``2026-10-02+02:00``."""
    local = day if isinstance(day, datetime) else datetime.combine(day, time(12), paris())
    return f"{local:%Y-%m-%d}{_offset(local)}"


def eforms_time(local: datetime) -> str:
    """``12:00:00+02:00``."""
    return f"{local:%H:%M:%S}{_offset(local)}"


def _offset(local: datetime) -> str:
    text = f"{local:%z}"
    return f"{text[:3]}:{text[3:]}"
