"""The employers of the store as matching sees them. The only module here that knows their table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any, cast

from sqlalchemy import Connection, select

from hub.geo import commune
from hub.pipeline.matching.views import EmployerView, Point
from hub.plugin_api.records import Address, Employer, EmployerKind
from hub.store.bulk import table
from hub.store.tables import EmployerRow

EMPLOYERS = table(EmployerRow)
_IDENTITY = ("id", "kind", "name", "siret", "siren", "insee", "departement")
_COLUMNS = (*_IDENTITY, "latitude", "longitude", "capacity", "facts")


def load(connection: Connection) -> list[EmployerView]:
    """Every employer that is listed and active, by id."""
    columns = [EMPLOYERS.c[name] for name in _COLUMNS]
    query = select(*columns).where(EMPLOYERS.c.status == "active").order_by(EMPLOYERS.c.id)
    return [view(dict(row)) for row in connection.execute(query).mappings()]


def view(row: Mapping[str, Any]) -> EmployerView:
    """A row of ``employer`` as matching sees it. A fact that is missing or odd is unknown."""
    facts = row["facts"]
    latitude, longitude = _point(row) or (None, None)
    return EmployerView(
        **{name: row[name] for name in _IDENTITY},
        latitude=latitude,
        longitude=longitude,
        sectors=_texts(facts.get("activities")),
        services=_texts(facts.get("services")),
        naf=next(iter(_texts([facts.get("naf")])), None),
        range_km=_positive(facts.get("range_km")),
        zones=_texts(facts.get("zones")),
        capacity=row["capacity"],
    )


def _point(row: Mapping[str, Any]) -> Point | None:
    """Its coordinates, else those of its commune."""
    if row["latitude"] is not None and row["longitude"] is not None:
        return row["latitude"], row["longitude"]
    found = commune(row["insee"]) if row["insee"] else None
    if found is None or found.latitude is None or found.longitude is None:
        return None
    return found.latitude, found.longitude


def _texts(value: Iterable[Any] | None) -> tuple[str, ...]:
    return tuple(item for item in value or () if isinstance(item, str))


def _positive(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and isfinite(value) and value > 0 else None


def record(employer: EmployerView) -> Employer:
    """The employer as a plugin's matcher reads it; its ``key`` is the hub's id."""
    # Not validated again: every value was, when the registry's record was read.
    return Employer.model_construct(
        key=employer.id,
        kind=cast(EmployerKind | None, employer.kind),
        name=employer.name,
        siret=employer.siret,
        siren=employer.siren,
        address=Address(insee=employer.insee, departement=employer.departement),
        latitude=employer.latitude,
        longitude=employer.longitude,
        naf=employer.naf,
        sectors=employer.sectors,
        services=cast(Any, employer.services),
        range_km=employer.range_km,
        zones=employer.zones,
        capacity=employer.capacity,
        active=True,
    )
