"""From the bytes of a document to what lands: recognised by its root, without personal data, keyed."""

from __future__ import annotations

from datetime import date
from typing import Final

from lxml import etree

from hub.plugin_api import RawRecord, RecordRejected, Skipped, documents
from hub_procurement_feed import numbers, people, values

DAMAGED: Final = "!damaged:"
"""Key prefix of bytes that are no whole notice: they land, and ``parse`` sends them to quarantine."""

XML: Final = "application/xml"
LEGACY_ROOT: Final = "TED_EXPORT"
EFORMS_ROOTS: Final = frozenset({"ContractNotice", "ContractAwardNotice", "PriorInformationNotice"})

PERSONAL_FIELDS: Final = (
    "Contact",
    "TechnicalCommitteePerson",
    "UltimateBeneficialOwner",
    "CONTACT_POINT",
    "ATTENTION",
    "CONTACT",
    "E_MAIL",
    "E_MAILS",
    "PHONE",
    "FAX",
    "MEMBER_NAME",
)
"""Elements removed wherever they stand (local names; the first three are of eForms), and the name and
address of an eForms organisation that says it is a natural person."""

_MARKS: Final = tuple(name.encode() for name in (LEGACY_ROOT, *EFORMS_ROOTS))
_HEAD: Final = 4096


def landed(payload: bytes, origin: str) -> RawRecord | Skipped:
    """The record in the bytes of one document; ``Skipped`` when they are something else than a notice.

    The bytes of a notice come out the same from a package, an address or a file.
    """
    found = documents.sniff(payload[:_HEAD])
    if found == "json":
        return Skipped(origin, "JSON: an answer of the search API names notices, their XML holds them")
    if found != "xml":
        return Skipped(origin, f"a {found} file, where TED gives XML")
    try:
        root = documents.parse_xml(payload)
    except RecordRejected as error:
        return _unreadable(payload, origin, error)
    return of_tree(root, origin)


def of_tree(root: etree._Element, origin: str) -> RawRecord | Skipped:
    """The record in a parsed document. Takes personal data out of ``root``."""
    name = root_name(root)
    if name != LEGACY_ROOT and name not in EFORMS_ROOTS:
        return Skipped(origin, f"an XML file whose root is {name[:80]}, not a notice of TED")
    people.remove(root, PERSONAL_FIELDS)
    people.forget_natural_persons(root)
    key, published = identity(root)
    return RawRecord(
        key=key or f"{DAMAGED}{origin}",
        payload=etree.tostring(root, encoding="utf-8"),
        media=XML,
        origin=origin,
        published=published,
    )


def root_name(root: etree._Element) -> str:
    """The local name of the root."""
    return etree.QName(root).localname


def identity(root: etree._Element) -> tuple[str, date | None]:
    """The key and the day of publication: ``454088-2024``, or the notice's own identifier and version
    (BT-701, BT-757) as long as TED has not published it. ``""`` when there is none."""
    if root_name(root) == LEGACY_ROOT:
        printed = root.get("DOC_ID") or _text(root, ".//{*}NOTICE_DATA/{*}NO_DOC_OJS")
        return numbers.publication_number(printed), _day(_text(root, ".//{*}REF_OJS/{*}DATE_PUB"))
    publication = root.find(".//{*}Publication")
    if publication is not None:
        number = numbers.publication_number(_text(publication, "{*}NoticePublicationID"))
        if number:
            return number, _day(_text(publication, "{*}PublicationDate"))
    version = _text(root, "{*}VersionID")
    own = "-".join(filter(None, [_text(root, "{*}ID"), version]))
    return own, _day(_text(root, "{*}IssueDate"))


def _text(element: etree._Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _day(printed: str) -> date | None:
    try:
        return values.compact_day(printed)
    except ValueError:
        return None


def _unreadable(payload: bytes, origin: str, error: RecordRejected) -> RawRecord | Skipped:
    # UTF-16 shows its names once the zeros are out.
    if any(mark in payload[:_HEAD].replace(b"\0", b"") for mark in _MARKS):
        return RawRecord(key=f"{DAMAGED}{origin}", payload=payload, media=XML, origin=origin)
    return Skipped(origin, f"XML that cannot be read: {error.detail}")
