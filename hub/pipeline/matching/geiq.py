"""The trades of a GEIQ, read in its name and in the sectors that it states."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from hub.clauses.tables import fold
from hub.pipeline.matching.activities import table_rows


@lru_cache(maxsize=1)
def _words() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple((row["trade"], row["label"], re.compile(row["pattern"])) for row in table_rows("geiq.csv"))


def geiq_trades(name: str, sectors: Iterable[str] = ()) -> frozenset[str]:
    """``GEIQ BTP ISERE`` → bâtiment, travaux publics; none for a GEIQ of several sectors or unnamed ones.

    >>> sorted(geiq_trades("GEIQ BTP ISERE DROME ARDECHE"))
    ['batiment', 'travaux-publics']
    """
    text = fold(" · ".join([name, *sectors]))
    return frozenset(trade for trade, _, pattern in _words() if pattern.search(text))


def geiq_label(trade: str) -> str:
    """A trade of a GEIQ as a person reads it."""
    return next((label for known, label, _ in _words() if known == trade), trade)
