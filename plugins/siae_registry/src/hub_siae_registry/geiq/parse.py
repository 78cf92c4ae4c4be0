"""A GEIQ, with its antennas, as employers."""

from __future__ import annotations

from typing import Any

from hub.plugin_api import Employer, RawRecord, RecordRejected
from hub_siae_registry.fields import Fields
from hub_siae_registry.geiq import workbook
from hub_siae_registry.landing import record_of
from hub_siae_registry.shapes import GEIQ, shape_of


def parse(raw: RawRecord) -> list[Employer]:
    """One employer for the seat and one for each antenna: a seat may be far from where it hires.

    Antennas and GEIQ are numbered apart (an antenna 70 and a GEIQ 70 both exist), so the keys say which.
    """
    record = record_of(raw)
    if workbook.is_row(record):
        return [workbook.employer(record)]
    if shape_of(record) != GEIQ:
        raise RecordRejected("not-a-geiq", "not a record of the Label API")
    seat = _seat(Fields(record))
    antennas = record["antennes"] if isinstance(record["antennes"], list) else []
    numbered = {antenna["id"]: antenna for antenna in antennas if _has_number(antenna)}
    return [seat, *(_antenna(Fields(antenna), seat) for antenna in numbered.values())]


def _has_number(antenna: Any) -> bool:
    return isinstance(antenna, dict) and isinstance(antenna.get("id"), int)


def _seat(fields: Fields) -> Employer:
    who = fields.identity("siret")
    member = fields.record.get("is_adherent_ffgeiq")
    return Employer(
        key=f"geiq/{fields.key('id')}",
        kind="GEIQ",
        name=fields.name("nom"),
        siret=who.siret,
        siren=who.siren,
        antenna=who.antenna,
        address=fields.address(street=("addresse", "addresse2"), postcode="cp", city="ville"),
        naf=_naf(fields),
        sectors=_sectors(fields.record.get("secteurs_activite")),
        phone=fields.phone("telephone"),
        email=fields.email("email"),
        networks=("ffgeiq",) if member is True else (),
        findings=tuple(fields.findings),
    )


def _antenna(fields: Fields, seat: Employer) -> Employer:
    who = fields.identity("siret")
    return Employer(
        key=f"antenne/{fields.key('id')}",
        kind="GEIQ",
        name=_full_name(fields.text("nom"), seat.name),
        siret=who.siret,
        siren=who.siren or seat.siren,
        antenna=True,
        address=fields.address(postcode="cp", city="ville"),
        naf=seat.naf,
        sectors=seat.sectors,
        networks=seat.networks,
        findings=tuple(fields.findings),
    )


def _full_name(own: str | None, seat: str) -> str:
    if not own:
        return f"{seat} – antenne"
    return own if seat.casefold() in own.casefold() else f"{seat} – {own}"


def _naf(fields: Fields) -> str | None:
    naf = fields.record.get("naf")
    inner = Fields(naf if isinstance(naf, dict) else {"code": naf})
    found = inner.naf("code")
    fields.findings += inner.findings
    return found


def _sectors(value: Any) -> tuple[str, ...]:
    names = [item.get("nom") for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    return tuple(dict.fromkeys(name.strip() for name in names if isinstance(name, str) and name.strip()))
