"""Drops that are too large to be true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from hub.plugin_api.errors import HubError
from hub.store.sightings import Event, Sighting

MINIMUM = 10
"""A kind with fewer entries than this is too small for a share to mean anything."""
ALWAYS_ALLOWED = 5
"""So many may disappear at once whatever their share: a network that closes."""
ALLOWED_SHARE = 0.20
"""Beyond this share of a kind it is the source that changed, not the employers: in January 2026 les-emplois
itself refused to deactivate 200 conventions at once, and on 11 May 2026 it ceased to publish EA and EATT."""

Group = tuple[str, str]
_WORDS: dict[Event, str] = {"gone": "dans la liste", "inactive": "actifs"}


class Suspicious(HubError):
    """A snapshot would close too many employers at once: nobody was closed, a person must look."""

    default_code = "snapshot-suspicious"


def suspicion(
    connector: str,
    run: str,
    before: Iterable[Sighting],
    changes: Mapping[Event, Sequence[Sighting]],
    empty: Sequence[str] = (),
) -> Suspicious | None:
    """The error that holds the run, if these changes are too many.

    ``before`` are the entries that were judged; of each (part, kind) the changes are compared with those
    that were listed, of each kind the deactivations with those that were active. A part in ``empty`` is
    one that lists nobody: it is never believed when it listed somebody.
    """
    known = list(before)
    causes: list[str] = []
    for event, changed in changes.items():
        sizes = Counter(_group(entry, event) for entry in known if _counts(entry, event))
        fallen = Counter(_group(entry, event) for entry in changed)
        causes += [
            _sentence(event, group, sizes[group], count)
            for group, count in sorted(fallen.items())
            if _too_many(count, sizes[group]) or (event == "gone" and not {group[0], ""}.isdisjoint(empty))
        ]
    if not causes:
        return None
    return Suspicious(
        f"{' ; '.join(causes)}. Personne n’a été fermé.", next_step=f"hub sync {connector} --accept {run}"
    )


def _too_many(count: int, size: int) -> bool:
    return size >= MINIMUM and count > max(ALWAYS_ALLOWED, ALLOWED_SHARE * size)


def _group(entry: Sighting, event: Event) -> Group:
    # Conventions are renewed everywhere at once: a deactivation is judged over the whole registry.
    return (entry.scope or "") if event == "gone" else "", entry.kind or "type inconnu"


def _counts(entry: Sighting, event: Event) -> bool:
    return entry.gone_since is None and (event == "gone" or entry.inactive_since is None)


def _sentence(event: Event, group: Group, size: int, count: int) -> str:
    scope, kind = group
    where = f" ({scope})" if scope and scope != f"kind={kind}" else ""
    return f"{kind}{where} : {size} {_WORDS[event]} avant, {size - count} maintenant"
