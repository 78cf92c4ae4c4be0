"""A large XML file as a stream of small documents."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import BinaryIO, cast

from lxml import etree

from hub.plugin_api.documents.xmldoc import HARDENED, MAX_DEPTH, MIB, deeper_than, explain, has_doctype
from hub.plugin_api.errors import SourceChanged

_CHUNK = 256 * 1024


def iter_xml_elements(
    stream: BinaryIO,
    tags: Collection[str],
    *,
    max_bytes_per_element: int = 64 * MIB,
    max_depth: int = MAX_DEPTH,
) -> Iterator[bytes]:
    """Each element whose local name is in ``tags``, as a document of its own in UTF-8.

    The outermost one wins when they nest. Memory holds one element and one chunk, whatever the
    size of the file. Raises ``SourceChanged`` after the last whole element, with the codes of
    ``parse_xml``.

    >>> import io
    >>> marches = io.BytesIO(b"<marches><marche/><marche><id>2</id></marche></marches>")
    >>> list(iter_xml_elements(marches, {"marche"}))
    [b'<marche/>', b'<marche><id>2</id></marche>']
    """
    head = stream.read(_CHUNK)
    cutter = _Cutter(tags, _root_tag(head), max_bytes_per_element, max_depth)
    while head:
        yield from cutter.feed(head)
        head = stream.read(_CHUNK)
    cutter.close()


def _refuse_doctype(found: bool) -> None:
    if found:
        raise SourceChanged("a DOCTYPE is never accepted", code="xml-doctype")


def _root_tag(head: bytes) -> str:
    """The root's tag, from a first parse of the head alone."""
    if not head.strip():
        raise SourceChanged("nothing but blanks", code="xml-empty")
    _refuse_doctype(has_doctype(head))
    probe = etree.XMLPullParser(events=("start",), **HARDENED)
    failure = _fed(probe, head)
    for _, root in _events(probe):
        _refuse_doctype(root.getroottree().docinfo.internalDTD is not None)
        return str(root.tag)
    raise failure or SourceChanged(f"no element in the first {len(head)} bytes", code="xml-malformed")


def _fed(parser: etree.XMLPullParser, chunk: bytes) -> SourceChanged | None:
    """Feed ``parser``; a syntax error is returned, to wait until the elements before it are out."""
    try:
        parser.feed(chunk)
    except etree.XMLSyntaxError as error:
        return _source_changed(error)
    return None


def _source_changed(error: etree.XMLSyntaxError) -> SourceChanged:
    code, cause = explain(error)
    return SourceChanged(cause, code=code)


def _events(parser: etree.XMLPullParser) -> Iterator[tuple[str, etree._Element]]:
    return cast(Iterator[tuple[str, etree._Element]], parser.read_events())


class _Cutter:
    """Feeds a pull parser, serialises the wanted elements and prunes all that is behind."""

    def __init__(self, tags: Collection[str], root_tag: str, max_bytes: int, max_depth: int) -> None:
        wanted = [f"{{*}}{tag}" for tag in tags]
        self._parser = etree.XMLPullParser(events=("start", "end"), tag=[root_tag, *wanted], **HARDENED)
        self._tags = frozenset(tags)
        self._max_bytes, self._max_depth = max_bytes, max_depth
        self._root: etree._Element | None = None
        self._open: etree._Element | None = None
        self._fed_inside = 0

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        failure = _fed(self._parser, chunk)
        for event, element in _events(self._parser):
            if self._root is None:
                self._root = element
            if event == "start":
                self._enter(element)
            elif element is self._open:
                yield self._leave(element)
        if failure:
            raise failure
        self._bound(len(chunk))

    def close(self) -> None:
        try:
            self._parser.close()
        except etree.XMLSyntaxError as error:
            raise _source_changed(error) from None

    def _enter(self, element: etree._Element) -> None:
        if self._open is None and etree.QName(element).localname in self._tags:
            self._open, self._fed_inside = element, 0

    def _leave(self, element: etree._Element) -> bytes:
        self._open = None
        if deeper_than(element, self._max_depth):
            raise SourceChanged(f"an element of more than {self._max_depth} levels", code="xml-too-deep")
        document = etree.tostring(element, encoding="utf-8", xml_declaration=False, with_tail=False)
        self._check_size(len(document))
        return document

    def _check_size(self, size: int) -> None:
        if size > self._max_bytes:
            raise SourceChanged(f"an element of more than {self._max_bytes} bytes", code="xml-too-large")

    def _bound(self, fed: int) -> None:
        if self._open is not None:
            self._check_size(self._fed_inside)
            self._fed_inside += fed
        node = self._root
        while node is not None and node is not self._open and len(node):
            del node[:-1]
            node = node[-1]
