"""Which entries are one employer. Pure: it depends on what the entries say, never on their order.

Two entries of different kinds are never one employer, even at one SIRET: an association may run an ACI
and an AI there, and each has its own convention.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hub.pipeline.employers.listed import Listed
from hub.pipeline.employers.sources import SAME_RECORD
from hub.store.employers import EntryName

ALONE = "seule fiche"
SAME_KEY = "même identifiant à la source"
SAME_SIRET = "même SIRET et même type"
FORMER_SIRET = "ancien SIRET, même type"
SAME_ANTENNA = "antenne du même SIREN, même type, même lieu"
ONLY_KIND = "même SIRET, type inconnu ici"


@dataclass
class Group:
    """The entries of one employer, and why each is there. ``kind`` is ``None`` when none of them says.
    ``other_kinds`` are the same thing under another kind, according to a registry's own identifier."""

    members: list[Listed]
    kind: str | None
    reasons: dict[EntryName, str] = field(default_factory=dict)
    other_kinds: list[Listed] = field(default_factory=list)


def counterparts(name: EntryName) -> list[EntryName]:
    """The names under which other lists know the same record, if they know it."""
    return [
        EntryName(other, into + name.key.removeprefix(prefix))
        for spellings in SAME_RECORD
        for connector, prefix in spellings
        if connector == name.connector and name.key.startswith(prefix)
        for other, into in spellings
        if (other, into) != (connector, prefix)
    ]


def group(entries: Iterable[Listed]) -> list[Group]:
    """The groups, from the surest link to the vaguest, each in the order of names."""
    joined = _Joined(sorted(entries, key=lambda entry: entry.name))
    for step in (_by_source_key, _by_siret, _by_former_siret, _antennas, _unknown_kinds):
        step(joined)
    return joined.groups()


class _Joined:
    """Disjoint sets of entries; two sets of different kinds refuse to join."""

    def __init__(self, entries: Sequence[Listed]) -> None:
        self.entries = entries
        self.named = {entry.name: entry for entry in entries}
        self._parent = {entry.name: entry.name for entry in entries}
        self._kind: dict[EntryName, str | None] = {entry.name: entry.employer.kind for entry in entries}
        self._reasons: dict[EntryName, str] = {}
        self._refused: list[tuple[EntryName, EntryName]] = []

    def root(self, name: EntryName) -> EntryName:
        while self._parent[name] != name:
            name = self._parent[name]
        return name

    def kind(self, entry: Listed) -> str | None:
        """The kind of the set that the entry is in."""
        return self._kind[self.root(entry.name)]

    def join(self, one: Listed, other: Listed, why: str) -> None:
        """Put two entries together, unless they are of two kinds."""
        first, second = sorted((self.root(one.name), self.root(other.name)))
        if first == second:
            return
        kinds = {self._kind[first], self._kind[second]} - {None}
        if len(kinds) > 1:
            self._refused.append((one.name, other.name))
            return
        self._parent[second] = first
        self._kind[first] = kinds.pop() if kinds else None
        for entry in (one, other):
            self._reasons.setdefault(entry.name, why)

    def join_all(self, entries: Sequence[Listed], why: str) -> None:
        for entry in entries[1:]:
            self.join(entries[0], entry, why)

    def groups(self) -> list[Group]:
        sets: dict[EntryName, Group] = {}
        for entry in self.entries:
            root = self.root(entry.name)
            found = sets.setdefault(root, Group([], self._kind[root]))
            found.members.append(entry)
            found.reasons[entry.name] = self._reasons.get(entry.name, ALONE)
        for one, other in self._refused:
            for name, away in ((one, other), (other, one)):
                sets[self.root(name)].other_kinds.append(self.named[away])
        return list(sets.values())


def _buckets(entries: Iterable[Listed], key: Callable[[Listed], Any]) -> list[list[Listed]]:
    found: dict[Any, list[Listed]] = defaultdict(list)
    for entry in entries:
        if (name := key(entry)) is not None:
            found[name].append(entry)
    return list(found.values())


def _by_source_key(joined: _Joined) -> None:
    for entry in joined.entries:
        for name in counterparts(entry.name):
            if name > entry.name and name in joined.named:
                joined.join(entry, joined.named[name], SAME_KEY)


def _by_siret(joined: _Joined) -> None:
    def establishment(entry: Listed) -> tuple[str, str] | None:
        kind = joined.kind(entry)
        return (entry.siret, kind) if entry.siret and kind else None

    for bucket in _buckets(joined.entries, establishment):
        joined.join_all(bucket, SAME_SIRET)


def _by_former_siret(joined: _Joined) -> None:
    """One registry has noticed a move, another not yet. Not when the first lists the old place too."""
    now: dict[tuple[str, str | None], list[Listed]] = defaultdict(list)
    for entry in joined.entries:
        if entry.siret:
            now[entry.siret, joined.kind(entry)].append(entry)
    for entry in joined.entries:
        for siret in entry.former_sirets:
            still = now.get((siret, joined.kind(entry)), [])
            if joined.kind(entry) and all(other.name.connector != entry.name.connector for other in still):
                joined.join_all([entry, *still], FORMER_SIRET)


def _antennas(joined: _Joined) -> None:
    """Without a SIRET of its own: the same legal unit, kind and commune; by name where a registry lists
    several of them there, or where the commune is unknown."""

    def there(entry: Listed) -> tuple[str, str, str] | None:
        kind = joined.kind(entry)
        if entry.siret or not entry.siren or not kind:
            return None
        return entry.siren, kind, entry.place.insee or ""

    for bucket in _buckets(joined.entries, there):
        owners = [entry.name.connector for entry in bucket]
        if bucket[0].place.insee and len(set(owners)) == len(owners):
            joined.join_all(bucket, SAME_ANTENNA)
        else:
            for namesakes in _buckets(bucket, lambda entry: entry.folded):
                joined.join_all(namesakes, SAME_ANTENNA)


def _unknown_kinds(joined: _Joined) -> None:
    """data·inclusion lists associations intermédiaires without their kind: the one kind that is known at
    their SIRET (for an antenna, of their SIREN in their commune) is theirs; between two, nobody can tell."""

    def there(entry: Listed) -> tuple[str, str] | None:
        if entry.siret:
            return entry.siret, ""
        return (entry.siren, entry.place.insee) if entry.siren and entry.place.insee else None

    for bucket in _buckets(joined.entries, there):
        unknown = [entry for entry in bucket if joined.kind(entry) is None]
        known = [entry for entry in bucket if joined.kind(entry) is not None]
        owners = [entry.name.connector for entry in unknown]
        if unknown[:1] and not unknown[0].siret and len(set(owners)) < len(owners):
            continue  # several antennas of one list in one commune
        if len({joined.kind(entry) for entry in known}) == 1:
            joined.join_all([known[0], *unknown], ONLY_KIND)
        elif not known:
            joined.join_all(unknown, ONLY_KIND)
