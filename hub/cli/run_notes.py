"""What a run noted beside its counts: files left aside, entries that left a registry or came back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hub.cli import words
from hub.review.printed import clean

Json = dict[str, Any]
NAMED = 5
_FILES = (
    ("failed", "cause", "illisible", ""),
    ("skipped", "reason", "laissé de côté", "raison du connecteur : "),
)
_EVENTS = {
    "gone": ("n’est plus listé", "ne sont plus listés"),
    "inactive": ("devenu inactif", "devenus inactifs"),
    "back": ("de retour", "de retour"),
    "active": ("de nouveau actif", "de nouveau actifs"),
    "moved": ("passé dans une autre partie", "passés dans une autre partie"),
}


def told(run: Json, *, named: int | None = NAMED) -> Iterator[str]:
    """The notes of a run, a line each; ``named`` is how many files are named, ``None`` all."""
    yield from _files(run, named)
    for note in run["notes"]:
        if "short" in note:
            yield _short(note)
        if "accepted" in note:
            yield f"  baisse retenue par {note['accepted']} : acceptée"
        if note.get("entries"):
            yield f"  fiches : {_entries(note['entries'])}"


def _files(run: Json, named: int | None) -> Iterator[str]:
    for key, why, word, origin in _FILES:
        notes = [note for note in run["notes"] if key in note]
        for note in notes[:named]:
            yield f"  {word} : {clean(note[key])} ({origin}{clean(note.get(why) or 'inconnue')})"
        if named is not None and len(notes) > named:
            yield f"  et {words.count(len(notes) - named, 'autre')} : hub runs {run['id']}"


def _short(note: Json) -> str:
    part = f" ({clean(note['snapshot'])})" if note["snapshot"] else ""
    return (
        f"  liste incomplète{part} : {words.count(note['short'], 'reçu')} sur {note['expected']} annoncés,"
        " personne n’est fermé"
    )


def _entries(counts: Json) -> str:
    return ", ".join(
        words.count(counts[event], *word) for event, word in _EVENTS.items() if counts.get(event)
    )
