"""Ranges of amounts, as APProch prints them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_AMOUNT: Final = re.compile(r"(\d[\d\s\u00a0\u202f]*(?:[.,]\d+)?)\s*(k|m|md)?\b", re.IGNORECASE)
_UNITS: Final = {"": Decimal(1), "k": Decimal(10**3), "m": Decimal(10**6), "md": Decimal(10**9)}
_OPEN: Final = re.compile(r"\s*(?:>|≥|\+|plus\b|supérieur|au[- ]delà|à partir)", re.IGNORECASE)
_BLANK: Final = re.compile(r"\s+")


class OpenRange(ValueError):
    """The range has no upper end."""


def upper_end(text: str) -> Decimal:
    """The upper end of a range in euros: ``1M - 5M€`` is 5 000 000, ``100k - 500k€`` is 500 000.

    Raises ``OpenRange`` for ``> 10M€``, ``ValueError`` for what is no amount.
    """
    found = [(number, unit.lower()) for number, unit in _AMOUNT.findall(text.replace("€", " "))]
    if not found:
        raise ValueError(f"no amount in {text!r}")
    if len(found) == 1 and _OPEN.match(text):
        raise OpenRange(f"no upper end in {text!r}")
    number, unit = found[-1]
    value = Decimal(_BLANK.sub("", number).replace(",", ".")) * _UNITS[unit]
    if not 0 < value <= 10**12:
        raise ValueError(f"absurd amount {text!r}")
    return value
