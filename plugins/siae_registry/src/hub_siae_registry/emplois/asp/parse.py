"""An ASP structure as employers: one for each kind found in its annexes."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from hub.plugin_api import Employer, RecordRejected
from hub.plugin_api.records import EmployerKind
from hub_siae_registry import values
from hub_siae_registry.emplois.asp.annexes import Annex, kind
from hub_siae_registry.fields import Fields

_ADDRESS = "structure_adresse_admin_"
_STREET = ("numero", "cplt_num_voie", "type_voie", "nom_voie", "cplt_adresse")


def is_structure(record: dict[str, Any]) -> bool:
    """Whether a record is a structure with its annexes."""
    return isinstance(record.get("structure"), dict) and isinstance(record.get("annexes"), list)


def employers(record: dict[str, Any]) -> list[Employer]:
    """The employers. One number of the ASP may stand for an EI and an AI: the key holds both."""
    kinds: dict[EmployerKind, list[Annex]] = defaultdict(list)
    for annex in record["annexes"]:
        found = kind(annex) if isinstance(annex, dict) else None
        if found:
            kinds[found].append(annex)
    if not kinds:
        raise RecordRejected("no-convention", "no annex under a convention of the IAE")
    return [_employer(record["structure"], kind, kinds[kind]) for kind in sorted(kinds)]


def _employer(structure: dict[str, Any], kind: EmployerKind, annexes: list[Annex]) -> Employer:
    fields = Fields(structure)
    siret = "structure_siret_actualise"
    who = fields.identity(siret if structure.get(siret) else "structure_siret_signature")
    return Employer(
        key=f"asp/{fields.key('structure_id_siae')}/{kind}",
        kind=kind,
        name=fields.name("structure_denomination"),
        siret=who.siret,
        siren=who.siren,
        antenna=who.antenna,
        address=fields.address(
            street=tuple(f"{_ADDRESS}{name}" for name in _STREET),
            postcode=f"{_ADDRESS}cp",
            city=f"{_ADDRESS}commune",
            insee=f"{_ADDRESS}code_insee",
        ),
        naf=fields.naf("structure_code_naf"),
        capacity=_capacity(annexes, fields),
        active=_active(annexes, fields),
        phone=fields.phone(f"{_ADDRESS}telephone"),
        findings=tuple(fields.findings),
    )


def _active(annexes: list[Annex], fields: Fields) -> bool | None:
    states = [annex.get("in_force") for annex in annexes]
    if True in states:
        return True
    if None in states:
        fields.note("annex-renewal-pending", "af_date_fin_effet", str(annexes[-1].get("af_date_fin_effet")))
        return None
    return False


def _capacity(annexes: list[Annex], fields: Fields) -> int | None:
    """The full-time posts of insertion of the annexes in force."""
    total = 0.0
    for annex in annexes:
        if annex.get("in_force") is False:
            continue
        try:
            total += values.number(annex.get("af_etp_postes_insertion")) or 0
        except ValueError:
            fields.note("bad-capacity", "af_etp_postes_insertion", annex.get("af_etp_postes_insertion"))
    return max(1, round(total)) if 0 < total < 100_000 else None
