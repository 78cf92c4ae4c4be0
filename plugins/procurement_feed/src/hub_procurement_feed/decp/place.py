"""Where a contract is performed: a code, what kind of code it is said to be, and a name."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from hub.plugin_api import Address, identifiers
from hub_procurement_feed.decp.fields import Fields
from hub_procurement_feed.decp.labels import fold
from hub_procurement_feed.decp.notes import Notes
from hub_procurement_feed.decp.printed import Unread, clean

FRANCE: Final = frozenset({"FR", "FRA", "99100"})
_NUTS_OF_REGION: Final = {
    "01": "FRY1",
    "02": "FRY2",
    "03": "FRY3",
    "04": "FRY4",
    "06": "FRY5",
    "11": "FR1",
    "24": "FRB",
    "27": "FRC",
    "28": "FRD",
    "32": "FRE",
    "44": "FRF",
    "52": "FRG",
    "53": "FRH",
    "75": "FRI",
    "76": "FRJ",
    "84": "FRK",
    "93": "FRL",
    "94": "FRM",
}
"""INSEE regions, which DECP uses, to NUTS, which the hub knows."""

_COUNTRIES: Final = {
    "99109": "DE",
    "99110": "AT",
    "99116": "CZ",
    "99122": "PL",
    "99127": "IT",
    "99131": "BE",
    "99132": "GB",
    "99134": "ES",
    "99135": "NL",
    "99136": "IE",
    "99137": "LU",
    "99138": "MC",
    "99139": "PT",
    "99140": "CH",
}
"""The INSEE codes of the countries met, to ISO."""

Parts = dict[str, str]


def place(fields: Fields, notes: Notes) -> Address | None:
    """The place of performance, or what is known of it. The name is free text: it is the ``label``."""
    code = fields.text("lieuExecution", "code").upper()
    label = clean(fields.text("lieuExecution", "nom"))
    if label and fold(label).startswith("code "):  # some senders print the kind of code again
        label = ""
    kind = fold(fields.text("lieuExecution", "typeCode")).removeprefix("code ")
    parts = notes.take("lieuExecution.code", code, _READERS.get(kind, _by_shape), "bad-place") or {}
    if label:
        parts["label"] = label
    return Address(**parts) if parts else None


def postcode_parts(code: str) -> Parts:
    """A post code and its département; a département alone when that is all there is."""
    if len(code) != 5:
        return _by_shape(code)
    return {"postcode": identifiers.postcode(code), **_departement_of(code)}


def _commune(code: str) -> Parts:
    if len(code) != 5:
        return _by_shape(code)
    return {"insee": identifiers.insee(code), **_departement_of(code)}


def _departement_of(code: str) -> Parts:
    try:
        return {"departement": identifiers.departement_of(code)}
    except identifiers.InvalidIdentifier:
        return {}


def _departement(code: str) -> Parts:
    """``38``, ``2A``, ``974``, and ``038``; of a longer code only the département is believed."""
    if re.fullmatch(r"0\d[\dAB]", code):
        code = code[1:]
    if re.fullmatch(r"\d[\dAB]\d{3}", code):
        return {"departement": identifiers.departement_of(code)}
    return {"departement": identifiers.departement(code)}


def _part_of_departement(code: str) -> Parts:
    """An arrondissement (``381``) or canton (``3801``) begins with its département."""
    if not re.fullmatch(r"\d[\dAB]\d{1,3}", code):
        return _by_shape(code)
    return {"departement": identifiers.departement_of(code)}


def _region(code: str) -> Parts:
    short = code[1:] if re.fullmatch(r"0\d\d", code) else code
    if short not in _NUTS_OF_REGION:
        return _by_shape(code)
    return {"nuts": _NUTS_OF_REGION[short]}


def _country(code: str) -> Parts:
    if code in _COUNTRIES or re.fullmatch(r"[A-Z]{2}", code):
        return {"country": _COUNTRIES.get(code, code)}
    return _by_shape(code)


def _by_shape(code: str) -> Parts:
    """A code of the wrong kind, or of none: five digits may be a commune or a post code, so only the
    département is taken; letters are a country or a NUTS code."""
    if re.fullmatch(r"\d|\d[\dAB]|0\d[\dAB]|9[78]\d|\d[\dAB]\d{3}", code):
        return _departement(code)
    if code in FRANCE:
        return {"country": "FR"}
    if re.fullmatch(r"FR[A-Z0-9]{1,3}", code):
        return {"nuts": identifiers.nuts(code)}
    raise Unread("bad-place")


_READERS: Final[dict[str, Callable[[str], Parts]]] = {
    "postal": postcode_parts,
    "commune": _commune,
    "departement": _departement,
    "arrondissement": _part_of_departement,
    "canton": _part_of_departement,
    "region": _region,
    "pays": _country,
}
