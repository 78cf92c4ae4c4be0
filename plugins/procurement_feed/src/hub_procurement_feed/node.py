"""A notice as a neutral tree, whether it came as JSON or as XML.

BOAMP's JSON is XML turned into dictionaries (``@attribute``, ``#text``, one child is an object and
several are a list, an empty element is ``""``); TED and the DILA files are XML. Both become the same
:class:`Node`, so each form has one reader. Names are local (``cbc:ID`` is ``ID``): DILA rebases the
namespaces of eForms, and the prefixes say nothing that the position does not.

The four wrappers of UBL extensions are transparent: what they hold hangs on their parent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from hub_procurement_feed.values import decode

if TYPE_CHECKING:
    from lxml import etree

_TRANSPARENT: Final = frozenset({"UBLExtensions", "UBLExtension", "ExtensionContent", "EformsExtension"})
_NONE: Final[Mapping[str, Any]] = MappingProxyType({})


class Node:
    """An element: local ``name``, ``attrs``, ``text`` (entities decoded), ``children`` by name, in order.

    A node that is present but empty is true; only :data:`NOTHING` is false. Flags of BOAMP
    (``<oui/>``) are read by presence: ``node.has("oui")``.
    """

    __slots__ = ("attrs", "children", "name", "text")

    def __init__(self, name: str, text: str = "", attrs: Mapping[str, str] = _NONE) -> None:
        self.name = name
        self.text = text
        self.attrs = attrs
        self.children: Mapping[str, list[Node]] = _NONE

    def __bool__(self) -> bool:
        return self is not NOTHING

    def __repr__(self) -> str:
        return f"<{self.name} {self.text!r} {sorted(self.children)}>"

    def add(self, name: str) -> Node:
        """A new last child called ``name``."""
        child = Node(name)
        self._hang(child)
        return child

    def _hang(self, child: Node) -> None:
        children = self.children
        if children is _NONE:
            self.children = {child.name: [child]}
        elif child.name in children:
            children[child.name].append(child)
        else:
            children[child.name] = [child]  # type: ignore[index]  # our own dict: only _NONE is shared

    def all(self, *path: str) -> list[Node]:
        """Every node at ``path`` below this one; a step may be repeated, all branches are followed."""
        found = self.children.get(path[0], []) if path else [self]
        for name in path[1:]:
            found = [child for node in found for child in node.children.get(name, ())]
        return found

    def at(self, *path: str) -> Node:
        """The first node at ``path``, or :data:`NOTHING`."""
        node = self
        for name in path:
            siblings = node.children.get(name)
            if siblings is None:
                found = self.all(*path)  # another branch may go further than the first
                return found[0] if found else NOTHING
            node = siblings[0]
        return node

    def has(self, *path: str) -> bool:
        """Whether there is a node at ``path``, empty or not."""
        return bool(self.all(*path))

    def value(self, *path: str) -> str:
        """The first text at ``path`` that is not blank, stripped; ``""`` when there is none."""
        return next((text for node in self.all(*path) if (text := node.text.strip())), "")

    def french(self, *path: str) -> str:
        """As :meth:`value`, the text in French first: a multilingual field repeats its element."""
        found = sorted(self.all(*path), key=lambda node: node.attrs.get("languageID", "FRA") != "FRA")
        return next((text for node in found if (text := node.text.strip())), "")

    def listed(self, list_name: str, *path: str) -> list[str]:
        """The codes at ``path`` whose ``listName`` is ``list_name``, stripped, blanks left out."""
        found = (node for node in self.all(*path) if node.attrs.get("listName") == list_name)
        return [text for node in found if (text := node.text.strip())]

    def each(self) -> Iterator[Node]:
        """The children, in order."""
        for siblings in self.children.values():
            yield from siblings

    def walk(self) -> Iterator[Node]:
        """This node and all below it, depth first, without recursion."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            if node.children:
                stack.extend(reversed(list(node.each())))


NOTHING = Node("")
"""The node that is not there: no text, no children, false."""


@lru_cache(maxsize=4096)
def local(name: str) -> str:
    """A name without prefix (``cbc:ID``) or namespace (``{urn:…}ID``)."""
    return name.rpartition("}")[2].rpartition(":")[2]


def from_json(name: str, value: Any) -> Node:
    """The tree of an element called ``name`` from its JSON form. Any JSON value is accepted."""
    root = Node(name)
    queue: list[tuple[Node, Any]] = [(root, value)]
    for node, item in queue:
        if isinstance(item, dict):
            for key, inner in item.items():
                _take_member(node, key, inner, queue)
        elif isinstance(item, list):
            queue.extend((node, inner) for inner in item)
        else:
            node.text = _scalar(item)
    return root


def _take_member(node: Node, key: str, value: Any, queue: list[tuple[Node, Any]]) -> None:
    if key == "#text":
        node.text = _scalar(value)
    elif key.startswith("@"):
        node.attrs = {**node.attrs, local(key[1:]): _scalar(value)}
    else:
        name = local(key)
        for item in value if isinstance(value, list) else (value,):
            if name in _TRANSPARENT:
                queue.append((node, item if isinstance(item, dict) else {}))
            elif isinstance(item, dict | list):
                queue.append((node.add(name), item))
            else:
                node.add(name).text = _scalar(item)


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return decode(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return ""


def from_xml(element: etree._Element) -> Node:
    """The tree of an XML element, as :func:`from_json` gives it for the same notice in JSON."""
    root = Node(local(element.tag), decode(element.text or ""), _attributes(element.items()))
    queue: list[tuple[Node, etree._Element]] = [(root, element)]
    for node, source in queue:
        _take_children(node, source, queue)
    return root


def _take_children(node: Node, source: etree._Element, queue: list[tuple[Node, etree._Element]]) -> None:
    # The busiest loop of the package: everything that every element passes through is written out here.
    children: dict[str, list[Node]] = dict(node.children)
    for child in source:
        if (tail := child.tail) and not tail.isspace() and local(str(source.tag)) == node.name:
            node.text += decode(tail)  # a comment in the middle of a text must not cut it in two
        if type(tag := child.tag) is not str:
            continue
        if (name := local(tag)) in _TRANSPARENT:
            queue.append((node, child))
            continue
        text, attributes = child.text or "", child.items()
        inner = Node(
            name,
            decode(text) if "&" in text else text,
            _attributes(attributes) if attributes else _NONE,
        )
        if name in children:
            children[name].append(inner)
        else:
            children[name] = [inner]
        if len(child):
            queue.append((inner, child))
    node.children = children
    if node.text.isspace():
        node.text = ""


def _attributes(items: Iterable[tuple[Any, Any]]) -> Mapping[str, str]:
    return {local(name): decode(text) if "&" in text else text for name, text in items}
