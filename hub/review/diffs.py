"""Clause drift, word by word: what a later notice changed in the texts that speak of insertion."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from hub.review.printed import legible

Json = dict[str, Any]
Name = tuple[str, str]

_WORDS = re.compile(r"\S+\s*")
_MOST_WORDS = 1500
"""Beyond that a comparison takes the time that a page has."""
_CONTEXT = 8


@dataclass(frozen=True)
class Run:
    """Words that stayed, went or came."""

    what: Literal["same", "out", "in"]
    text: str


@dataclass(frozen=True)
class TextDiff:
    """One text, before and after. ``field`` and ``lot`` as the notice names them."""

    field: str
    lot: str | None
    runs: tuple[Run, ...]


def compared(before: str, after: str) -> tuple[Run, ...]:
    """The words that went and came, with a few around them; empty when the texts are too long."""
    old, new = _WORDS.findall(legible(before)), _WORDS.findall(legible(after))
    if max(len(old), len(new)) > _MOST_WORDS:
        return ()
    bare = [word.strip() for word in old], [word.strip() for word in new]
    steps = SequenceMatcher(None, *bare).get_opcodes()
    return tuple(run for step in steps for run in _runs(step, old, new, len(new)))


def _runs(
    step: tuple[str, int, int, int, int], old: Sequence[str], new: Sequence[str], length: int
) -> Iterator[Run]:
    what, old_start, old_end, new_start, new_end = step
    if what == "equal":
        yield Run("same", _shortened(new[new_start:new_end], new_start == 0, new_end == length))
        return
    if old_start < old_end:
        yield Run("out", "".join(old[old_start:old_end]))
    if new_start < new_end:
        yield Run("in", "".join(new[new_start:new_end]))


def _shortened(words: Sequence[str], is_first: bool, is_last: bool) -> str:
    head = () if is_first else words[:_CONTEXT]
    tail = () if is_last else words[-_CONTEXT:]
    if len(words) <= len(head) + len(tail) + 2:
        return "".join(words)
    return f"{''.join(head)}… {''.join(tail)}"


def clause_diffs(document: Json) -> dict[Name, list[TextDiff]]:
    """By (connector, key) of the notice that changed them: the texts that a signal was read in, before or
    after. A notice is compared with the last one that had the same field."""
    spoken = {(s["field"], s["lot"]) for s in document["clause"]["signals"] if s["start"] is not None}
    standing: dict[tuple[str, str | None], str] = {}
    found: dict[Name, list[TextDiff]] = {}
    for notice in document["timeline"]:
        name = (notice["connector"], notice["key"])
        for place, text in _texts(document, name):
            before = standing.get(place)
            if place in spoken and before is not None and before != text and notice["kind"] != "result":
                found.setdefault(name, []).append(TextDiff(*place, compared(before, text)))
            standing[place] = text
    return {name: [each for each in diffs if each.runs] for name, diffs in found.items()}


def _texts(document: Json, name: Name) -> Iterator[tuple[tuple[str, str | None], str]]:
    for text in document["texts"]:
        if (text["connector"], text["notice"]) == name:
            yield (text["field"], text["lot"]), text["text"]
