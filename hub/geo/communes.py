"""Communes by code, post code, EPCI and name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from hub.geo.codes import region_of
from hub.geo.names import fold, fold_all, index_key, plain, without_cedex, without_qualifier
from hub.geo.tables import (
    Commune,
    commune_rows,
    departement_index,
    departement_part,
    epci_index,
    old_communes,
    postcode_index,
    read_table,
)

_ARRONDISSEMENT = re.compile(r"(paris|lyon|marseille) 0?(\d{1,2})(?:er?|e?me|ieme)?(?: arr[a-z]*)?")
_FIRST_ARRONDISSEMENT = {"paris": 75100, "lyon": 69380, "marseille": 13200}


@lru_cache(maxsize=8192)
def commune(insee: str) -> Commune | None:
    """The commune of an INSEE code, or ``None``.

    An associated or delegated commune gives the present one (38534 Vénosc → 38253 Les Deux Alpes); an
    arrondissement of Paris, Lyon or Marseille gives itself, with its ``parent``.
    """
    code = insee.strip().upper()
    row = commune_rows().get(code) or commune_rows().get(old_communes().get(code, ""))
    return _commune(row) if row else None


def _commune(row: list[str]) -> Commune:
    insee, name, parent, epci, postcodes, population, latitude, longitude = row
    departement = departement_part(insee)
    return Commune(
        insee=insee,
        name=name,
        departement=departement,
        region=region_of(departement),
        epci=epci or None,
        postcodes=tuple(code for code in postcodes.split("|") if code),
        population=int(population) if population else None,
        latitude=float(latitude) if latitude else None,
        longitude=float(longitude) if longitude else None,
        parent=parent or None,
    )


def _communes(codes: Iterable[str]) -> tuple[Commune, ...]:
    return tuple(found for code in codes if (found := commune(code)))


def communes_of_postcode(code: str) -> tuple[Commune, ...]:
    """All communes that a post code serves; none for a CEDEX. 38220 serves ten, in three EPCI.

    In Paris, Lyon and Marseille it is the arrondissement.
    """
    return _communes(postcode_index().get(code.strip(), ()))


def communes_of_epci(siren: str) -> tuple[Commune, ...]:
    """The members of an EPCI, in every département it reaches."""
    return _communes(epci_index().get(siren.strip(), ()))


def communes_of_departement(code: str) -> tuple[Commune, ...]:
    """The communes of a département, without municipal arrondissements."""
    return _communes(departement_index().get(code.strip().upper(), ()))


def find_commune(
    name: str, *, postcode: str | None = None, departement: str | None = None
) -> tuple[Commune, ...]:
    """The communes that ``name`` may mean: none, one or several.

    Case, accents, hyphens, apostrophes, ``St``, ``s/``, ``CEDEX 2`` and a leading article do not
    matter; names of before a merger count. A post code of the table must be one of the commune's; another
    (CEDEX, company) only gives its département. Without a name, all that the post code serves.
    """
    if not fold(name):
        return communes_of_postcode(postcode) if postcode else ()
    near = _named(name)
    settled = [insee for insee in near if _fits(insee, postcode, departement)]
    # « Valette » is that commune before it is « La Valette », but not when it is elsewhere.
    exact = [insee for insee in settled if near[insee]]
    return _communes(exact or settled)


def _fits(insee: str, postcode: str | None, departement: str | None) -> bool:
    if postcode and postcode.strip():
        found = commune(insee)
        return found is not None and _serves(postcode.strip(), found)
    return not departement or departement_part(insee) == departement.strip().upper()


def _serves(postcode: str, candidate: Commune) -> bool:
    if postcode in postcode_index():
        return postcode in candidate.postcodes
    width = 3 if postcode.startswith(("97", "98")) else 2
    # Compared with the commune's own post codes: some are served by the département next door.
    return any(own[:width] == postcode[:width] for own in candidate.postcodes)


def _named(name: str) -> dict[str, bool]:
    """INSEE code → whether its name is exactly ``name``, article included."""
    numbered = _ARRONDISSEMENT.fullmatch(plain(name))
    if numbered:
        code = str(_FIRST_ARRONDISSEMENT[numbered[1]] + int(numbered[2]))
        return {code: True} if code in commune_rows() else {}
    short = without_cedex(name)
    written, key = fold(short), index_key(fold(without_qualifier(short)))
    # « s/ » stands for « sur », and sometimes for « sous ».
    return _listed(written, key) or _listed(written.replace(" sur ", " sous "), key.replace("sur", "sous"))


def _listed(written: str, key: str) -> dict[str, bool]:
    near: dict[str, bool] = {}
    for entry in _name_index().get(key, "").splitlines():
        insee, full = entry.split(" ", 1)
        near[insee] = near.get(insee, False) or full == written
    return near


@lru_cache(maxsize=1)
def _name_index() -> dict[str, str]:
    """Index key → lines of ``INSEE folded-name``, present names first, then those of before a merger.

    Lines rather than tuples: forty thousand small tuples cost the garbage collector more than the
    whole reading.
    """
    old = read_table("old_communes.csv.gz")
    names = [row[1] for row in commune_rows().values()] + [row[1] for row in old]
    codes = [*commune_rows(), *(row[2] for row in old)]
    folded = fold_all(names)
    keys = index_key("\n".join(folded)).split("\n")
    index: dict[str, str] = {}
    for key, insee, full, name in zip(keys, codes, folded, names, strict=True):
        shared = index_key(fold(without_qualifier(name))) if "(" in name else key
        entry = f"{insee} {full}"
        index[shared] = f"{index[shared]}\n{entry}" if shared in index else entry
    return index
