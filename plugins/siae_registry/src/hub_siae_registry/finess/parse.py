"""An establishment of FINESS, in either form, as an employer."""

from __future__ import annotations

import re
from typing import Any, Final

from hub.plugin_api import Address, Employer, RecordRejected
from hub.plugin_api.records import EmployerKind
from hub_siae_registry import values
from hub_siae_registry.fields import Fields
from hub_siae_registry.finess.lambert93 import to_degrees

_OVERSEAS: Final = {"9A": "97", "9B": "97", "9C": "97", "9D": "97", "9E": "97", "9F": "97", "9J": "98"}
"""FINESS's own département codes; with the three characters of ``commune`` they make the INSEE code."""
_WRONG: Final = {"97133": "97123"}
"""Saint-Barthélemy: FINESS prints the end of its post code where the commune was due."""
_ROUTED: Final = re.compile(r"(\d{5})\s+(.+)")

Row = dict[str, Any]


def parse(record: Row, kind: EmployerKind) -> Employer:
    """The employer. FINESS numbers are text: some hold letters, leading zeros matter."""
    if isinstance(record.get("ege"), dict):
        return _plus(record, kind)
    if "nofinesset" in record:
        return _flat(Fields(record), kind)
    raise RecordRejected("not-finess", "not an establishment of FINESS")


def _flat(fields: Fields, kind: EmployerKind) -> Employer:
    record = fields.record = dict(fields.record)
    record["postcode"], record["city"] = _routing(record.get("ligneacheminement"))
    record["insee"] = _insee(record)
    who = fields.identity("siret")
    latitude, longitude = _point(fields)
    return Employer(
        key=fields.key("nofinesset"),
        kind=kind,
        name=fields.name("rslongue", "rs"),
        siret=who.siret,
        siren=who.siren,
        antenna=who.antenna,
        address=fields.address(
            street=("numvoie", "typvoie", "voie", "compvoie", "lieuditbp"),
            postcode="postcode",
            city="city",
            insee="insee",
        ),
        latitude=latitude,
        longitude=longitude,
        naf=fields.naf("codeape"),
        phone=fields.phone("telephone"),
        updated=fields.day("datemaj"),
        findings=tuple(fields.findings),
    )


def _routing(line: Any) -> tuple[str | None, str | None]:
    printed = line.strip() if isinstance(line, str) else ""
    match = _ROUTED.fullmatch(printed)
    return (match[1], match[2]) if match else (None, printed or None)


def _insee(record: Row) -> str | None:
    departement, commune = str(record.get("departement") or ""), str(record.get("commune") or "")
    if not departement or not commune:
        return None
    code = _OVERSEAS.get(departement, departement) + commune
    return _WRONG.get(code, code)


def _point(fields: Fields) -> tuple[float | None, float | None]:
    """Degrees, from Lambert-93 only: overseas points are in other projections and stay unknown."""
    x, y = (fields.read(values.number, name, "bad-coordinates") for name in ("coordxet", "coordyet"))
    if x is None or y is None:
        return None, None
    source = str(fields.record.get("sourcecoordet") or "")
    if not source.upper().endswith("LAMBERT_93"):
        fields.note("projection-not-read", "sourcecoordet", source)
        return None, None
    try:
        return to_degrees(x, y)
    except ValueError:
        fields.note("bad-coordinates", "coordxet", f"{x:g}, {y:g}")
        return None, None


def _plus(record: Row, kind: EmployerKind) -> Employer:
    establishment = record["ege"]
    fields = Fields(_flattened(record, establishment))
    who = fields.identity("siret")
    latitude, longitude = fields.point("directionLatitude", "directionLongitude")
    if latitude is None:
        latitude, longitude = _swapped_point(fields)
    return Employer(
        key=fields.key("numFinessEge"),
        kind=kind,
        name=fields.name("nomEgeLong", "nomEgeCourt"),
        siret=who.siret,
        siren=who.siren or fields.identity("siren").siren,
        antenna=who.antenna,
        address=_address(fields),
        latitude=latitude,
        longitude=longitude,
        active={"A": True, "I": False}.get(str(establishment.get("etatObjet"))),
        phone=fields.phone("telephone"),
        updated=fields.day("dateDerniereMaj"),
        findings=tuple(fields.findings),
    )


def _flattened(record: Row, establishment: Row) -> Row:
    addresses = establishment.get("adresse")
    address = addresses[0] if isinstance(addresses, list) and addresses else {}
    address = address if isinstance(address, dict) else {}
    point = address.get("coordonneesGeographique")
    parts = (record.get("pmej"), address, point, establishment.get("informationsGeneralesEGE"))
    flat: Row = {}
    for part in parts:
        flat.update(part if isinstance(part, dict) else {})
    return {**flat, "telephone": record.get("telephone"), "dateDerniereMaj": _day(establishment)}


def _day(establishment: Row) -> Any:
    value = establishment.get("dateDerniereMaj")
    return value[:10] if isinstance(value, str) else value


def _address(fields: Fields) -> Address | None:
    # ``typeVoie`` is not read: TH came out as E. Line four is the whole street, as it is posted.
    return fields.address(
        street=("ligneQuatre", "lieuDit"),
        postcode="codePostal",
        city="ligneAcheminement",
        insee="cogCommune",
    )


def _swapped_point(fields: Fields) -> tuple[float | None, float | None]:
    """The projected point. ``coordonneeX`` and ``coordonneeY`` are published one for the other; in
    Lambert-93 the northing is always the larger, so either order is read."""
    x, y = (fields.read(values.number, name, "bad-coordinates") for name in ("coordonneeX", "coordonneeY"))
    if x is None or y is None:
        return None, None
    try:
        return to_degrees(min(x, y), max(x, y))
    except ValueError:
        fields.note("projection-not-read", "coordonneeX", f"{x:g}, {y:g}")
        return None, None
