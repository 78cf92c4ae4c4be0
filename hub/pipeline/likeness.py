"""Bring the similarities of the touched buyers up to date."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from hub.pipeline import grouping
from hub.pipeline.similar import Light, edges
from hub.store import marches, similarity
from hub.store.marches import DocumentName

# A buyer with more documents than this (the State's central purchasing) is compared by identifiers
# only: pairs grow with the square, and its titles repeat each other.
_MAX_DOCUMENTS = 4000


def compare(connection: Connection, names: Sequence[DocumentName]) -> set[DocumentName]:
    """Compare again all documents of the buyers of ``names``; returns those whose pairs changed."""
    sirens, folds = similarity.buyers(connection, names)
    changed: set[DocumentName] = set()
    for siren in sorted(sirens):
        changed |= _compare(connection, similarity.documents_of(connection, siren=siren))
    for fold in sorted(folds):
        changed |= _compare(connection, similarity.documents_of(connection, fold=fold))
    return changed


def _compare(connection: Connection, rows: Sequence[similarity.LightRow]) -> set[DocumentName]:
    names = [row[0] for row in rows]
    if len(rows) < 2 or len(rows) > _MAX_DOCUMENTS:
        return set()
    before = set(similarity.pairs(connection, names))
    settled = grouping.numbered(grouping.group(marches.keys_of(connection, names)))
    light = [
        Light(name, kind, title, day, cpv)
        for name, kind, title, day, cpv in rows
        if day is not None and name in settled
    ]
    found = edges(light, settled)
    after = {(edge.one, edge.other) for edge in found}
    if before != after:
        rows_now = [similarity.row(e.one, e.other, e.score, e.reason) for e in found]
        similarity.replace(connection, names, rows_now)
    return {name for pair in before ^ after for name in pair}
