"""The rows of a store, less what may differ between two histories of the same facts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from hub.store.engine import Store
from hub.store.tables import METADATA

# Surrogate numbers, the run that happened to write the row, and when.
_HISTORY = {"id", "raw", "run", "created", "changed", "landed", "replaced", "first_seen", "last_tried"}
_HISTORY |= {"updated", "last_run", "last_success", "tries"}
_LEDGER = {"run", "lease"}
_NATURAL_ID = {"marche", "marche_alias", "connector"}


def store_rows(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every table but the ledger's, rows sorted, as comparable tuples."""
    found = {}
    with store.read() as connection:
        for table in METADATA.sorted_tables:
            if table.name in _LEDGER:
                continue
            left_out = _HISTORY - {"id"} if table.name in _NATURAL_ID else _HISTORY
            columns = [column for column in table.columns if column.name not in left_out]
            rows = [tuple(map(repr, row)) for row in connection.execute(select(*columns))]
            found[table.name] = sorted(rows)
    return found
