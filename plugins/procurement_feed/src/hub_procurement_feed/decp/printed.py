"""What is printed in DECP, read or refused: dates, amounts, durations, counts, texts.

Each reader takes a text and returns a value or raises :class:`Unread` with the code of the finding.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from hub_procurement_feed import values

OLDEST_CONTRACT: Final = 1990
OLDEST_PUBLICATION: Final = 2015
"""Before it nobody published such data: the order of 14 April 2017 is the first."""

_LATEST: Final = 2049
_US_DATE: Final = re.compile(r"([A-Z][a-z]+),? (\d{1,2}),? (\d{4})(?: \d\d:\d\d:\d\d)?")
_PLAIN: Final = re.compile(r"\d+(?:\.\d+)?")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_WINDOWS: Final = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}
_DIGITS: Final = 11


class Unread(ValueError):
    """What was printed is not a value; ``code`` names the finding."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def clean(text: str) -> str:
    """A text without control characters and half characters, which no store accepts.

    Those from U+0080 on are Windows quotes and ligatures that somebody read as Latin-1: mended.
    """
    return text if text.isprintable() else _CONTROL.sub("", text).translate(_WINDOWS)


def day(text: str, since: int = OLDEST_CONTRACT) -> date:
    """A day: ``2024-05-22``, ``2024-05-22+02:00``, ``22/05/2024``, ``September, 16 2021 00:00:00``.

    ``absurd-date`` for years before ``since`` or after 2049, ``bad-date`` for all that is no date.
    """
    value = _day(text)
    if not since <= value.year <= _LATEST:
        raise Unread("absurd-date")
    return value


def _day(text: str) -> date:
    american = _US_DATE.fullmatch(text)
    try:
        if american:
            return datetime.strptime(" ".join(american.groups()), "%B %d %Y").date()  # noqa: DTZ007 - a day
        return values.day(text)
    except ValueError as error:
        raise Unread("absurd-date" if "absurd" in str(error) else "bad-date") from None


def published(text: str) -> date:
    """A day of publication."""
    return day(text, OLDEST_PUBLICATION)


def amount(text: str) -> Decimal:
    """An amount in euros. ``no-amount`` for 0 and 1, which stand for "unknown"; ``absurd-amount`` above
    11 digits; ``bad-amount`` for the rest."""
    value = _number(text, "bad-amount")
    if value <= 1:
        raise Unread("no-amount")
    if value >= 10**_DIGITS:
        raise Unread("absurd-amount")
    return value.quantize(Decimal("0.0001")).normalize() + 0


def _number(text: str, code: str) -> Decimal:
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    try:
        return values.number(text)
    except ValueError:
        raise Unread(code) from None


def months(text: str) -> Decimal:
    """A duration in months, to the hundredth. ``bad-duration`` for 0, ``NC`` and more than a century."""
    value = _number(text, "bad-duration")
    if not 0 < value <= 1200:
        raise Unread("bad-duration")
    return value.quantize(Decimal("0.01")).normalize() + 0


def count(text: str) -> int:
    """A number of offers: from 1, as nobody is awarded a contract without an offer, to 9999."""
    value = _number(text, "bad-count")
    if value != int(value) or not 1 <= value <= 9999:
        raise Unread("bad-count")
    return int(value)
