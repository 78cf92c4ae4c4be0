"""A record of ``siae/`` as an employer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, Literal, cast, get_args

from hub.plugin_api import Employer, RawRecord, RecordRejected
from hub_siae_registry.fields import Fields
from hub_siae_registry.kinds import WITH_CONVENTION
from hub_siae_registry.landing import record_of
from hub_siae_registry.shapes import LEMARCHE, shape_of

Service = Literal["DISP", "PREST", "BUILD"]
_UNORDERED: Final = ("sectors", "presta_types", "networks")


def settled(record: dict[str, Any]) -> dict[str, Any]:
    """A record whose bytes change only when it does.

    The site gives its sets in any order, and stamps every row each Monday (``updated_at``, the day of
    its own sync): kept as they come, they would make a revision of each employer each week.
    """
    kept = {name: value for name, value in record.items() if name != "updated_at"}
    for name in _UNORDERED:
        if isinstance(kept.get(name), list):
            kept[name] = sorted(kept[name], key=repr)
    return kept


def parse(raw: RawRecord) -> Employer:
    """The employer. Its ``address`` is two lines glued without a blank: it is kept as printed."""
    record = record_of(raw)
    if shape_of(record) != LEMARCHE:
        raise RecordRejected("not-an-employer", "not a record of siae/")
    fields = Fields(record)
    who, name, kind = fields.identity("siret"), fields.name("name", "brand"), fields.kind("kind")
    active = record.get("is_active")
    return Employer(
        key=fields.key("id"),
        kind=kind,
        name=name,
        brand=fields.brand("brand", name),
        siret=who.siret,
        siren=who.siren,
        antenna=who.antenna or record.get("nature") == "ANTENNA",
        address=fields.address(
            street=("address",), postcode="post_code", city="city", departement="department"
        ),
        sectors=_slugs(record.get("sectors")),
        services=_services(fields),
        # Kinds without a convention are always "active" there: it says nothing of them.
        active=active if isinstance(active, bool) and kind in WITH_CONVENTION else None,
        website=fields.website("contact_website"),
        networks=_slugs(record.get("networks")),
        findings=tuple(fields.findings),
    )


def _slugs(value: Any) -> tuple[str, ...]:
    """The slugs of a list of ``{name, slug}``. They carry historical suffixes: never rebuilt from names."""
    items: Iterable[Any] = value if isinstance(value, list) else ()
    found = (item.get("slug") for item in items if isinstance(item, dict))
    return tuple(sorted({slug.strip() for slug in found if isinstance(slug, str) and slug.strip()}))


def _services(fields: Fields) -> tuple[Service, ...]:
    printed = fields.record.get("presta_types")
    found = set(map(str, printed)) if isinstance(printed, list) else set()
    known = [service for service in get_args(Service) if service in found]
    for unknown in sorted(found.difference(known)):
        fields.note("unknown-service", "presta_types", unknown)
    return cast(tuple[Service, ...], tuple(known))
