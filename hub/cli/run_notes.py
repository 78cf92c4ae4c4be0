"""What a run noted beside its counts: files left aside, entries that left a registry or came back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hub.cli import words
from hub.review import run_words

Json = dict[str, Any]
NAMED = 5


def told(run: Json, *, named: int | None = NAMED) -> Iterator[str]:
    """The notes of a run, a line each; ``named`` is how many files are named, ``None`` all."""
    for kind in (0, 1):
        found = run_words.files(run, kind)
        yield from (f"  {line}" for line in found[:named])
        if named is not None and len(found) > named:
            yield f"  et {words.count(len(found) - named, 'autre')} : hub runs {run['id']}"
    yield from (f"  {line}" for line in run_words.others(run))
