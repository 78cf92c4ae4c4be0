"""Employers as JSON documents, in the names of the public surface."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from hub.geo import Territory
from hub.review.employer_coverage import not_listed
from hub.review.employer_search import EmployerFilter, Found, find
from hub.store import employers, sightings
from hub.store.bulk import Row

Json = dict[str, Any]
LastDays = Mapping[tuple[str, str], date]
_OWN = frozenset({"anchor", "provenance"})


def listed(
    connection: Connection,
    filters: EmployerFilter,
    territories: Mapping[str, Territory],
    *,
    limit: int | None = None,
    offset: int = 0,
) -> list[Json]:
    """The employers that the filters select, nearest first when ``near`` is given, else by name."""
    found = find(connection, filters, territories)
    page = found[offset:] if limit is None else found[offset : offset + limit]
    return _documents(connection, page, with_distance=filters.near is not None)


def count(connection: Connection, filters: EmployerFilter, territories: Mapping[str, Territory]) -> int:
    """How many there are in all."""
    return len(find(connection, filters, territories))


@dataclass(frozen=True)
class Tally:
    """How many employers there are of each kind and in each status. ``silent`` are those left out of a
    search by activity because no registry tells theirs."""

    kinds: Mapping[str | None, int]
    statuses: Mapping[str, int]
    silent: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.kinds.values())


def tally(connection: Connection, filters: EmployerFilter, territories: Mapping[str, Territory]) -> Tally:
    """Count what the filters select."""
    found = list(employers.states_of(connection, _ids(connection, filters, territories)))
    silent = 0
    if filters.activity is not None:
        anyone = _ids(connection, replace(filters, activity=None), territories)
        silent = sum(not tells for _, _, tells in employers.states_of(connection, anyone))
    return Tally(Counter(kind for kind, _, _ in found), Counter(status for _, status, _ in found), silent)


def _ids(connection: Connection, filters: EmployerFilter, territories: Mapping[str, Territory]) -> list[str]:
    return [each.id for each in find(connection, filters, territories)]


def one(connection: Connection, id_: str) -> Json:
    """One employer with everything known about it: also contact, ``checks``, ``corrections``, ``history``.

    Its ``sources`` also tell ``reason``, ``first_seen``, ``last_seen``, ``gone_since`` and
    ``inactive_since``. ``id_`` is an id, a former id, a SIRET or ``connector:key``.
    """
    resolved = employers.resolve(connection, id_)
    (document,) = _documents(connection, [Found(resolved, None)], with_distance=False)
    row = employers.by_id(connection, [resolved])[resolved]
    members = employers.members(connection, [resolved])[resolved]
    more = {name: value for name, value in row["facts"].items() if name not in _OWN}
    last_days = sightings.read_on(connection)
    more["checks"] = [*more["checks"], *not_listed(row, members, last_days)]
    met = {(member["connector"], member["key"]): member for member in members}
    for source in document["sources"]:
        source.update(_sighting(met[source["connector"], source["key"]], last_days))
    return {**more, **document, "history": _history(connection, members)}


def employer(row: Row, members: Sequence[Row], last_days: LastDays) -> Json:
    """A row of ``employer`` with its entries as the JSON document."""
    facts = row["facts"]
    return {
        "id": row["id"],
        "kind": row["kind"],
        "name": row["name"],
        "siret": row["siret"],
        "siren": row["siren"],
        "commune": facts["commune"],
        "departement": row["departement"],
        "latitude": row["latitude"],
        "longitude": row["longitude"],
        "activities": facts["activities"],
        "capacity": row["capacity"],
        "status": row["status"],
        "first_seen": row["first_seen"].isoformat(),
        "last_seen": max(_last_seen(member, last_days) for member in members).isoformat(),
        "sources": [_source(member, facts["provenance"]) for member in members],
    }


def _documents(connection: Connection, found: Sequence[Found], *, with_distance: bool) -> list[Json]:
    ids = [each.id for each in found]
    rows = employers.by_id(connection, ids)
    members = employers.members(connection, ids)
    last_days = sightings.read_on(connection)
    documents = []
    for each in found:
        document = employer(rows[each.id], members[each.id], last_days)
        if with_distance:
            document["distance_km"] = each.distance_km
        documents.append(document)
    return documents


def _source(member: Row, provenance: Mapping[str, Sequence[str]]) -> Json:
    name = [member["connector"], member["key"]]
    fields = [field for field, source in provenance.items() if list(source) == name]
    return {"connector": member["connector"], "key": member["key"], "fields": sorted(fields)}


def _sighting(member: Row, last_days: LastDays) -> Json:
    """Why the entry is of this employer, and when its registry listed it."""
    days = {name: member[name] for name in ("first_seen", "gone_since", "inactive_since")}
    days["last_seen"] = _last_seen(member, last_days)
    told = {name: day.isoformat() if day else None for name, day in days.items()}
    return {"reason": member["reason"], **told}


def _last_seen(member: Row, last_days: LastDays) -> date:
    """A listed entry was seen by the last whole snapshot of its part, without a word written about it."""
    seen: date = member["last_seen"]
    if member["gone_since"] is not None or member["scope"] is None:
        return seen
    return max(seen, last_days.get((member["connector"], member["scope"]), seen))


def _history(connection: Connection, members: Sequence[Row]) -> list[Json]:
    events = [
        {
            "connector": row["connector"],
            "key": row["key"],
            "event": event["event"],
            "day": event["day"].isoformat(),
        }
        for row in members
        for event in sightings.events(connection, row["connector"], row["key"])
    ]
    return sorted(events, key=lambda event: (event["day"], event["connector"], event["key"]))
