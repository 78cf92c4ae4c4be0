"""Reading files that a person already has: notices, folders of them, daily packages, ZIP."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hub.plugin_api import RawRecord, Skipped, documents
from hub_procurement_feed.ted import package
from hub_procurement_feed.ted.settings import TedSettings

MOST_BYTES: Final = 64 * 1024 * 1024


def read(settings: TedSettings, path: Path) -> Iterator[RawRecord | Skipped]:
    """The notices of a file. One file is one notice and always read; of an archive, which may hold those
    of all Europe, the ``countries`` of the settings are kept and the others counted."""
    foreign: Counter[str] = Counter()
    for member in documents.iter_members(path, max_member_bytes=MOST_BYTES):
        alone = member.origin == str(path)
        yield from package.member_records(member, None if alone else settings.countries, foreign)
    if count := foreign.total():
        kept = ", ".join(settings.countries)
        yield Skipped(str(path), f"{count} notices of buyers of other countries than {kept}")
