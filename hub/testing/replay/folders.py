"""Data sets from a folder of JSON files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from hub.testing.replay.ods import OdsDataset


def datasets(folder: Path) -> list[OdsDataset]:
    """One data set for each sub-folder with records, and for each file that stands alone."""
    found = []
    for entry in sorted(folder.iterdir()):
        files = sorted(entry.rglob("*.json*")) if entry.is_dir() else [entry]
        records = [record for file in files if _holds_records(file) for record in read_records(file)]
        if records:
            found.append(OdsDataset(entry.stem, records))
    return found


def _holds_records(file: Path) -> bool:
    return file.suffix in {".json", ".jsonl"}


def read_records(file: Path) -> list[dict[str, Any]]:
    """The records of a file: a list, a ``{"results": [...]}`` page, one record, or JSON lines."""
    data = file.read_bytes()
    if file.suffix == ".jsonl":
        return [orjson.loads(line) for line in data.splitlines() if line.strip()]
    value = orjson.loads(data)
    if isinstance(value, dict):
        value = value.get("results", [value])
    return [record for record in value if isinstance(record, dict)]
