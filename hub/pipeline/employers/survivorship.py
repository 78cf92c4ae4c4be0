"""The facts of an employer: each from the registry that is believed for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hub.geo import commune
from hub.pipeline.employers.listed import Listed
from hub.pipeline.employers.mailbox import generic
from hub.pipeline.employers.sources import IDENTITY, ORDER, rank
from hub.store.employers import EntryName

ACTIVE, INACTIVE, GONE = "active", "inactive", "no_longer_listed"
OWN_ADDRESS, COMMUNE_CENTRE = "adresse", "centre de la commune"


@dataclass
class Facts:
    """Values by name, and the entry that each came from."""

    values: dict[str, Any] = field(default_factory=dict)
    provenance: dict[str, EntryName] = field(default_factory=dict)

    def put(self, name: str, value: Any, source: EntryName | None) -> None:
        """Set a fact; without a source it was worked out here."""
        self.values[name] = value
        self.provenance.pop(name, None)
        if source is not None and value not in (None, []):
            self.provenance[name] = source


def _commune(entry: Listed) -> dict[str, str] | None:
    found = commune(entry.place.insee) if entry.place.insee else None
    return {"insee": found.insee, "name": found.name} if found else None


def _coordinates(entry: Listed) -> tuple[float, float] | None:
    employer = entry.employer
    if employer.latitude is None or employer.longitude is None:
        return None
    return employer.latitude, employer.longitude


READ: Mapping[str, Callable[[Listed], Any]] = {
    "name": lambda entry: entry.employer.name,
    "brand": lambda entry: entry.employer.brand,
    "siret": lambda entry: entry.siret,
    "siren": lambda entry: entry.siren,
    "commune": _commune,
    "departement": lambda entry: entry.place.departement,
    "coordinates": _coordinates,
    "naf": lambda entry: entry.employer.naf,
    "activities": lambda entry: list(entry.employer.sectors),
    "services": lambda entry: list(entry.employer.services),
    "range_km": lambda entry: entry.employer.range_km,
    "zones": lambda entry: list(entry.employer.zones),
    "networks": lambda entry: list(entry.employer.networks),
    "capacity": lambda entry: entry.employer.capacity,
    "website": lambda entry: entry.employer.website,
    "phone": lambda entry: entry.employer.phone,
    "email": lambda entry: generic(entry.employer.email),
}


class _Believed:
    """The entries of one employer in the order in which each fact believes them; several facts share one."""

    def __init__(self, members: Sequence[Listed]) -> None:
        self._members = members
        self._orders: dict[tuple[str, ...], list[Listed]] = {}

    def __call__(self, name: str) -> list[Listed]:
        order = ORDER.get(name, IDENTITY)
        if order not in self._orders:
            self._orders[order] = sorted(
                self._members, key=lambda e: (e.gone_since is not None, *rank(name, e.name.connector), e.name)
            )
        return self._orders[order]


def facts_of(members: Sequence[Listed], kind: str | None) -> Facts:
    """What survives of the entries of one employer."""
    facts, believed = Facts(), _Believed(members)
    of_kind = (entry.name for entry in believed("name") if kind and entry.employer.kind == kind)
    facts.put("kind", kind, next(of_kind, None))
    for name, reader in READ.items():
        facts.put(name, *_survivor(reader, believed(name)))
    _locate(facts)
    facts.put("status", *_status(believed("status")))
    return facts


def _survivor(reader: Callable[[Listed], Any], believed: Sequence[Listed]) -> tuple[Any, EntryName | None]:
    empty: Any = None
    for entry in believed:
        value = reader(entry)
        if value not in (None, "", []):
            return value, entry.name
        empty = value if value == [] else empty
    return empty, None


def _locate(facts: Facts) -> None:
    """Latitude and longitude: of the address, else of the centre of the commune, and it is said which."""
    point, source = facts.values.pop("coordinates"), facts.provenance.pop("coordinates", None)
    if point is None:
        recentre(facts)
        return
    facts.put("latitude", point[0], source)
    facts.put("longitude", point[1], source)
    facts.put("position", OWN_ADDRESS, None)


def recentre(facts: Facts) -> None:
    """Put the employer at the centre of its commune, or nowhere when that is unknown."""
    stated = facts.values["commune"]
    centre = commune(stated["insee"]) if stated else None
    latitude, longitude = (centre.latitude, centre.longitude) if centre else (None, None)
    facts.put("latitude", latitude, None)
    facts.put("longitude", longitude, None)
    facts.put("position", COMMUNE_CENTRE if latitude is not None else None, None)


def _status(believed: Sequence[Listed]) -> tuple[str, EntryName | None]:
    """Active as long as one registry lists it. Of those that list it, what the most trusted one says of
    its convention is believed; a list that says nothing of conventions only says that it exists.

    Where that registry has several entries of the employer (les-emplois: its own, and the ASP's), one
    convention in force is enough.
    """
    listed = [entry for entry in believed if entry.gone_since is None]
    if not listed:
        return GONE, None
    stating = [entry for entry in listed if stated_activity(entry) is not None]
    if not stating:
        return ACTIVE, listed[0].name
    voices = [entry for entry in stating if entry.name.connector == stating[0].name.connector]
    in_force = next((entry for entry in voices if stated_activity(entry)), None)
    return (ACTIVE, in_force.name) if in_force else (INACTIVE, voices[0].name)


def stated_activity(entry: Listed) -> bool | None:
    """What a registry says of the convention, as far as it is believed: a mass deactivation that waits
    for a person does not count (see :mod:`hub.pipeline.snapshot`)."""
    if entry.inactive_since is not None:
        return False
    return None if entry.employer.active is None else True
