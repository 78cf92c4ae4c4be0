"""Folders of labelled notices: every format that the connectors read, and three that only samples have.

``Library`` reads all the files of a folder, whatever their format, and finds a record by what a label
calls it: its file and its key, its key, or its file alone when that holds a single record.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.flagging import connectors, flattened
from hub.plugin_api import AwardedContract, HubError, Notice

Labelled = Notice | AwardedContract
NOT_NOTICES = frozenset({"labels.csv", "gold.jsonl", "SOURCES.md"})
_PADDED = re.compile(r"0*(\d+)-(\d{4})")


@dataclass
class Library:
    """The records of a folder. ``unread`` are the files that hold none."""

    by_key: dict[str, Labelled] = field(default_factory=dict)
    by_file: dict[str, list[Labelled]] = field(default_factory=dict)
    in_file: dict[tuple[str, str], Labelled] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    def add(self, file: str, record: Labelled) -> None:
        """Keep a record under its names."""
        key = plain(record.key)
        self.by_key[key] = record
        self.in_file[file, key] = record
        self.by_file.setdefault(file, []).append(record)

    def find(self, key: str, file: str = "") -> Labelled | None:
        """The record that a label speaks of, if it was read."""
        if found := self.in_file.get((file, plain(key))) or self.by_key.get(plain(key)):
            return found
        alone = self.by_file.get(file or key, [])
        return alone[0] if len(alone) == 1 else None


def plain(key: str) -> str:
    """A key as it is compared: ``00438171-2024`` is ``438171-2024``.

    >>> plain("00438171-2024"), plain("21-277")
    ('438171-2024', '21-277')
    """
    match = _PADDED.fullmatch(key.strip())
    return f"{match.group(1)}-{match.group(2)}" if match else key.strip()


def library(folder: Path) -> Library:
    """All the records of ``folder`` that some reader knows."""
    found = Library()
    for path in sorted(p for p in folder.iterdir() if p.is_file() and p.name not in NOT_NOTICES):
        before = len(found.by_file)
        for record in _records(path):
            found.add(path.name, record)
        if len(found.by_file) == before:
            found.unread.append(path.name)
    return found


def _records(path: Path) -> Iterator[Labelled]:
    """The records of a file; one that breaks off gives what stood before."""
    try:
        yield from flattened.records(path) or connectors.records(path)
    except (HubError, OSError) as error:
        print(f"{path.name}: {error}", file=sys.stderr)
