"""How figures and dates are written for a French reader, and the phrases used in several places.

Amounts have a narrow no-break space between thousands (``216 000 € HT``), dates are ``22/08/2026``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

NARROW = "\u202f"
NBSP = "\u00a0"
_PRINTED = (
    ("'", "\u2019"),
    (" :", f"{NBSP}:"),
    (" ;", f"{NARROW};"),
    (" ?", f"{NARROW}?"),
    (" !", f"{NARROW}!"),
    (" €", f"{NBSP}€"),
    (" %", f"{NBSP}%"),
    ("n° ", f"n°{NBSP}"),
    ("« ", f"«{NBSP}"),
    (" »", f"{NBSP}»"),
)
TO_VALIDATE = "Ordre de grandeur : estimation à valider avec l’acheteur."


def number(value: Decimal | float | int) -> str:
    """``1167`` → ``1 167`` (rounded half up to the unit, narrow no-break space)."""
    whole = int(Decimal(str(value)).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return f"{whole:,}".replace(",", NARROW)


def euros(amount: Decimal | int, tax: str = "HT") -> str:
    """``Decimal("216000")`` → ``216 000 € HT``; cents are dropped."""
    return f"{number(amount)}{NBSP}€ {tax}"


def day(value: date) -> str:
    """``date(2026, 8, 22)`` → ``22/08/2026``."""
    return f"{value:%d/%m/%Y}"


def hours_text(value: Decimal | float | int) -> str:
    """``252`` → ``252 h``."""
    return f"{number(value)}{NBSP}h"


def hours_range(low: int, high: int) -> str:
    """``2560, 5376`` → ``de 2 560 à 5 376 h``."""
    return f"de {number(low)} à {hours_text(high)}"


def percent(share: float) -> str:
    """A share of 1 as a percentage: ``0.05`` → ``5 %``, ``0.125`` → ``12,5 %``."""
    value = (Decimal(str(share)) * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP).normalize()
    return f"{value:f}".replace(".", ",") + f"{NBSP}%"


def percent_range(low: float, high: float) -> str:
    """``0.4, 0.6`` → ``40 à 60 %``."""
    return f"{percent(low).removesuffix(f'{NBSP}%')} à {percent(high)}"


def decimal_text(value: Decimal) -> str:
    """A small number with its decimals, French comma: ``4.5`` → ``4,5``."""
    rounded = value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP).normalize()
    return f"{rounded:f}".replace(".", ",")


def months_text(value: Decimal) -> str:
    """``Decimal("4")`` → ``4 mois``."""
    return f"{decimal_text(value)}{NBSP}mois"


def days_text(count: int) -> str:
    """``9`` → ``9 jours``, ``1`` → ``1 jour``."""
    return counted(count, "jour")


def counted(count: int, noun: str) -> str:
    """``1, "lot"`` → ``1 lot``, ``3, "lot"`` → ``3 lots``."""
    return f"{count}{NBSP}{noun}{'s' if count > 1 else ''}"


def quoted(text: str, limit: int = 80) -> str:
    """A title between guillemets, cut at a word with an ellipsis."""
    clean = " ".join(text.split())
    if len(clean) > limit:
        clean = clean[:limit].rsplit(" ", 1)[0] + "…"
    return f"«{NBSP}{clean}{NBSP}»"


_LOT_PREFIX = re.compile(r"^\s*lot\s*(?:n\s?[°o]\s?)?\w{1,4}\s*[:.–—-]\s*", re.IGNORECASE)
_LOT_NUMBER = re.compile(r"(\d+)\D*$")


def lot_name(key: str, title: str | None) -> str:
    """``LOT-0006``, ``Lot 6 : Peinture.`` → ``lot 6 « Peinture »``; a key without a number stays as it is."""
    number_ = _LOT_NUMBER.search(key)
    name = f"lot {int(number_.group(1)) if number_ else key}"
    clean = _LOT_PREFIX.sub("", title or "").rstrip(" .")
    return f"{name} {quoted(clean)}" if clean else name


def listed(items: Sequence[str]) -> str:
    """``["1", "2", "3"]`` → ``1, 2 et 3``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} et {items[-1]}"


@lru_cache(maxsize=4096)
def typeset(text: str) -> str:
    """A sentence with the spaces and apostrophes of French printing: no-break before ``: ; ? ! € %``."""
    for plain, printed in _PRINTED:
        text = text.replace(plain, printed)
    return text


def unique(sentences: Iterable[str]) -> tuple[str, ...]:
    """The sentences in order, typeset, each once, without the empty ones."""
    return tuple(dict.fromkeys(typeset(s) for s in sentences if s))
