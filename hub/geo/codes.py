"""Départements, regions and NUTS codes."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from hub.geo.names import fold
from hub.geo.tables import read_table

# NUTS 2013 and before → NUTS 2016 to 2024: the regions were renamed, the last character stayed.
# FR714 and FRK24 are both the Isère. Source: Regulation (EU) 2016/2066; FR9.. are NUTS 2010.
_OLD_NUTS2 = {
    "FR21": "FRF2",
    "FR22": "FRE2",
    "FR23": "FRD2",
    "FR24": "FRB0",
    "FR25": "FRD1",
    "FR26": "FRC1",
    "FR30": "FRE1",
    "FR41": "FRF3",
    "FR42": "FRF1",
    "FR43": "FRC2",
    "FR51": "FRG0",
    "FR52": "FRH0",
    "FR53": "FRI3",
    "FR61": "FRI1",
    "FR62": "FRJ2",
    "FR63": "FRI2",
    "FR71": "FRK2",
    "FR72": "FRK1",
    "FR81": "FRJ1",
    "FR82": "FRL0",
    "FR83": "FRM0",
    "FR91": "FRY1",
    "FR92": "FRY2",
    "FR93": "FRY3",
    "FR94": "FRY4",
    "FRA1": "FRY1",
    "FRA2": "FRY2",
    "FRA3": "FRY3",
    "FRA4": "FRY4",
    "FRA5": "FRY5",
}


class _Departement(NamedTuple):
    code: str
    name: str
    region: str
    region_name: str
    nuts3: str


@lru_cache(maxsize=1)
def _departements() -> dict[str, _Departement]:
    return {row[0]: _Departement(*row) for row in read_table("departements.csv.gz")}


@lru_cache(maxsize=1)
def _by_nuts3() -> dict[str, str]:
    return {row.nuts3: row.code for row in _departements().values() if row.nuts3}


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    return {fold(row.name): row.code for row in _departements().values()}


def departement_name(code: str) -> str | None:
    """``"38"`` → ``"Isère"``."""
    row = _departements().get(code.strip().upper())
    return row.name if row else None


def departement_named(name: str) -> str | None:
    """``"ISERE"`` → ``"38"``; ``None`` when the whole text is not a département's name."""
    return _by_name().get(fold(name))


def region_of(departement: str) -> str | None:
    """``"38"`` → ``"84"``, the INSEE code of its region."""
    row = _departements().get(departement.strip().upper())
    return row.region if row else None


def region_name(code: str) -> str | None:
    """``"84"`` → ``"Auvergne-Rhône-Alpes"``."""
    return next((row.region_name for row in _departements().values() if row.region == code), None)


def nuts3_of(departement: str) -> str | None:
    """``"38"`` → ``"FRK24"`` (NUTS 2024)."""
    row = _departements().get(departement.strip().upper())
    return (row.nuts3 or None) if row else None


def departement_of_nuts(code: str) -> str | None:
    """``"FRK24"``, or ``"FR714"`` of the nomenclature before 2018, → ``"38"``.

    ``None`` for what is wider than a département (``FR``, ``FRK2``) or outside all (``FRZZZ``). Overseas
    the level above has the same outline: ``FRY1`` is the Guadeloupe.
    """
    value = code.strip().upper()
    if len(value) == 4:
        value += "0"
        return _by_nuts3().get(_current(value)) if _current(value).startswith("FRY") else None
    return _by_nuts3().get(_current(value))


def _current(nuts3: str) -> str:
    renamed = _OLD_NUTS2.get(nuts3[:4])
    return renamed + nuts3[4:] if renamed else nuts3
