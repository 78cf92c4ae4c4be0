"""What is printed in a notice, read or refused: texts, dates, moments, amounts, durations.

Each reader takes the printed text and returns a value or raises ``ValueError``; none guesses.
"""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

# The semicolon is required: without it ``&param=`` in an address would become ``¶m=``.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(Z|[+-]\d\d:?\d\d)?")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_OFFSET = re.compile(r"(?:Z|([+-])(\d\d):?(\d\d))$")
_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,6})?")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?")
_BLANK = re.compile(r"[\s\u00a0\u202f'’]+")
_LOT_NUMBER = re.compile(r"(?:lots?\s*)?(?:n[°ºo]\.?\s*)?0*(\d{1,4}[A-Za-z]?)", re.IGNORECASE)
_CURRENCY_WORD = re.compile(r"(?:€|euros?|eur)\s*(?:h\.?t\.?)?$", re.IGNORECASE)

DAYS_IN_A_MONTH = Decimal("30.4375")
SENTINELS = frozenset({date(2000, 1, 1), date(1970, 1, 1)})
"""Award dates that stand for "none": some eSenders print them where a date is mandatory."""

_END_OF_DAY = time(23, 59)
_SENTENCE = 40


def decode(text: str) -> str:
    """A text with its HTML entities decoded until nothing changes; nothing else is touched but NUL.

    Senders escape once, twice or three times (``&amp;#039;``), and DILA's JSON keeps the escapes of the
    XML it was made from. A rule must be able to read "l'insertion" in all of them.
    """
    if "\x00" in text:
        text = text.replace("\x00", "")
    for _ in range(4):
        if "&" not in text:
            return text
        decoded = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
        if decoded == text:
            return text
        text = decoded.replace("\x00", "")
    return text


def is_sentence(text: str) -> bool:
    """Whether a text of an unknown field may be a sentence: more than 40 characters, several words."""
    return len(text) > _SENTENCE and " " in text.strip()


def lot_number(printed: str) -> str:
    """A lot key from what is printed: ``Lot n° 03`` is ``3``; anything else is kept."""
    text = printed.strip()
    match = _LOT_NUMBER.fullmatch(text)
    return match[1] if match else text


@lru_cache(maxsize=1)
def paris() -> ZoneInfo:
    """The time zone of French notices that print none."""
    return ZoneInfo("Europe/Paris")


def day(printed: str) -> date:
    """A calendar day: ``2026-09-01``, ``2026-09-01+02:00``, ``2006-07-4``, ``05/06/2026``, or a moment's day.

    The offset is dropped: the day printed is the day meant. Years must be 1990 to 2100.
    """
    text = printed.strip()
    if slashed := _SLASHED.fullmatch(text):
        return _checked(date(int(slashed[3]), int(slashed[2]), int(slashed[1])))
    match = _DATE.match(text)
    if not match or not (match.end() == len(text) or text[match.end()] in "T "):
        raise ValueError(f"not a date: {printed!r}")
    return _checked(date(int(match[1]), int(match[2]), int(match[3])))


def _checked(value: date) -> date:
    if not 1990 <= value.year <= 2100:
        raise ValueError(f"absurd year {value.year}")
    return value


def compact_day(printed: str) -> date:
    """A day that may be printed without dashes, as TED_EXPORT does: ``20210104``."""
    text = printed.strip()
    return day(f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 and text.isdecimal() else text)


def compact_moment(printed: str) -> datetime:
    """A moment as TED_EXPORT codes it: ``20180219 12:00``, or a day alone."""
    day_printed, _, clock = printed.strip().partition(" ")
    return joined(compact_day(day_printed).isoformat(), clock)


def award_day(printed: str) -> date | None:
    """A day on which something was awarded; a sentinel is ``None``."""
    value = None if printed.strip()[:10] in {"2000-01-01", "1970-01-01"} else day(printed)
    return None if value in SENTINELS else value


def moment(printed: str, zone: tzinfo | None = None) -> datetime:
    """A moment: ``2026-09-22T16:00:00`` is local to ``zone`` (Europe/Paris), with an offset it is exact.

    A day alone is due at the end of that day.
    """
    text = printed.strip()
    if _DATE.fullmatch(text):
        return joined(text, "", zone)
    value = datetime.fromisoformat(text)
    _checked(value.date())
    return value if value.tzinfo else value.replace(tzinfo=zone or paris())


def joined(day_printed: str, time_printed: str, zone: tzinfo | None = None) -> datetime:
    """A moment printed as a day and a time (``2026-10-02+02:00``, ``12:00:00+02:00``).

    The offset of the time is used, else that of the day, else ``zone`` (Europe/Paris).
    """
    clock = time.fromisoformat(time_printed.strip()) if time_printed.strip() else _END_OF_DAY
    where = clock.tzinfo or offset(day_printed.strip()) or zone or paris()
    return datetime.combine(day(day_printed), clock.replace(tzinfo=None), where)


def offset(printed: str) -> timezone | None:
    """The offset at the end of a date or time, if one is printed."""
    match = _OFFSET.search(printed)
    if not match:
        return None
    if match[1] is None:
        return UTC
    span = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(-span if match[1] == "-" else span)


def number(printed: str) -> Decimal:
    """A number: ``213400.41``, ``1 083 333,50 €``, ``1.083.333``. ``220,000`` says two things: refused."""
    text = _BLANK.sub("", _CURRENCY_WORD.sub("", printed.strip()))
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    if re.fullmatch(r"\d{1,15},(?:\d{1,2}|\d{4,6})", text):
        return Decimal(text.replace(",", "."))
    if _GROUPED.fullmatch(text) and (text.count(".") + text.count(",")) > 1:
        return _ungroup(text)
    raise ValueError(f"not a number: {printed!r}")


def _ungroup(text: str) -> Decimal:
    mark = max(text.rfind("."), text.rfind(","))
    if len(text) - mark - 1 == 3:
        return Decimal(re.sub(r"[.,]", "", text))
    return Decimal(re.sub(r"[.,]", "", text[:mark]) + "." + text[mark + 1 :])


def amount(printed: str) -> Decimal | None:
    """An amount in the currency's unit. Zero means unknown: ``None``. More than 10¹² is refused."""
    value = number(printed)
    if value > 10**12:
        raise ValueError(f"absurd amount {printed!r}")
    return value.quantize(Decimal("0.0001")).normalize() + 0 if value >= Decimal("0.0001") else None


def months(printed: str, unit: str = "MONTH") -> Decimal | None:
    """A duration in months, to the hundredth; 0 is ``None``. Unit: ``DAY``, ``WEEK``, ``MONTH``, ``YEAR``."""
    factors = {
        "DAY": 1 / DAYS_IN_A_MONTH,
        "WEEK": 7 / DAYS_IN_A_MONTH,
        "MONTH": Decimal(1),
        "YEAR": Decimal(12),
    }
    if unit not in factors:
        raise ValueError(f"unknown unit of duration {unit!r}")
    value = (number(printed) * factors[unit]).quantize(Decimal("0.01"))
    if value > 1200:
        raise ValueError(f"absurd duration {printed!r} {unit}")
    return value or None


def count(printed: str) -> int:
    """A small whole number, such as a number of renewals (0 to 100)."""
    value = number(printed)
    if value != int(value) or value > 100:
        raise ValueError(f"not a small whole number: {printed!r}")
    return int(value)


def percentage(printed: str) -> Decimal:
    """A weight of at most 1000, ``60`` or ``60 %``."""
    value = number(printed.strip().removesuffix("%"))
    if value > 1000:
        raise ValueError(f"absurd weight {printed!r}")
    return value
