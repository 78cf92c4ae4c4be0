"""The values of a territory file: each function returns the normal form or says what is wrong.

All raise ``ValueError`` with a sentence that ends, where there is one, on what was probably meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from hub.geo.codes import departement_name, departement_named, departement_of_nuts, nuts3_of
from hub.geo.communes import commune, communes_of_postcode, find_commune
from hub.geo.names import fold
from hub.geo.tables import VINTAGE, Commune, commune_rows, epci, epci_names
from hub.plugin_api import identifiers


def epci_siren(text: str) -> str:
    """The SIREN of a known EPCI."""
    found = epci(text.replace(" ", ""))
    if found:
        return found.siren
    raise ValueError(f"aucun EPCI de {VINTAGE} n’est {text!r}{_meant(_near_epci(text))}")


def _near_epci(text: str) -> list[str]:
    names = epci_names()
    near = get_close_matches(text.replace(" ", ""), names, n=2, cutoff=0.8)
    if not text.replace(" ", "").isdigit():
        by_name = {fold(name): siren for siren, name in names.items()}
        wanted = fold(text)
        near = [siren for name, siren in by_name.items() if wanted and wanted in name][:3]
        near = near or [by_name[name] for name in get_close_matches(wanted, by_name, n=3)]
    return [f"{siren} ({names[siren]})" for siren in near]


def commune_code(text: str) -> str:
    """The present INSEE code of a commune, from that code or the code of before a merger."""
    found = commune(text)
    if found:
        return found.insee
    raise ValueError(f"aucune commune de {VINTAGE} n’a le code INSEE {text!r}{_meant(_near_communes(text))}")


def _near_communes(text: str) -> list[str]:
    if not text[:2].isdigit() and not re.fullmatch(r"2[AB]\d+", text, re.I):
        return _coded(find_commune(text) or _close_names(text))
    return _coded(communes_of_postcode(text) or _close_codes(text))


def _close_names(name: str) -> Iterable[Commune]:
    names = {row[1]: insee for insee, row in commune_rows().items()}
    near = get_close_matches(name, names, n=3, cutoff=0.8)
    return [c for match in near if (c := commune(names[match]))]


def _close_codes(code: str) -> Iterable[Commune]:
    rows = [insee for insee in commune_rows() if insee[:2] == code[:2]]
    return [c for match in get_close_matches(code, rows, n=2, cutoff=0.8) if (c := commune(match))]


def _coded(communes: Iterable[Commune]) -> list[str]:
    return [f"{c.insee} ({c.name})" for c in communes][:7]


def departement_code(text: str) -> str:
    """A département code."""
    named = departement_named(text)
    if named:
        raise ValueError(f"{text!r} est un nom{_meant([named])}")
    code = identifiers.departement(text)
    if departement_name(code) is None:
        raise ValueError(f"aucun département n’a le code {text!r}")
    return code


def nuts3_code(text: str) -> str:
    """A NUTS 3 code of today, from that code or one of before 2018."""
    departement = departement_of_nuts(text)
    current = nuts3_of(departement) if departement else None
    if current is None:
        raise ValueError(f"{text!r} n’est pas le code NUTS 3 d’un département (l’Isère : FRK24)")
    return current


def siren(text: str) -> str:
    """A SIREN with a valid check digit."""
    return identifiers.siren(text)


def cpv_prefix(text: str) -> str:
    """The first digits of CPV codes, from two to eight."""
    if not re.fullmatch(r"\d{2,8}", text):
        raise ValueError(f"un début de code CPV a de deux à huit chiffres, pas {text!r}")
    return text


def keyword(text: str) -> str:
    """A keyword of at least three letters: a shorter one would match anything."""
    if len(fold(text)) < 3:
        raise ValueError(f"{text!r} est trop court pour être cherché dans les textes")
    return text


def _meant(near: Iterable[str]) -> str:
    listed = ", ".join(near)
    return f" ; peut-être {listed} ?" if listed else ""
