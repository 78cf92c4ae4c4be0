"""The one hardened XML reader."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from lxml import etree

from hub.plugin_api.errors import RecordRejected

MIB = 1024 * 1024
MAX_DEPTH = 255  # libxml2's own limit; a lower one costs a walk through the tree

# lxml with entities off drops the text after an entity without a word: hence no DOCTYPE at all.
HARDENED: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "recover": False,
    "collect_ids": False,
    "remove_comments": True,
    "remove_pis": True,
}
_HEAD = 64 * 1024
_DOCTYPE = re.compile(rb"[^<]*+(?:<(?>\?.*?\?>|!--.*?-->)[^<]*+)*+<!DOCTYPE", re.S | re.I)


def parse_xml(payload: bytes, *, max_bytes: int = 64 * MIB, max_depth: int = MAX_DEPTH) -> etree._Element:
    """The root of one XML document, comments and processing instructions removed, blanks kept.

    No entity, no DOCTYPE, no network. Raises ``RecordRejected``: ``xml-empty``, ``xml-too-large``,
    ``xml-doctype``, ``xml-too-deep``, ``xml-malformed`` with line and column (bytes that are not in
    the declared encoding included).

    >>> parse_xml(b"<lot><!-- un --><titre>Peinture</titre></lot>").findtext("titre")
    'Peinture'
    """
    _check_size(payload, max_bytes)
    if has_doctype(payload):
        raise RecordRejected("xml-doctype", "a DOCTYPE is never accepted")
    try:
        root = etree.fromstring(payload, etree.XMLParser(**HARDENED))
    except etree.XMLSyntaxError as error:
        raise RecordRejected(*explain(error)) from None
    if root.getroottree().docinfo.internalDTD is not None:  # in an encoding that the scan cannot read
        raise RecordRejected("xml-doctype", "a DOCTYPE is never accepted")
    if deeper_than(root, max_depth):
        raise RecordRejected("xml-too-deep", f"more than {max_depth} levels")
    return root


def _check_size(payload: bytes, max_bytes: int) -> None:
    if len(payload) > max_bytes:
        raise RecordRejected("xml-too-large", f"{len(payload)} bytes, at most {max_bytes} are read")
    if not payload.strip():
        raise RecordRejected("xml-empty", "nothing but blanks")


def has_doctype(payload: bytes) -> bool:
    """Whether a DOCTYPE stands before the root: seen before libxml2 touches its entities."""
    head = payload[:_HEAD]
    if b"\0" in head[:4]:  # UTF-16 or UTF-32: without the zeros the markup is ASCII
        head = head.replace(b"\0", b"")
    return _DOCTYPE.match(head) is not None


def explain(error: etree.XMLSyntaxError) -> tuple[str, str]:
    """The stable code and the detail of a syntax error."""
    message = error.msg or "unreadable"
    if "xcessive depth" in message:
        return "xml-too-deep", message
    if "Document is empty" in message:
        return "xml-empty", message
    return "xml-malformed", message


@lru_cache(maxsize=8)
def _below(levels: int) -> etree.XPath:
    return etree.XPath("boolean(." + "/*" * levels + ")")


def deeper_than(root: etree._Element, levels: int) -> bool:
    """Whether the tree has more than ``levels`` levels, the root being the first."""
    return levels < MAX_DEPTH and bool(_below(levels)(root))
