"""The shipped tables, read once and on demand: communes, old communes, EPCI.

Their vintage is 2026 (``VINTAGE``); ``data/PROVENANCE.md`` tells where they come from. Nothing is read
at import time. An EPCI changes its members every 1 January: keep the vintage beside what you store.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

VINTAGE = 2026

Index = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune, or a municipal arrondissement of Paris, Lyon or Marseille.

    ``parent`` is the INSEE code of the city for an arrondissement, else ``None``. ``epci`` is a SIREN.
    Latitude and longitude are degrees (WGS 84) of the centre of the commune's outline, not of its
    town hall. ``None`` where the national files are silent (islands without EPCI, overseas).
    """

    insee: str
    name: str
    departement: str
    region: str | None
    epci: str | None
    postcodes: tuple[str, ...]
    population: int | None
    latitude: float | None
    longitude: float | None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Epci:
    """An intercommunalité with own taxation. ``type`` is CC, CA, CU, METRO or MET69."""

    siren: str
    name: str
    type: str
    communes: tuple[str, ...]
    departements: tuple[str, ...]


def read_table(name: str) -> list[list[str]]:
    """The rows of one shipped table, without its header."""
    packed = files("hub.geo").joinpath("data", name).read_bytes()
    rows = csv.reader(io.StringIO(gzip.decompress(packed).decode("utf-8"), newline=""))
    next(rows)
    return list(rows)


@lru_cache(maxsize=1)
def commune_rows() -> dict[str, list[str]]:
    """INSEE code → ``[insee, name, parent, epci, postcodes, population, latitude, longitude]``."""
    return {row[0]: row for row in read_table("communes.csv.gz")}


@lru_cache(maxsize=1)
def old_communes() -> dict[str, str]:
    """INSEE code of an associated or delegated commune → that of the present commune."""
    return {insee: present for insee, _, present in read_table("old_communes.csv.gz")}


@lru_cache(maxsize=1)
def _epci_rows() -> dict[str, list[str]]:
    return {row[0]: row for row in read_table("epci.csv.gz")}


def epci_names() -> dict[str, str]:
    """SIREN → name of every EPCI."""
    return {siren: row[1] for siren, row in _epci_rows().items()}


@lru_cache(maxsize=1)
def _cities_with_arrondissements() -> frozenset[str]:
    return frozenset(row[2] for row in commune_rows().values() if row[2])


@lru_cache(maxsize=1)
def postcode_index() -> Index:
    """Post code → INSEE codes. In Paris, Lyon and Marseille it names the arrondissement alone."""
    cities = _cities_with_arrondissements()
    rows = (row for insee, row in commune_rows().items() if insee not in cities)
    return _index((code, row[0]) for row in rows for code in row[4].split("|"))


@lru_cache(maxsize=1)
def epci_index() -> Index:
    """SIREN of an EPCI → INSEE codes of its communes (whole communes, no arrondissement)."""
    return _index((row[3], row[0]) for row in commune_rows().values() if row[3] and not row[2])


@lru_cache(maxsize=1)
def departement_index() -> Index:
    """Département → INSEE codes of its communes (whole communes, no arrondissement)."""
    return _index((departement_part(row[0]), row[0]) for row in commune_rows().values() if not row[2])


def departement_part(insee: str) -> str:
    """The département in an INSEE code: two characters, three overseas."""
    return insee[:3] if insee[:2] in {"97", "98"} else insee[:2]


def _index(pairs: Iterable[tuple[str, str]]) -> Index:
    grouped: defaultdict[str, list[str]] = defaultdict(list)
    for key, insee in pairs:
        if key:
            grouped[key].append(insee)
    return {key: tuple(codes) for key, codes in grouped.items()}


def epci(siren: str) -> Epci | None:
    """The EPCI of that SIREN, or ``None``. An EPT of the Grand Paris is not one: list its communes."""
    row = _epci_rows().get(siren.strip())
    if row is None:
        return None
    members = epci_index().get(row[0], ())
    departements = tuple(sorted({departement_part(insee) for insee in members}))
    return Epci(row[0], row[1], row[2], members, departements)
