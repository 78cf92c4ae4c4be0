"""Values of the JSON documents as a French reader writes them.

Times are told in Europe/Paris. A value that is missing prints as ``""``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from hub.clauses import wording
from hub.clauses.wording import NBSP, lot_name, months_text, number
from hub.review.labels import BASES

PARIS = ZoneInfo("Europe/Paris")
# Signs that turn the direction of writing: a title could make the line around it lie.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: object) -> str:
    """One line that a terminal cannot take for commands: no control character, no change of direction.

    >>> clean("Peinture\\x1b[31m des\\nhalls")
    'Peinture [31m des halls'
    """
    printed = "".join(" " if _is_control(sign) else sign for sign in str(text) if sign not in _TURNING)
    return re.sub(" {2,}", " ", printed).strip()


def legible(text: str) -> str:
    """A text with its lines and spaces as they are, without the signs that :func:`clean` takes away."""
    kept = (sign for sign in text if sign not in _TURNING)
    return "".join(" " if _is_control(sign) and sign not in "\n\t" else sign for sign in kept)


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Zl", "Zp")


def count(quantity: int, one: str, several: str | None = None) -> str:
    """A count with its word in agreement; French says ``0 modifié``.

    >>> count(1, "modifié"), count(2, "modifié"), count(3, "nouveau", "nouveaux")
    ('1 modifié', '2 modifiés', '3 nouveaux')
    """
    word = one if quantity < 2 else several or f"{one}s"
    return f"{number(quantity)} {word}"


def day(value: str | date | None) -> str:
    """``2026-09-01`` → ``01/09/2026``; a time is told by its day in Paris."""
    found = _read(value)
    if isinstance(found, datetime):
        found = found.astimezone(PARIS).date()
    return f"{found:%d/%m/%Y}" if found else ""


def moment(value: str | datetime | None) -> str:
    """An aware time as ``01/09/2026 à 14:30``, in Paris."""
    found = _read(value)
    if isinstance(found, datetime):
        return f"{found.astimezone(PARIS):%d/%m/%Y à %H:%M}"
    return day(found)


def _read(value: str | date | None) -> date | None:
    if not isinstance(value, str):
        return value
    try:
        return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    except ValueError:
        return None


def amount(money: Mapping[str, Any] | None) -> str:
    """``{amount, currency}`` → ``216 000 € HT``."""
    if not money:
        return ""
    sign = "€" if money["currency"] == "EUR" else money["currency"]
    return f"{number(Decimal(str(money['amount'])))}{NBSP}{sign} HT"


def amount_with_basis(money: Mapping[str, Any] | None) -> str:
    """The amount with what it means: ``216 000 € HT (estimation)``."""
    if not money:
        return ""
    return f"{amount(money)} ({BASES.get(money['basis'], money['basis'])})"


def hours(answer: Mapping[str, Any] | None) -> str:
    """The order of magnitude: ``≈ 245 h``."""
    if not answer:
        return ""
    return f"≈{NBSP}{number(answer['rounded'] or answer['default'])}{NBSP}h"


def hours_range(answer: Mapping[str, Any]) -> str:
    """``de 2 560 à 5 376 h``."""
    return f"de {number(answer['low'])} à {number(answer['high'])}{NBSP}h"


def euros(value: Decimal | float | int) -> str:
    """``216000`` → ``216 000 € HT``."""
    return wording.euros(Decimal(str(value)))


def percent(share: Decimal | float) -> str:
    """A share of 1 as a percentage: ``0.125`` → ``12,5 %``."""
    return wording.percent(float(share))


def formula(inputs: Mapping[str, Any]) -> str:
    """How the hours were computed: ``113 000 € HT × 40 % × 5 % ÷ 30 €/h``."""
    share, rate = percent(inputs["labour_share"]), percent(inputs["insertion_rate"])
    cost = wording.decimal_text(Decimal(str(inputs["hourly_cost"])))
    return f"{euros(inputs['amount'])} × {share} × {rate} ÷ {cost}{NBSP}€/h"


def months(value: Decimal | float | int) -> str:
    """``4.5`` → ``4,5 mois``."""
    return months_text(Decimal(str(value)))


def distance(km: float | None) -> str:
    """``4 km`` as the crow flies; ``< 1 km`` next door."""
    if km is None:
        return ""
    return f"<{NBSP}1{NBSP}km" if km < 1 else f"{number(km)}{NBSP}km"


def lot(document: Mapping[str, Any]) -> str:
    """A lot by its number and title: ``Lot 6 « Peinture »``."""
    name = lot_name(document["key"], document["title"])
    return name[:1].upper() + name[1:]


def lot_key(key: str) -> str:
    """``LOT-0006`` → ``lot 6``."""
    return lot_name(key, None)


def window(renewal: Mapping[str, Any]) -> str:
    """When to act on a renewal: ``ouverte jusqu’au 27/05/2027``, ``s’ouvre le 27/03/2027``, ``passée``."""
    if renewal["window_state"] == "a_venir":
        return f"s’ouvre le {day(renewal['window']['from'])}"
    if renewal["window_state"] == "ouverte":
        return f"ouverte jusqu’au {day(renewal['window']['to'])}"
    return "passée"


def where(document: Mapping[str, Any], territories: Mapping[str, str]) -> str:
    """A place in a few words: ``Laffrey, Matheysine``; ``?`` when it is not certain.

    ``territories`` are names by id, the narrowest first. Without one, the départements.
    """
    towns = communes(document)
    named = towns[:1] if len(towns) < 3 else []
    named += territory_names(document, territories)[:1]
    return ", ".join(named or document["departements"][:3])


def territory_names(document: Mapping[str, Any], territories: Mapping[str, str]) -> list[str]:
    """The territories touched, in the order of ``territories``; ``?`` when it is not certain."""
    sure = {item["id"]: item["certainty"] for item in document["territories"]}
    ordered = [id_ for id_ in territories if id_ in sure] + [id_ for id_ in sure if id_ not in territories]
    return [territories.get(id_, id_) + ("" if sure[id_] == "certain" else f"{NBSP}?") for id_ in ordered]


def communes(document: Mapping[str, Any]) -> list[str]:
    """The names of the communes, in the order of the notices."""
    from hub.geo import commune

    found = [commune(insee) for insee in document["communes"]]
    return [each.name for each in found if each]


def shortened(text: str, most: int) -> str:
    """The text, or its beginning up to a word and ``…``."""
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def nearby_in_short(employers: Sequence[Mapping[str, Any]]) -> str:
    """How many of each kind and how far: ``2 EI, 1 ACI, 1 ESAT à moins de 25 km``."""
    kinds = Counter(employer["kind"] for employer in employers)
    told = ", ".join(f"{n}{NBSP}{kind}" for kind, n in kinds.most_common())
    known = [employer["distance_km"] for employer in employers if employer["distance_km"] is not None]
    return f"{told} à moins de {max(1, ceil(max(known)))}{NBSP}km" if known else told


def without_label(sentence: str, label: str) -> str:
    """The sentence without the words that a badge beside it already says: ``Obligation présumée : …``."""
    before, colon, after = sentence.partition(":")
    told = before.strip().casefold() == label.casefold()
    return after.strip()[:1].upper() + after.strip()[1:] if colon and told else sentence
