"""What one run has read of a registry."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from hub.plugin_api.connector import SnapshotComplete
from hub.store.sightings import Sighting


class Keys:
    """The keys of the records read, eight bytes each: a registry of any size fits in memory."""

    def __init__(self) -> None:
        self._names = array("Q")
        self._sorted = True

    def __len__(self) -> int:
        """How many different keys."""
        self._settle()
        return len(self._names)

    def __contains__(self, key: str) -> bool:
        self._settle()
        name = _name(key)
        place = bisect_left(self._names, name)
        return place < len(self._names) and self._names[place] == name

    def add(self, key: str) -> None:
        """Remember a key."""
        self._names.append(_name(key))
        self._sorted = False

    def take(self, other: Keys) -> None:
        """Remember the keys of ``other``."""
        self._names.extend(other._names)
        self._sorted = False

    def _settle(self) -> None:
        if not self._sorted:
            self._names, self._sorted = array("Q", sorted(set(self._names))), True


def _name(key: str) -> int:
    return int.from_bytes(blake2b(key.encode("utf-8", "replace"), digest_size=8).digest(), "big")


@dataclass
class Reading:
    """The parts of a registry read to their end, and what came after the last of them.

    A part is read whole within one run: a run that stops in the middle of one says nothing of absence.
    """

    parts: dict[str, Keys] = field(default_factory=dict)
    loose: Keys = field(default_factory=Keys)
    notes: list[dict[str, Any]] = field(default_factory=list)

    def see(self, raw_key: str) -> None:
        """A record was read, whether its bytes are new or not."""
        self.loose.add(raw_key)

    def complete(self, promise: SnapshotComplete) -> None:
        """The records since the last part are the whole of this one, unless the source announced more."""
        if promise.expected is not None and len(self.loose) < promise.expected:
            self.notes.append(
                {"snapshot": promise.scope, "short": len(self.loose), "expected": promise.expected}
            )
            return
        self.parts.setdefault(promise.scope, Keys()).take(self.loose)
        self.loose = Keys()

    def scope_of(self, raw_key: str) -> str | None:
        """The whole part that holds the record; a named one rather than ``""``, which is all."""
        return max((scope for scope, keys in self.parts.items() if raw_key in keys), default=None)

    def scope_after(self, entry: Sighting) -> str | None:
        """The part to compare the entry with from now on. A whole list never replaces a named part: the
        snapshots of that part go on being its own."""
        seen = self.scope_of(entry.raw_key)
        return entry.scope if seen is None or (seen == "" and entry.scope) else seen

    def lacks(self, entry: Sighting) -> bool:
        """Whether the part where the entry used to be was read whole, without it, and no other has it."""
        judged = entry.scope in self.parts or "" in self.parts
        return judged and entry.raw_key not in self.loose and self.scope_of(entry.raw_key) is None
