"""A project of APProch to one planning :class:`Notice`.

Values of the source that rules or the moment read are kept as codes under the source's own names:
``considerations_sociales``, ``marche_reserve``, ``date_previsionnelle_de_publication``.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from hub.plugin_api import Buyer, Money, Notice, RawRecord, RecordRejected, documents, identifiers
from hub.plugin_api.records import Nature
from hub_procurement_feed import values
from hub_procurement_feed.approch.amounts import OpenRange, upper_end
from hub_procurement_feed.approch.records import DAMAGED
from hub_procurement_feed.draft import Draft

PROJECT_URL: Final = "https://projets-achats.marches-publics.gouv.fr/project/"
UNTITLED: Final = "(projet sans libellé)"
NATIONWIDE: Final = 90
"""A project for so many départements is for anywhere: none of them is its place."""

_NULLS: Final = frozenset({"", "cdl", "nc"})
_CODES: Final = (
    "considerations_sociales",
    "marche_reserve",
    "date_previsionnelle_de_publication",
    "a_publier_sur_le_site_du_marche_de_l_inclusion",
    "considerations_environnementales",
    "statut",
    "etat_de_l_espace_d_echanges",
    "nomenclature_hospitalier",
)
_NATURES: Final[dict[str, Nature]] = {
    "travaux": "travaux",
    "services": "services",
    "fournitures": "fournitures",
}
_SEPARATORS: Final = re.compile(r"[|,;\s]+")


class Project:
    """A record whose values are all texts; ``CDL`` is nothing, as everywhere on this portal."""

    def __init__(self, record: dict[str, Any]) -> None:
        self._record = record

    def text(self, name: str) -> str:
        """A value as text, untouched but for the blanks around it."""
        value = self._record.get(name)
        if isinstance(value, list):
            value = "|".join(str(item) for item in value)
        text = str(value).strip() if isinstance(value, str | int | float) else ""
        return "" if text.lower() in _NULLS else text


def parse(raw: RawRecord) -> Notice:
    """The notice. Raises ``RecordRejected``: ``approch-damaged``, ``approch-not-json``,
    ``approch-no-code``, ``approch-no-day`` (nothing says when the project was known)."""
    project = _load(raw)
    draft = Draft(key=raw.key, published=date.min, kind="planning", form="APProch")
    expected = draft.take("bad-date", _EXPECTED, project.text(_EXPECTED), values.day)
    published = raw.published or expected
    if published is None:
        raise RecordRejected("approch-no-day", "neither a day of reading nor an expected publication")
    draft.published = published
    _texts(project, draft)
    _facts(project, draft)
    _amount(project, draft)
    draft.departements += _departements(project, draft)
    for name in _CODES:
        if text := project.text(name):
            draft.code(name, text)
    return draft.finish()


_EXPECTED: Final = "date_previsionnelle_de_publication"


def _load(raw: RawRecord) -> Project:
    if raw.key.startswith(DAMAGED):
        raise RecordRejected("approch-damaged", f"bytes that are not a whole project, from {raw.origin}")
    try:
        record = documents.parse_json(raw.payload)
    except RecordRejected as error:
        raise RecordRejected("approch-not-json", error.detail) from None
    if not isinstance(record, dict) or str(record.get("code", "")).strip() != raw.key.strip():
        raise RecordRejected("approch-no-code", f"a project of code {raw.key!r} was due")
    return Project(record)


def _texts(project: Project, draft: Draft) -> None:
    title, description = (values.decode(project.text(name)) for name in ("libelle", "description"))
    draft.text("libelle", title, "object")
    if description != title:
        draft.text("description", description, "description")
    if not title:
        draft.find("no-title", "libelle")
    draft.title = title or description[:200] or UNTITLED
    draft.description = description or None


def _facts(project: Project, draft: Draft) -> None:
    if _is_dropped(project):
        draft.kind = "cancellation"
    draft.buyers.append(_buyer(project, draft))
    draft.set(
        url=PROJECT_URL + draft.key,
        documents_url=project.text("lien_vers_la_consultation"),
        nature=_NATURES.get(project.text("categorie_d_achat").lower()),
        procedure=project.text("type_de_procedure"),
        cpv=list(draft.cpvs("code_s_cpv", filter(None, _SEPARATORS.split(project.text("code_s_cpv"))))),
        deadline=_take(project, draft, "date_cible_de_remise_des_offres", values.moment, "bad-date"),
        duration_months=_take(
            project, draft, "duree_previsionnelle_du_marche", values.months, "bad-duration"
        ),
    )


def _take(project: Project, draft: Draft, name: str, reader: Any, code: str) -> Any:
    return draft.take(code, name, project.text(name), reader)


def _is_dropped(project: Project) -> bool:
    return project.text("statut").lower().startswith(("annul", "abandon"))


def _buyer(project: Project, draft: Draft) -> Buyer:
    """The buyer, known by its SIREN only: its number stands for its name."""
    printed = project.text("siren_de_l_entite_acheteuse")
    number = printed.zfill(9) if printed.isascii() and printed.isdigit() else printed
    siren = draft.take("bad-siren", "siren_de_l_entite_acheteuse", number, identifiers.siren)
    name = f"Acheteur SIREN {number}" if number else "(acheteur non précisé)"
    return Buyer(name=name, siren=siren, identifier=number or None)


def _amount(project: Project, draft: Draft) -> None:
    printed = project.text("montant_estime_du_marche")
    if not printed:
        return
    draft.text("montant_estime_du_marche", printed, "information")
    try:
        draft.value = Money(amount=upper_end(printed), basis="range_maximum")
    except OpenRange:
        draft.find("open-range", "montant_estime_du_marche", printed)
    except (ValueError, ArithmeticError):
        draft.find("bad-amount", "montant_estime_du_marche", printed)


def _departements(project: Project, draft: Draft) -> list[str]:
    name = "departement_s_d_execution_du_marche"
    printed = filter(None, _SEPARATORS.split(project.text(name)))
    found = {draft.take("bad-departement", name, code, identifiers.departement) for code in printed}
    known = sorted(code for code in found if code)
    return [] if len(known) >= NATIONWIDE else known
