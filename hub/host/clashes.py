"""The same id from two plugins: who keeps it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from hub.host.loading import normalised


@dataclass(frozen=True)
class Claim:
    """``plugin`` (its place in the list) says that ``id`` is its own."""

    id: str
    plugin: int
    distribution: str


def refusals(
    claims: Iterable[Claim],
    owners: Mapping[str, str] | None = None,
    failed: Collection[str] = (),
    noun: str = "connecteur",
) -> dict[tuple[int, str], str]:
    """The claims refused, as ``(plugin, id)`` → reason.

    The distribution that the store knows as the owner keeps the id; without one all are refused.
    ``failed`` are distributions that are installed and could not be read: what they own is kept
    for them, so that a bad day does not hand their cursor to somebody else.
    """
    by_id: dict[str, list[Claim]] = {}
    for claim in claims:
        by_id.setdefault(claim.id, []).append(claim)
    absent = {normalised(name) for name in failed}
    refused: dict[tuple[int, str], str] = {}
    for ident, rivals in by_id.items():
        owner = normalised((owners or {}).get(ident, ""))
        keepers = [claim for claim in rivals if normalised(claim.distribution) == owner]
        if len(rivals) == 1 and (keepers or owner not in absent):
            continue
        names = list(dict.fromkeys(claim.distribution for claim in rivals))
        kept = keepers[0] if len(keepers) == 1 else None
        for claim in rivals:
            if claim is not kept:
                refused[claim.plugin, ident] = _reason(noun, ident, names, owner, bool(kept))
    return refused


def _reason(noun: str, ident: str, names: list[str], owner: str, kept: bool) -> str:
    if kept:
        others = " et ".join(names)
        return f"{noun} {ident} : même nom chez {others} ; la base connaît celui de {owner}, qui le garde"
    if len(names) == 1 and owner and normalised(names[0]) != owner:
        return f"{noun} {ident} de {names[0]} : ce nom est à {owner}, installé mais non chargé"
    twice = " deux fois" if len(names) == 1 else ""
    return f"{noun} {ident} : même nom{twice} chez {' et '.join(names)} ; aucun n’est utilisé"
