"""What people read in a notice: ``gold.jsonl`` (full answers) or ``labels.csv`` (one label)."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_STATUS_OF_LABEL = {
    "clause": "presente",
    "clause+reserve": "presente",
    "reserve": "presente",
    "critere": "presente",
    "clause_declared": "declaree",
    "clause_facultative": "facultative",
    "service_insertion": "objet",
    "none": "silence",
}


@dataclass(frozen=True)
class Expected:
    """One line of gold. ``full`` is false when only a status is known."""

    key: str
    status: str
    full: bool = False
    types: frozenset[str] = frozenset()
    modality: str | None = None
    lots: frozenset[str] | None = None
    hours: frozenset[tuple[float, str, str | None]] = frozenset()
    evidence: tuple[tuple[str, str], ...] = ()


def expected(folder: Path) -> dict[str, Expected]:
    """The labels of a folder by id; gold wins over labels, ``ambiguous`` is left out."""
    found: dict[str, Expected] = {}
    if (path := folder / "labels.csv").exists():
        found |= _labels(path)
    if (path := folder / "gold.jsonl").exists():
        found |= _gold(path)
    return found


def _labels(path: Path) -> dict[str, Expected]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {
        key: Expected(key, _STATUS_OF_LABEL[row["label"]])
        for row in rows
        if row["label"] in _STATUS_OF_LABEL and (key := _key(row))
    }


def _key(row: dict[str, str]) -> str:
    return row.get("idweb") or row.get("publication_number") or row.get("file") or ""


def _gold(path: Path) -> dict[str, Expected]:
    with path.open(encoding="utf-8") as lines:
        return {e.key: e for e in (_line(json.loads(line)) for line in lines if line.strip())}


def _line(gold: dict[str, Any]) -> Expected:
    lots = gold["scope_lots"]
    return Expected(
        key=gold["idweb"],
        status=gold["status"],
        full=True,
        types=frozenset(gold["types"]),
        modality=gold["modality"],
        lots=frozenset(lots) if lots is not None else None,
        hours=frozenset((float(h["value"]), h["unit"], h["lot"]) for h in gold["hours"]),
        evidence=tuple((e["field"], e["excerpt"]) for e in gold["evidence"]),
    )
