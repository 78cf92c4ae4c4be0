"""Paragraphs made one text: ``<TITLE><P>n<FT TYPE="SUP">o</FT> 1</P><P>Lot 2</P></TITLE>``.

A text of TED_EXPORT is a run of ``P`` with marks (``FT``, ``BR``) inside. Its element becomes a leaf: the
characters as printed, one line a paragraph.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from hub_procurement_feed.node import local

_MARKS: Final = frozenset({"FT", "BR", "TXT_MARK"})
_INLINE: Final = _MARKS | {"P"}


def join(root: etree._Element) -> None:
    """Make a leaf of every element that holds only paragraphs and marks. Changes ``root``."""
    found = list(root.iter(*(f"{{*}}{name}" for name in _INLINE)))
    for holder in {id(parent): parent for parent in map(_holder, found) if parent is not None}.values():
        if all(_name(child) in _INLINE for child in holder):
            _make_leaf(holder, _lines(holder))
        else:
            for paragraph in holder.iterchildren("{*}P"):
                _make_leaf(paragraph, _printed(paragraph))


def _holder(element: etree._Element) -> etree._Element | None:
    parent = element.getparent()
    while parent is not None and _name(parent) in _INLINE:
        parent = parent.getparent()
    return parent


def _make_leaf(element: etree._Element, text: str) -> None:
    del element[:]
    element.text = text


def _lines(holder: etree._Element) -> str:
    lines = [holder.text or ""]
    for child in holder:
        if _name(child) == "P":
            lines += [_printed(child), child.tail or ""]
        else:
            lines[-1] += _printed(child) + (child.tail or "")
    return "\n".join(line for line in lines if line.strip())


def _printed(element: etree._Element) -> str:
    if _name(element) == "BR":
        return "\n"
    below = (_printed(child) + (child.tail or "") for child in element)
    return (element.text or "") + "".join(below)


def _name(element: etree._Element) -> str:
    return local(str(element.tag))
