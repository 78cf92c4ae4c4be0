"""A snapshot, part by part: absence means something only in a part that was read whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from hub.plugin_api import Fetched, HubError, RawRecord, SnapshotComplete, SourceChanged
from hub_siae_registry.landing import Landed, is_damaged

Parts = dict[str | None, list[RawRecord]]


def by_kind(landed: Iterable[Landed], minimum: int, what: str) -> Iterator[Fetched]:
    """All records, kind by kind, each kind followed by its :class:`SnapshotComplete` (``kind=EI``).

    A kind of which nobody came is not promised: when les-emplois ceased to publish EA and EATT, they all
    disappeared in one day, and none of them had closed. Nothing is promised either when the source
    breaks off, gives fewer than ``minimum`` records, or one that has no identity; what came is kept.
    """
    parts: Parts = {}
    try:
        for kind, raw in landed:
            parts.setdefault(kind, []).append(raw)
        _refuse_suspicious(parts, minimum, what)
    except HubError:
        yield from (raw for raws in parts.values() for raw in raws)
        raise
    for kind in sorted(parts, key=lambda kind: kind or ""):
        yield from parts[kind]
        yield SnapshotComplete(f"kind={kind or ''}")


def _refuse_suspicious(parts: Parts, minimum: int, what: str) -> None:
    found = sum(map(len, parts.values()))
    if found < max(minimum, 1):
        raise too_few(found, minimum, what)
    refuse_damage((raw for raws in parts.values() for raw in raws), what)


def refuse_damage(raws: Iterable[RawRecord], what: str) -> None:
    """Raise when a record has no identity: the employer it holds would be taken for gone."""
    broken = Counter(map(is_damaged, raws))[True]
    if broken:
        raise SourceChanged(
            f"{what}: {broken} records could not be read; all the others were kept, nobody is taken for gone",
            code="snapshot-damaged",
            next_step="hub quarantine list",
        )


def too_few(found: int, minimum: int, what: str) -> SourceChanged:
    """The file is emptier than it can be: a truncated or failed export."""
    return SourceChanged(
        f"{what}: {found} records, at least {max(minimum, 1)} expected; nobody is taken for gone",
        code="snapshot-too-small",
        next_step="If the number is right, lower the connector's setting `minimum`.",
    )
