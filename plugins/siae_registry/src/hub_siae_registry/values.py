"""What a registry prints in one cell: texts, days, moments, numbers.

Each reader takes any JSON or cell value and returns the value, ``None`` for an empty one, or raises
``ValueError``. The empty string of les-emplois and the null of data·inclusion mean the same here.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any, Final

_SLASHED: Final = re.compile(r"(\d\d)/(\d\d)/(\d{4})(?: \d\d:\d\d:\d\d)?")
_NAF: Final = re.compile(r"(\d\d)\.?(\d\d)([A-Z])")
_WEBSITE: Final = re.compile(r"(?:https?://)?([\w-]+(?:\.[\w-]+)+)(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)


def text(value: Any) -> str | None:
    """A text on one line, without control characters; a number becomes its digits."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, str | int | float):
        raise ValueError(f"a text was due, not a {type(value).__name__}")  # noqa: TRY004 (one error for callers)
    printed = " ".join(str(value).split())
    if not printed.isprintable():
        printed = "".join(char for char in printed if char.isprintable()).strip()
    return printed or None


def number(value: Any) -> float | None:
    """A finite number, printed with a point or a comma."""
    printed = text(value)
    if printed is None:
        return None
    if not re.fullmatch(r"-?\d{1,12}(?:[.,]\d{1,20})?", printed):
        raise ValueError(f"not a number: {printed[:40]}")
    return float(printed.replace(",", "."))


def day(value: Any) -> date | None:
    """A day printed as ``2026-05-12``, ``25/11/2005`` or ``25/11/2005 00:00:00``, or as milliseconds."""
    if isinstance(value, int) and not isinstance(value, bool):
        return _of_timestamp(value).date()
    printed = text(value)
    if printed is None:
        return None
    if match := _SLASHED.fullmatch(printed):
        return date(int(match[3]), int(match[2]), int(match[1]))
    return date.fromisoformat(printed[:10])


def _of_timestamp(milliseconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (OverflowError, OSError) as error:
        raise ValueError(f"no such moment: {milliseconds}") from error


def moment(value: Any) -> datetime | None:
    """An ISO moment with its offset."""
    printed = text(value)
    if printed is None:
        return None
    found = datetime.fromisoformat(printed)
    if found.tzinfo is None:
        raise ValueError(f"a moment without an offset: {printed[:40]}")
    return found


def naf(value: Any) -> str | None:
    """A NAF code as ``5621Z``, from ``5621z`` or ``56.21Z``; the older ``85.1A`` is not one."""
    printed = text(value)
    if printed is None:
        return None
    match = _NAF.fullmatch(printed.upper())
    if not match:
        raise ValueError(f"not a NAF code: {printed[:40]}")
    return "".join(match.groups())


def website(value: Any) -> str | None:
    """An address of the web with its scheme: what is not one must never become a link."""
    printed = text(value)
    if printed is None:
        return None
    if "@" in printed or not _WEBSITE.fullmatch(printed):
        raise ValueError(f"not an address of the web: {printed[:40]}")
    return printed if "://" in printed else f"http://{printed}"


def whole(value: Any) -> int | None:
    """A count of people or posts, rounded; 0 means unknown."""
    found = number(value)
    if found is None or found == 0:
        return None
    if not 0 < found < 100_000:
        raise ValueError(f"not a number of people: {found:g}")
    return max(1, round(found))


def padded(value: Any, width: int) -> str | None:
    """An identifier that lost its leading zeros in a spreadsheet: ``10783009`` → ``010783009``."""
    printed = text(value)
    if printed is None:
        return None
    return printed.upper().rjust(width, "0")
