"""Personal data taken out of an XML tree before it lands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lxml import etree

_NAMED: Final = ("PartyName", "PostalAddress")


def remove(root: etree._Element, names: Iterable[str]) -> None:
    """Remove every element with one of these local names, whatever its namespace."""
    for element in list(root.iter(*(f"{{*}}{name}" for name in names))):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def forget_natural_persons(root: etree._Element) -> None:
    """Remove the name and address of eForms organisations that say they are natural persons (BT-633)."""
    for indicator in root.iter("{*}NaturalPersonIndicator"):
        organisation = indicator.getparent()
        if organisation is None or (indicator.text or "").strip().lower() not in {"true", "1"}:
            continue
        for company in organisation.iter("{*}Company"):
            remove(company, _NAMED)
