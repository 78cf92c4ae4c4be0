"""Bring the similarities of the touched buyers up to date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
    blocks = {
        **similarity.documents_of(connection, sirens=sorted(sirens)),
        **similarity.documents_of(connection, folds=sorted(folds)),
    }
    compared = [rows for rows in blocks.values() if 2 <= len(rows) <= _MAX_DOCUMENTS]
    everyone = [row[0] for rows in compared for row in rows]
    keys_of = marches.keys_of(connection, everyone)
    before = similarity.pairs(connection, everyone)
    changed: set[DocumentName] = set()
    for rows in compared:
        changed |= _compare(connection, rows, keys_of, before)
    return changed


def _compare(
    connection: Connection,
    rows: Sequence[similarity.LightRow],
    keys_of: Mapping[DocumentName, set[grouping.Name]],
    before: Mapping[tuple[DocumentName, DocumentName], str],
) -> set[DocumentName]:
    names = {row[0] for row in rows}
    settled = grouping.numbered(grouping.group({name: keys_of[name] for name in names}))
    light = [Light(name, kind, title, day, cpv) for name, kind, title, day, cpv in rows if day is not None]
    found = edges(light, settled)
    known = {pair for pair in before if names & set(pair)}
    wanted = {(edge.one, edge.other) for edge in found}
    if known != wanted:
        rows_now = [similarity.row(e.one, e.other, e.score, e.reason) for e in found]
        similarity.replace(connection, sorted(names), rows_now)
    return {name for pair in known ^ wanted for name in pair}
