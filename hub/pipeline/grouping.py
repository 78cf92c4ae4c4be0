"""Groups of documents: joined by the names they share, by similarity, and cut by people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from hub.store.marches import DocumentName

Name = tuple[str, str, str]


def group(
    names: Mapping[DocumentName, AbstractSet[Name]],
    pairs: Iterable[tuple[DocumentName, DocumentName]] = (),
    apart: Mapping[DocumentName, AbstractSet[DocumentName]] | None = None,
) -> list[list[DocumentName]]:
    """The connected components, each sorted, in a stable order.

    ``pairs`` are joined although they share no name. ``apart`` are the documents that a person
    took out, each with those it must not be with: it joins what else its names lead to.
    """
    cut = {document: set(others) for document, others in (apart or {}).items() if document in names}
    forest = _Forest()
    for document in sorted(names):
        if document not in cut:
            forest.join(document, *(_node(name) for name in names[document]))
    for one, other in sorted(pairs):
        if one in names and other in names and one not in cut and other not in cut:
            forest.join(one, other)
    for document in sorted(cut):
        _join_elsewhere(forest, document, names, cut[document])
    groups: dict[object, list[DocumentName]] = {}
    for document in sorted(names):
        groups.setdefault(forest.root(document), []).append(document)
    return sorted(groups.values())


def _join_elsewhere(
    forest: _Forest,
    document: DocumentName,
    names: Mapping[DocumentName, AbstractSet[Name]],
    away_from: AbstractSet[DocumentName],
) -> None:
    forbidden = {forest.root(other) for other in away_from}
    forest.root(document)
    for name in sorted(names[document]):
        node = _node(name)
        if node in forest and forest.root(node) in forbidden:
            continue
        forest.join(document, node)


def _node(name: Name) -> tuple[str, Name]:
    # A document and the name it is known by are equal tuples: they must be two nodes, or a
    # document taken out would be pulled back by whatever names it.
    return ("name", name)


class _Forest:
    """Disjoint sets of documents and names."""

    def __init__(self) -> None:
        self._parent: dict[object, object] = {}

    def __contains__(self, node: object) -> bool:
        return node in self._parent

    def root(self, node: object) -> object:
        """The representative of a node's set."""
        parent = self._parent
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def join(self, *nodes: object) -> None:
        """Put nodes into one set."""
        first = self.root(nodes[0])
        for node in nodes[1:]:
            self._parent[self.root(node)] = first


def numbered(groups: Sequence[Sequence[DocumentName]]) -> dict[DocumentName, int]:
    """The number of each document's group."""
    return {document: number for number, members in enumerate(groups) for document in members}
