"""The tabular file of decp-processing: one row is a contract × a winner × a modification.

The row of a modification carries the modification's own dates, amount and duration; the contract's
attributes are those of its current rows (``donneesActuelles``), its day the earliest of all rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from hub_procurement_feed.decp.labels import NO_SOCIAL, fold

ROWS: Final = "rows"
MARKS: Final = frozenset({"uid", "acheteur_id", "donneesActuelles"})
"""Columns that no other table has together."""

Row = Mapping[str, str]
_TRUE: Final = frozenset({"true", "1", "oui", "t"})
_DATED: Final = {
    "dateNotification": "dateNotificationModification",
    "datePublicationDonnees": "datePublicationDonneesModification",
}
_CHANGED: Final = ("montant", "dureeMois", "montant_anomalie")


def merged(rows: Sequence[Any]) -> dict[str, Any]:
    """The rows of one contract as one record in the nested shape.

    ``Sans objet`` as a social consideration is this file's word for "Pas de considération sociale".
    """
    table = [row for row in rows if isinstance(row, dict)]
    current = [row for row in table if str(row.get("donneesActuelles", "")).lower() in _TRUE] or table
    record: dict[str, Any] = dict(current[0]) if current else {}
    originals = [row for row in table if _number(row) == 0]
    first = originals[0] if originals else {}
    record |= {name: first.get(name) for name in _CHANGED}
    days = {name: [row[name] for row in table if row.get(name)] for name in _DATED}
    record |= {name: min(found, key=str, default=None) for name, found in days.items()}
    record["titulaires"] = _winners(originals)
    record["modifications"] = _modifications(table)
    record["considerationsSociales"] = _considerations(record.get("considerationsSociales"))
    return record


def _number(row: Row) -> int:
    text = str(row.get("modification_id") or "0").removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _winners(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [
        {
            "id": row.get("titulaire_id"),
            "typeIdentifiant": row.get("titulaire_typeIdentifiant"),
            "denominationSociale": row.get("titulaire_nom"),
        }
        for row in rows
    ]


def _modifications(table: Sequence[Row]) -> list[dict[str, Any]]:
    return [
        _modification(number, [row for row in table if _number(row) == number])
        for number in sorted({_number(row) for row in table} - {0})
    ]


def _modification(number: int, rows: Sequence[Row]) -> dict[str, Any]:
    change: dict[str, Any] = {"id": number, "titulaires": _winners(rows)}
    change |= {name: rows[0].get(name) for name in _CHANGED}
    return change | {theirs: rows[0].get(name) for name, theirs in _DATED.items()}


def _considerations(printed: Any) -> list[str]:
    labels = [label.strip() for label in str(printed or "").split(",")]
    return [NO_SOCIAL if fold(label) == "sans objet" else label for label in labels]
