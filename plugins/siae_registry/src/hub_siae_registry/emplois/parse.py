"""The three answers of les-emplois' API as employers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from hub.plugin_api import Employer, RawRecord, RecordRejected
from hub_siae_registry.emplois import asp
from hub_siae_registry.emplois.keys import key_of
from hub_siae_registry.fields import Fields
from hub_siae_registry.landing import record_of
from hub_siae_registry.shapes import EMPLOIS_DI, MARCHE, SIAES, shape_of


def parse(raw: RawRecord) -> list[Employer]:
    """One employer, or for a structure of the ASP one for each kind under a convention."""
    record = record_of(raw)
    if asp.is_structure(record):
        return asp.employers(record)
    shape = shape_of(record)
    if shape not in _READERS:
        raise RecordRejected("not-an-employer", "not a record of les-emplois")
    return [_READERS[shape](Fields(record), shape)]


def _siaes(fields: Fields, shape: str) -> Employer:
    """``siaes/``. Inactive structures are in the list and nothing tells them: ``active`` is unknown.
    ``bloque_candidatures`` says that hiring is paused, not that the structure is closed."""
    who, name = fields.identity("siret"), fields.name("raison_sociale", "enseigne")
    return Employer(
        key=_key(fields, shape),
        kind=fields.kind("type"),
        name=name,
        brand=fields.brand("enseigne", name),
        siret=who.siret,
        siren=who.siren,
        antenna=who.antenna,
        address=fields.address(
            street=("addresse_ligne_1", "addresse_ligne_2"),  # the API's own spelling
            postcode="code_postal",
            city="ville",
            departement="departement",
        ),
        sectors=_trades(fields.record.get("postes")),
        website=fields.website("site_web"),
        phone=fields.phone("telephone"),
        email=fields.email("courriel"),
        updated=fields.moment("mis_a_jour_le"),
        findings=tuple(fields.findings),
    )


def _trades(posts: Any) -> tuple[str, ...]:
    """The ROME trades that the structure hires for now, as printed."""
    offers = posts if isinstance(posts, list) else []
    trades = [
        offer["rome"].strip()
        for offer in offers
        if isinstance(offer, dict) and isinstance(offer.get("rome"), str) and _is_open(offer)
    ]
    return tuple(dict.fromkeys(trade for trade in trades if trade))


def _is_open(offer: dict[str, Any]) -> bool:
    # The API prints the string "True"; so "False", which Python takes for true, is closed.
    return str(offer.get("recrutement_ouvert")).strip().lower() == "true"


def _marche(fields: Fields, shape: str) -> Employer:
    """``marche/``. ``siret`` is the parent's for an antenna, or a SIREN alone when it has no parent."""
    who, name = fields.identity("siret"), fields.name("name", "brand")
    latitude, longitude = fields.point("latitude", "longitude")
    active = fields.record.get("convention_is_active")
    return Employer(
        key=_key(fields, shape),
        kind=fields.kind("kind"),
        name=name,
        brand=fields.brand("brand", name),
        siret=who.siret,
        siren=who.siren,
        antenna=who.antenna or fields.record.get("source") == "USER_CREATED",
        address=fields.address(
            street=("address_line_1", "address_line_2"),
            postcode="post_code",
            city="city",
            departement="department",
        ),
        latitude=latitude,
        longitude=longitude,
        naf=fields.naf("naf"),
        active=active if isinstance(active, bool) else None,
        website=fields.website("website"),
        phone=fields.phone("phone"),
        email=fields.email("email"),
        findings=tuple(fields.findings),
    )


def _data_inclusion(fields: Fields, shape: str) -> Employer:
    """``data-inclusion/``: only active structures are listed; a deactivated one disappears."""
    who = fields.identity("siret")
    latitude, longitude = fields.point("latitude", "longitude")
    return Employer(
        key=_key(fields, shape),
        kind=fields.kind("kind"),
        name=fields.name("nom"),
        siret=who.siret,
        siren=who.siren,
        antenna=who.antenna,
        address=fields.address(
            street=("adresse", "complement_adresse"), postcode="code_postal", city="commune"
        ),
        latitude=latitude,
        longitude=longitude,
        website=fields.website("site_web"),
        phone=fields.phone("telephone"),
        email=fields.email("courriel"),
        updated=fields.moment("date_maj"),
        findings=tuple(fields.findings),
    )


def _key(fields: Fields, shape: str) -> str:
    key = key_of(fields.record, shape)
    if not key:
        raise RecordRejected("no-identifier", "id is empty")
    return key


_READERS: Final[dict[str | None, Callable[[Fields, Any], Employer]]] = {
    SIAES: _siaes,
    MARCHE: _marche,
    EMPLOIS_DI: _data_inclusion,
}
