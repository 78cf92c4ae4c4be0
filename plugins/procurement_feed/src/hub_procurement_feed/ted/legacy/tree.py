"""The tree of a TED_EXPORT document, without the titles in 23 other languages."""

from __future__ import annotations

from lxml import etree

from hub_procurement_feed.node import Node, from_xml
from hub_procurement_feed.ted.legacy import paragraphs


def of(root: etree._Element) -> Node:
    """The neutral tree of a document, its paragraphs joined. Changes ``root``."""
    titles = root.findall(".//{*}ML_TI_DOC")
    if any(title.get("LG") == "FR" for title in titles):
        for title in titles:
            parent = title.getparent()
            if parent is not None and title.get("LG") != "FR":
                parent.remove(title)
    paragraphs.join(root)
    return from_xml(root)
