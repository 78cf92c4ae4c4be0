"""A document of TED to one :class:`Notice`, by the reader of its schema."""

from __future__ import annotations

from datetime import date
from typing import Final

from lxml import etree

from hub.plugin_api import Notice, RawRecord, RecordRejected, documents
from hub_procurement_feed import eforms, numbers
from hub_procurement_feed.draft import Draft
from hub_procurement_feed.node import from_xml
from hub_procurement_feed.ted import landing, legacy
from hub_procurement_feed.ted.legacy import tree

NOTICE_URL: Final = "https://ted.europa.eu/fr/notice/-/detail/"
UNTITLED: Final = "(sans objet)"
_LONGEST_WAIT_YEARS: Final = 16  # real purchasing systems stay open for 15 years


def parse(raw: RawRecord) -> Notice:
    """The notice of one record. Raises ``RecordRejected`` only when it is no notice of TED: the codes of
    ``documents.parse_xml``, ``ted-unknown-root``, ``ted-no-number``, ``ted-no-date``."""
    root = documents.parse_xml(raw.payload)
    name = landing.root_name(root)
    if name != landing.LEGACY_ROOT and name not in landing.EFORMS_ROOTS:
        raise RecordRejected("ted-unknown-root", f"the root is {name[:80]}, not a notice of TED")
    key, published = _identity(root)
    draft = Draft(key=key, published=published)
    if name == landing.LEGACY_ROOT:
        legacy.read(tree.of(root), draft)
    else:
        eforms.read(from_xml(root), draft)
    _complete(draft)
    return draft.finish()


def _identity(root: etree._Element) -> tuple[str, date]:
    key, published = landing.identity(root)
    if not key:
        raise RecordRejected("ted-no-number", "neither a publication number nor an identifier of its own")
    if published is None:
        raise RecordRejected("ted-no-date", f"no readable day of publication in {key}")
    return key, published


def _complete(draft: Draft) -> None:
    if numbers.publication_number(draft.key):
        draft.set(url=NOTICE_URL + draft.key)
    else:
        draft.find("ted-not-published", "OPP-010")
    if not draft.title:
        draft.find("ted-no-title", "title")
        draft.title = UNTITLED
    if draft.deadline and not -2 <= draft.deadline.year - draft.published.year <= _LONGEST_WAIT_YEARS:
        draft.find("absurd-date", "deadline", draft.deadline.isoformat())
        draft.deadline = None
