"""Cross-checks: where the registries disagree about one employer. Sentences are for facilitators."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from rapidfuzz import fuzz

from hub.geo import commune
from hub.geo.names import fold
from hub.pipeline.employers.grouping import Group
from hub.pipeline.employers.listed import Listed
from hub.pipeline.employers.survivorship import stated_activity

LIKENESS = 70
"""Two names of which fewer than 70 % of the words agree are worth a look."""

Check = dict[str, Any]


def checks(group: Group) -> list[Check]:
    """``{code, text, sources: [{connector, key, value}]}`` for each disagreement."""
    listed = [entry for entry in group.members if entry.gone_since is None]
    return [
        *_kind(group),
        *_names(listed),
        *_differ("commune-differs", "Les listes ne donnent pas la même commune.", listed, _commune),
        *_differ("siret-differs", "Les listes ne donnent pas le même SIRET.", listed, lambda e: e.siret),
        *_differ("status-differs", "Active selon une liste, inactive selon une autre.", listed, _activity),
        *_listing(group.members, listed),
    ]


def _kind(group: Group) -> Iterator[Check]:
    if group.kind is None:
        yield _check("kind-unknown", "Aucune liste ne donne son type.", group.members, lambda e: None)
    if group.other_kinds:
        text = "Une liste donne un autre type au même identifiant."
        yield _check("kind-differs", text, [*group.members, *group.other_kinds], lambda e: e.employer.kind)


def _names(listed: Sequence[Listed]) -> Iterator[Check]:
    if len(listed) < 2:
        return
    first, *others = listed
    if any(_unlike(first, other) for other in others):
        yield _check(
            "name-differs", "Les listes ne donnent pas le même nom.", listed, lambda e: e.employer.name
        )


def _unlike(one: Listed, other: Listed) -> bool:
    names, others = _names_of(one), _names_of(other)
    return max(fuzz.token_set_ratio(a, b) for a in names for b in others) < LIKENESS


def _names_of(entry: Listed) -> list[str]:
    return [fold(name) for name in (entry.employer.name, entry.employer.brand) if name]


def _commune(entry: Listed) -> str | None:
    found = commune(entry.place.insee) if entry.place.insee else None
    return found.name if found else None


def _activity(entry: Listed) -> str | None:
    stated = stated_activity(entry)
    return None if stated is None else ("active" if stated else "inactive")


def _differ(
    code: str, text: str, listed: Sequence[Listed], value: Callable[[Listed], str | None]
) -> Iterator[Check]:
    stating = [entry for entry in listed if value(entry) is not None]
    if len({value(entry) for entry in stating}) > 1:
        yield _check(code, text, stating, value)


def _listing(members: Sequence[Listed], listed: Sequence[Listed]) -> Iterator[Check]:
    """Gone from one registry and still in another."""
    if not listed or len(listed) == len(members):
        return
    text = "Sortie d’une liste, toujours présente dans une autre."
    yield _check("listing-differs", text, members, _since)


def _since(entry: Listed) -> str:
    since: date | None = entry.gone_since
    return "présente" if since is None else f"absente depuis le {since:%d/%m/%Y}"


def _check(code: str, text: str, entries: Sequence[Listed], value: Callable[[Listed], str | None]) -> Check:
    sources = [
        {"connector": entry.name.connector, "key": entry.name.key, "value": value(entry)} for entry in entries
    ]
    return {"code": code, "text": text, "sources": sources}
