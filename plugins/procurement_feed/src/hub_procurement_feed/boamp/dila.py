"""The XML files of DILA: the same notice as the API's record, one file each.

``<jo:ann>`` (3.2.x) or ``<ANNONCE>`` (v110, v230, v240), with ``GESTION`` and ``DONNEES`` below. The
namespaces of eForms are rebased there (``urn:boamp:…``), so names are local everywhere. Most of a file is
its ``HTML``, which never lands.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from lxml import etree

from hub.plugin_api import RawRecord, RecordRejected, Skipped, documents
from hub_procurement_feed import people, values
from hub_procurement_feed.boamp.privacy import PERSONAL_FIELDS
from hub_procurement_feed.boamp.records import DAMAGED
from hub_procurement_feed.node import Node, from_xml

XML: Final = "application/xml"
_MARKS: Final = (b"<ANNONCE", b"<GESTION", b"<DONNEES", b"boamp.journal-officiel.gouv.fr")
_HEAD: Final = 64 * 1024
_PICTURES: Final = ("HTML", "HTMLSYNTHESE")
_EMPTIED: Final = "PersonnePhysique"
_REMOVED: Final = tuple(name.rpartition(":")[2] for name in PERSONAL_FIELDS if name != _EMPTIED)


def landed(payload: bytes, origin: str) -> RawRecord | Skipped:
    """The record in the bytes of one XML file, without its HTML and without personal data; ``Skipped``
    when it is no file of DILA."""
    try:
        root = documents.parse_xml(payload)
    except RecordRejected as error:
        head = payload[:_HEAD].replace(b"\0", b"")  # UTF-16 shows its names once the zeros are out
        if any(mark in head for mark in _MARKS):
            return RawRecord(key=f"{DAMAGED}{origin}", payload=payload, media=XML, origin=origin)
        return Skipped(origin, f"xml that cannot be read: {error.detail}")
    if not is_dila(root):
        return Skipped(origin, "an xml file without GESTION and DONNEES, where BOAMP has both")
    _strip(root)
    return _record(root, origin)


def is_dila(root: etree._Element) -> bool:
    """Whether a document has the two parts of every BOAMP file, whatever the name of its root."""
    return root.find("{*}GESTION") is not None and root.find("{*}DONNEES") is not None


def departements(raw: RawRecord) -> list[str]:
    """The départements of publication of a record that landed, as printed."""
    try:
        root = documents.parse_xml(raw.payload)
    except RecordRejected:
        return []
    found = root.iterfind("{*}GESTION/{*}INDEXATION/{*}DEP_PUBLICATION")
    return [text for node in found if (text := (node.text or "").strip())]


def opened(payload: bytes) -> tuple[Node, Node]:
    """``gestion`` and ``donnees`` as trees, as the API's JSON gives them. Raises ``RecordRejected``."""
    root = documents.parse_xml(payload)
    if not is_dila(root):
        raise RecordRejected("boamp-bad-payload", "an XML file without GESTION and DONNEES")
    return _tree(root, "GESTION"), _tree(root, "DONNEES")


def _tree(root: etree._Element, name: str) -> Node:
    element = root.find(f"{{*}}{name}")
    assert element is not None
    tree = from_xml(element)
    tree.name = name.lower()
    for node in tree.walk():  # the API trims its texts
        if node.text:
            node.text = node.text.strip()
    return tree


def _strip(root: etree._Element) -> None:
    people.remove(root, (*_PICTURES, *_REMOVED))
    people.forget_natural_persons(root)
    for person in list(root.iter(f"{{*}}{_EMPTIED}")):
        del person[:]
        person.text = None
        person.attrib.clear()


def _record(root: etree._Element, origin: str) -> RawRecord:
    printed = root.findtext("{*}GESTION/{*}REFERENCE/{*}IDWEB") or ""
    return RawRecord(
        key=printed.strip() or f"{DAMAGED}{origin}",
        payload=etree.tostring(root, encoding="utf-8"),
        media=XML,
        origin=origin,
        published=_day(root.findtext("{*}GESTION/{*}INDEXATION/{*}DATE_PUBLICATION") or ""),
    )


def _day(printed: str) -> date | None:
    try:
        return values.day(printed)
    except ValueError:
        return None
