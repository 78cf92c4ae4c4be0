"""The official list (CSV), the only one that gives the authorised capacity.

It went through a spreadsheet: FINESS numbers, post codes, départements and communes have lost their
leading zeros.
"""

from __future__ import annotations

from typing import Any, Final

from hub.plugin_api import Employer
from hub_siae_registry import values
from hub_siae_registry.fields import Fields
from hub_siae_registry.landing import Landed, LeftOut, raw_record
from hub_siae_registry.privacy import Privacy
from hub_siae_registry.records import Record

PRIVACY: Final = Privacy(filtered=("EJ-Email", "ET-Email", "ET-Téléphone 1"))
_NUMBER: Final = "ET-N°FINESS"
_CAPACITY: Final = "Capacité autorisée agrégée"
_WIDTHS: Final = {
    _NUMBER: 9,
    "EJ-N°FINESS": 9,
    "ET-Code Postal": 5,
    "ET-Département Code": 2,
    "ET-Commune Code": 5,
}


def land(record: Record, origin: str) -> Landed | LeftOut:
    """A row, under its FINESS number with its zeros back. Not FINESS's own key: the list has capacities
    and no coordinates, FINESS the reverse, and each would wipe out what the other gave."""
    return Landed("ESAT", raw_record(_key(record), record, origin, PRIVACY))


def _key(record: Record) -> str:
    number = _padded(record, _NUMBER)
    return f"liste/{number}" if isinstance(number, str) and number else ""


def _padded(record: Record, name: str) -> Any:
    """A code with its zeros back; what is no code stays as it is, for ``Fields`` to say so."""
    try:
        return values.padded(record.get(name), _WIDTHS[name])
    except ValueError:
        return record.get(name)


def employer(record: dict[str, Any]) -> Employer:
    """The ESAT of a row."""
    restored = {name: _padded(record, name) for name in _WIDTHS}
    fields = Fields({**record, **restored})
    fields.key(_NUMBER)
    who = fields.identity("ET-SIRET")
    return Employer(
        key=_key(record),
        kind="ESAT",
        name=fields.name("ET-Raison sociale"),
        siret=who.siret,
        siren=who.siren,
        antenna=who.antenna,
        address=fields.address(
            street=("ET-Adresse",),
            postcode="ET-Code Postal",
            city="ET-Commune Libellé",
            insee="ET-Commune Code",
            departement="ET-Département Code",
        ),
        capacity=fields.read(values.whole, _CAPACITY, "bad-capacity"),
        phone=fields.phone("ET-Téléphone 1"),
        email=fields.email("ET-Email"),
        findings=tuple(fields.findings),
    )
