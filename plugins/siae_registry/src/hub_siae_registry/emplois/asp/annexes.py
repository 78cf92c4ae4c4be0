"""Financial annexes: they give a structure its kinds, and say whether the convention still runs."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any, Final

from hub.plugin_api.records import EmployerKind
from hub_siae_registry import values
from hub_siae_registry.emplois.asp.view import Row, View
from hub_siae_registry.kinds import WITH_CONVENTION, kind_of

_KEPT: Final = (
    "af_numero_annexe_financiere",
    "af_numero_avenant_renouvellement",
    "af_numero_avenant_modification",
    "af_mesure_dispositif_code",
    "af_date_debut_effet",
    "af_date_fin_effet",
    "af_etat_annexe_financiere_code",
    "af_etp_postes_insertion",
)
_IN_FORCE: Final = frozenset({"VALIDE", "PROVISOIRE"})
_RENEWED_BY: Final = 7
"""Annexes end on 31 December and are renewed late: until July, their silence proves nothing."""

Annex = dict[str, Any]


def by_structure(view: View) -> dict[str, list[Annex]]:
    """The annexes of each ``structure_id_siae``, those of prisons and funds left out."""
    found: dict[str, list[Annex]] = defaultdict(list)
    for row in view.rows:
        if isinstance(row, dict) and kind(row) and row.get("af_id_structure"):
            found[row["af_id_structure"]].append(_annex(row, view.day))
    for annexes in found.values():
        annexes.sort(key=lambda annex: [str(annex.get(name)) for name in _KEPT])
    return found


def kind(annex: Annex | Row) -> EmployerKind | None:
    """``EI`` of the measure ``EI_DC``. ``EI_MP`` (prison), ``ACIPA_DC``, ``EIPA_DC`` and ``FDI_DC`` make
    no employer."""
    code = annex.get("af_mesure_dispositif_code")
    name, _, suffix = (code if isinstance(code, str) else "").partition("_")
    return kind_of(name) if suffix == "DC" and name in WITH_CONVENTION else None


def _annex(row: Row, day: date) -> Annex:
    kept: Annex = {name: row[name] for name in _KEPT if row.get(name)}
    # Judged here, on the day of the file: a date that passes changes the bytes, hence the employer.
    kept["in_force"] = in_force(row, day)
    return kept


def in_force(row: Row, day: date) -> bool | None:
    """Whether an annex runs on ``day``: ``None`` when it ended last December and it is not yet July."""
    if row.get("af_etat_annexe_financiere_code") not in _IN_FORCE:
        return False
    try:
        end = values.day(row.get("af_date_fin_effet"))
    except ValueError:
        return None
    if end is None:
        return None
    if end < day and (end.year, end.month) == (day.year - 1, 12) and day.month < _RENEWED_BY:
        return None
    return end >= day
