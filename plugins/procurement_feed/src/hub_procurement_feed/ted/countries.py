"""Whose notice it is: a daily package holds those of all countries, one in ten is French."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from lxml import etree

# The country of a buyer is in three letters in eForms, in two in TED_EXPORT.
_LETTERS: Final = (
    "AUT=AT BEL=BE BGR=BG CHE=CH CYP=CY CZE=CZ DEU=DE DNK=DK ESP=ES EST=EE FIN=FI FRA=FR GBR=UK "
    "GRC=GR HRV=HR HUN=HU IRL=IE ISL=IS ITA=IT LIE=LI LTU=LT LUX=LU LVA=LV MCO=MC MLT=MT NLD=NL "
    "NOR=NO POL=PL PRT=PT ROU=RO SVK=SK SVN=SI SWE=SE GLP=GP MTQ=MQ GUF=GF REU=RE MYT=YT SPM=PM "
    "BLM=BL MAF=MF PYF=PF NCL=NC WLF=WF"
)
# Overseas buyers may print the code of their territory.
_OVERSEAS: Final = ("GLP", "MTQ", "GUF", "REU", "MYT", "SPM", "BLM", "MAF", "PYF", "NCL", "WLF")


def may_be_of(payload: bytes, countries: tuple[str, ...]) -> bool:
    """Whether the bytes of a notice name one of ``countries``: cheap, before any parsing. It may say
    yes wrongly, never no: bytes that are not ASCII-like (UTF-16) are always a yes."""
    return b"\0" in payload[:4] or _pattern(countries).search(payload) is not None


def is_of(root: etree._Element, countries: tuple[str, ...]) -> bool:
    """Whether a buyer of this notice is of one of ``countries``. One whose buyers name none is kept."""
    found = set(_legacy(root) if root.tag.endswith("TED_EXPORT") else _eforms(root))
    return not found or not found.isdisjoint(_codes(countries))


@lru_cache(maxsize=1)
def _two_letters() -> dict[str, str]:
    return {pair[:3]: pair[4:] for pair in _LETTERS.split()}


@lru_cache(maxsize=32)
def _codes(countries: tuple[str, ...]) -> frozenset[str]:
    three = {*countries, *(_OVERSEAS if "FRA" in countries else ())}
    return frozenset(three | {_two_letters().get(code, code) for code in three})


@lru_cache(maxsize=32)
def _pattern(countries: tuple[str, ...]) -> re.Pattern[bytes]:
    codes = "|".join(sorted(_codes(countries))).encode()
    eforms = rb"IdentificationCode\b[^>]*>\s*(?:" + codes + rb")\s*<"
    legacy = rb"ISO_COUNTRY\b[^>]*VALUE\s*=\s*[\"'](?:" + codes + rb")[\"']"
    return re.compile(eforms + b"|" + legacy)


def _legacy(root: etree._Element) -> Iterable[str]:
    return (element.get("VALUE", "").strip() for element in root.iter("{*}ISO_COUNTRY"))


def _eforms(root: etree._Element) -> Iterable[str]:
    buyers = {
        (found.text or "").strip()
        for party in root.iter("{*}ContractingParty")
        for found in party.iterfind("{*}Party/{*}PartyIdentification/{*}ID")
    }
    for company in root.iter("{*}Company"):
        known = company.iterfind("{*}PartyIdentification/{*}ID")
        if buyers.isdisjoint((found.text or "").strip() for found in known):
            continue
        for country in company.iterfind("{*}PostalAddress/{*}Country/{*}IdentificationCode"):
            if (country.text or "").strip():
                yield (country.text or "").strip()
