"""A feed that readers and programs can follow (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape
from typing import Any, BinaryIO

from lxml import etree

from hub.exports.digest import title, told
from hub.exports.edition import Edition
from hub.exports.moments import changed, first_published, id_of, notice_address, urn
from hub.exports.nouns import Noun
from hub.exports.sources import Sources, mentions
from hub.exports.texts import legal, one_line

Json = dict[str, Any]
_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"
# lxml would invent a prefix for xml:lang, which is forbidden.
_NAMES: dict[Any, str] = {None: _ATOM, "xml": _XML}


def write_feed(out: BinaryIO, noun: Noun, documents: Iterable[Json], edition: Edition) -> int:
    """Write one entry a marché or renewal; returns how many."""
    sources, entries = Sources(edition), 0
    with etree.xmlfile(out, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{_ATOM}}}feed", {f"{{{_XML}}}lang": "fr"}, nsmap=_NAMES):
            for part in _head(noun, edition):
                xml.write(part)
            for document in documents:
                xml.write("\n", _entry(noun, sources.credited(document), edition))
                entries += 1
            # Known once all was read; the order of a feed's children means nothing.
            xml.write(_element("rights", mentions(sources.used) or "Aucune source."))
    return entries


def _head(noun: Noun, edition: Edition) -> Iterable[etree._Element]:
    yield _element("id", urn("feed", noun.name, edition.title))
    yield _element("title", one_line(edition.title))
    yield _element("updated", _time(edition.generated))
    author = _element("author")
    author.append(_element("name", "Passerelle"))
    yield author
    yield _element("generator", "Passerelle")
    if edition.address:
        yield _link("self", edition.address, "application/atom+xml")
    if edition.base_url:
        yield _link("alternate", edition.base_url, "text/html")


def _entry(noun: Noun, document: Json, edition: Edition) -> etree._Element:
    entry, lines = _element("entry"), told(document, edition.territories)
    entry.append(_element("id", urn(noun.name, id_of(document))))
    entry.append(_element("title", title(document), type="text"))
    entry.append(_element("updated", _time(changed(document, edition))))
    if published := first_published(document):
        entry.append(_element("published", _time(published)))
    page, notice = edition.page(id_of(document)), notice_address(document)
    if page:
        entry.append(_link("alternate", page, "text/html"))
    if notice:
        entry.append(_link("via" if page else "alternate", notice, "text/html"))
    entry.append(_element("rights", mentions(document["provenance"])))
    entry.append(_element("summary", _summary(lines), type="text"))
    entry.append(_element("content", _html(lines, document), type="html"))
    return entry


def _summary(lines: Iterable[tuple[str, str]]) -> str:
    return " · ".join(f"{name} : {value}" for name, value in lines)


def _html(lines: Iterable[tuple[str, str]], document: Json) -> str:
    items = "".join(f"<li><strong>{escape(name)} :</strong> {escape(value)}</li>" for name, value in lines)
    return f"<ul>{items}</ul><p><small>{escape(legal(mentions(document['provenance'])))}</small></p>"


def _element(name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.Element(f"{{{_ATOM}}}{name}", attributes, nsmap=_NAMES)
    element.text = None if text is None else legal(text)
    return element


def _link(rel: str, href: str, media: str) -> etree._Element:
    return _element("link", rel=rel, href=href, type=media)


def _time(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
