"""A structure of data·inclusion as an employer."""

from __future__ import annotations

import re
from typing import Any, Final

from hub.plugin_api import Employer, RawRecord, RecordRejected
from hub.plugin_api.records import EmployerKind
from hub_siae_registry.fields import Fields
from hub_siae_registry.kinds import NETWORKS
from hub_siae_registry.landing import record_of
from hub_siae_registry.shapes import STRUCTURE, shape_of

_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9-]+")


def slugs(value: Any) -> list[str]:
    """``reseaux_porteurs``: a list in JSON, the text of one in CSV (``["aci", "ei"]``, ``{aci,ei}``)."""
    if isinstance(value, list):
        return [item for item in value if isinstance(item, str)]
    return _SLUG.findall(value) if isinstance(value, str) else []


def kinds_in(value: Any) -> list[EmployerKind]:
    """The kinds of employers among ``reseaux_porteurs``, each once."""
    return list(dict.fromkeys(NETWORKS[slug] for slug in slugs(value) if slug in NETWORKS))


def parse(raw: RawRecord) -> Employer:
    """The employer. The open file says of nobody that it is closed: ``active`` is unknown.

    les-emplois' associations intermédiaires come without ``reseaux_porteurs`` (its mapping has no entry
    for AI): their kind must be looked up elsewhere, and stays ``None`` with a finding here.
    """
    record = record_of(raw)
    if shape_of(record) != STRUCTURE:
        raise RecordRejected("not-a-structure", "not a structure of data·inclusion")
    fields = Fields(record)
    who = fields.identity("siret")
    latitude, longitude = fields.point("latitude", "longitude")
    networks = record.get("reseaux_porteurs")
    return Employer(
        key=fields.key("id"),
        kind=_kind(fields),
        name=fields.name("nom"),
        siret=who.siret,
        siren=who.siren,
        antenna=who.antenna,
        address=fields.address(
            street=("adresse", "complement_adresse"),
            postcode="code_postal",
            city="commune",
            insee="code_insee",
        ),
        latitude=latitude,
        longitude=longitude,
        website=fields.website("site_web"),
        phone=fields.phone("telephone"),
        email=fields.email("courriel"),
        networks=tuple(slug for slug in dict.fromkeys(slugs(networks)) if slug not in NETWORKS),
        updated=fields.day("date_maj"),
        findings=tuple(fields.findings),
    )


def _kind(fields: Fields) -> EmployerKind | None:
    printed = fields.record.get("reseaux_porteurs")
    kinds = kinds_in(printed)
    if not kinds:
        fields.note("kind-unknown", "reseaux_porteurs", ", ".join(slugs(printed)))
        return None
    if len(kinds) > 1:
        fields.note("several-kinds", "reseaux_porteurs", ", ".join(slugs(printed)))
    return kinds[0]
