"""What people read in a notice: ``gold.jsonl`` (full answers) or ``labels.csv`` (one label a record).

A label may name a lot (column ``lot``): it then speaks of that lot alone.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# label → status, families of types
LABELS: dict[str, tuple[str, frozenset[str]]] = {
    "clause": ("presente", frozenset({"clause"})),
    "clause+reserve": ("presente", frozenset({"clause", "reserve"})),
    "reserve": ("presente", frozenset({"reserve"})),
    "clause+critere": ("presente", frozenset({"clause", "critere"})),
    "critere": ("presente", frozenset({"critere"})),
    "clause_declared": ("declaree", frozenset({"clause"})),
    "clause_facultative": ("facultative", frozenset({"clause"})),
    "service_insertion": ("objet", frozenset({"objet"})),
    "integration_service": ("objet", frozenset({"objet"})),
    "exclue": ("exclue", frozenset()),
    "contradictoire": ("contradictoire", frozenset()),
    "none": ("silence", frozenset()),
}
UNSURE = frozenset({"ambiguous", ""})
FAMILY_OF_TYPE = {"EXEC": "clause", "FORM": "clause", "CRIT": "critere", "OBJ_INS": "objet"}
_DECLARED = {"Clause sociale": "clause", "Critère social": "critere", "Marché réservé": "reserve"}
_KEYS = ("idweb", "publication_number", "notice", "key", "id", "file")


@dataclass(frozen=True)
class Expected:
    """One line of gold. ``full`` is false when only a status and ``families`` of types are known."""

    key: str
    status: str
    file: str = ""
    lot: str | None = None
    families: frozenset[str] = frozenset()
    full: bool = False
    types: frozenset[str] = frozenset()
    modality: str | None = None
    lots: frozenset[str] | None = None
    hours: frozenset[tuple[float, str, str | None]] = frozenset()
    evidence: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """The record, and the lot when the label has one."""
        return f"{self.key} lot {self.lot}" if self.lot else self.key


def family(type_: str) -> str:
    """``reserve`` for every kind of reservation, else the family of the type."""
    return "reserve" if type_.startswith("RES_") else FAMILY_OF_TYPE.get(type_, type_)


def expected(folder: Path) -> list[Expected]:
    """The labels of a folder, in order; gold wins over labels, what is not sure is left out."""
    found: dict[tuple[str, str, str | None], Expected] = {}
    if (path := folder / "labels.csv").exists():
        found |= {(e.file, e.key, e.lot): e for e in _labels(path)}
    if (path := folder / "gold.jsonl").exists():
        gold = list(_gold(path))
        better = {e.key for e in gold}
        found = {at: e for at, e in found.items() if e.key not in better}
        found |= {("", e.key, e.lot): e for e in gold}
    return list(found.values())


def unknown_labels(folder: Path) -> list[str]:
    """The labels of ``labels.csv`` that this program does not know."""
    path = folder / "labels.csv"
    known = LABELS.keys() | UNSURE
    return sorted({row["label"] for row in _rows(path) if "label" in row} - known) if path.exists() else []


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _labels(path: Path) -> Iterator[Expected]:
    for row in _rows(path):
        if "considerationsSociales" in row and "label" not in row:
            yield _of_contract(row)
        elif (label := (row.get("label") or "").strip()) in LABELS:
            status, families = LABELS[label]
            lot = row.get("lot") or None
            yield Expected(_key(row), status, row.get("file") or "", lot, families)


def _key(row: dict[str, str]) -> str:
    return next((row[name] for name in _KEYS if row.get(name)), "")


def _of_contract(row: dict[str, str]) -> Expected:
    """A DECP record: the considerations that the buyer declared are the label."""
    declared = frozenset(_DECLARED[c] for c in row["considerationsSociales"].split("|") if c in _DECLARED)
    denied = row["considerationsSociales"] == "Pas de considération sociale"
    status = "presente" if declared else "exclue" if denied else "silence"
    return Expected(f"{row['acheteur_id']}:{row['id']}", status, row["file"], None, declared)


def _gold(path: Path) -> Iterator[Expected]:
    with path.open(encoding="utf-8") as lines:
        yield from (_line(json.loads(line)) for line in lines if line.strip())


def _line(gold: dict[str, Any]) -> Expected:
    lots, types = gold.get("scope_lots"), frozenset(gold["types"])
    return Expected(
        key=_key(gold),
        status=gold["status"],
        file=gold.get("file") or "",
        lot=gold.get("lot"),
        families=frozenset(map(family, types)),
        full=True,
        types=types,
        modality=gold.get("modality"),
        lots=frozenset(lots) if lots is not None else None,
        hours=frozenset((float(h["value"]), h["unit"], h.get("lot")) for h in gold.get("hours", ())),
        evidence=tuple((e["field"], e["excerpt"]) for e in gold.get("evidence", ())),
    )
