"""A run of the ledger in words: what it did, how long it took, what it noted beside its counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from hub.review.printed import clean, count

Json = dict[str, Any]
_COUNTS = (
    ("created", "nouveau", "nouveaux"),
    ("changed", "modifié", "modifiés"),
    ("same", "identique", "identiques"),
    ("unchanged", "inchangé", "inchangés"),
    ("quarantined", "en quarantaine", "en quarantaine"),
)
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


def counted(counts: Mapping[str, int]) -> str:
    """The counts that are not zero: ``1 200 lus : 1 000 nouveaux, 200 inchangés``."""
    said = [count(counts[name], *word) for name, *word in _COUNTS if counts.get(name)]
    return count(counts.get("fetched", 0), "lu") + (f" : {', '.join(said)}" if said else "")


def lasting(run: Json) -> str:
    """``4 s``, ``3 min 20 s``; from the ledger's times."""
    if not run["ended"]:
        return "cours"
    seconds = int(
        (datetime.fromisoformat(run["ended"]) - datetime.fromisoformat(run["started"])).total_seconds()
    )
    return f"{seconds} s" if seconds < 60 else f"{seconds // 60} min {seconds % 60:02} s"


def notes(run: Json) -> Iterator[str]:
    """All notes of a run, a sentence each: first the files left aside, then what it says of entries."""
    for kind in range(len(_FILES)):
        yield from files(run, kind)
    yield from others(run)


def files(run: Json, kind: int) -> list[str]:
    """The files that failed (0) or were skipped (1)."""
    key, why, word, origin = _FILES[kind]
    return [
        f"{word} : {clean(note[key])} ({origin}{clean(note.get(why) or 'inconnue')})"
        for note in run["notes"]
        if key in note
    ]


def others(run: Json) -> Iterator[str]:
    """Lists cut short, drops accepted, entries that left or came back."""
    for note in run["notes"]:
        if "short" in note:
            yield _short(note)
        if "accepted" in note:
            yield f"baisse retenue par {note['accepted']} : acceptée"
        if note.get("entries"):
            yield f"fiches : {_entries(note['entries'])}"


def _short(note: Json) -> str:
    part = f" ({clean(note['snapshot'])})" if note["snapshot"] else ""
    return (
        f"liste incomplète{part} : {count(note['short'], 'reçu')} sur {note['expected']} annoncés,"
        " personne n’est fermé"
    )


def _entries(counts: Json) -> str:
    return ", ".join(count(counts[event], *word) for event, word in _EVENTS.items() if counts.get(event))
