"""The record as the API gives it: the flat columns, ``gestion`` and ``donnees`` as JSON strings."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

from hub.testing.demo import adapted, concession, eforms, legacy, national
from hub.testing.demo.awards import wins
from hub.testing.demo.calendar import eforms_date, eforms_time
from hub.testing.demo.identity import draw, procedure_id
from hub.testing.demo.model import Json, Plan

_BUILDERS = {
    "EFORMS": eforms.donnees,
    "FNS": national.donnees,
    "MAPA": adapted.donnees,
    "DSP": concession.dsp,
    "DIVERS": concession.divers,
    "V230": legacy.donnees,
}
_LABELS = {
    "JOUE": "Marchés européens",
    "FNS": "Marchés entre 90 k€ et seuils européens",
    "MAPA": "Marchés <90 k€ (MAPA)",
    "DSP": "Délégations de service public",
    "DIVERS": "Divers",
}
_NATURES = {
    "APPEL_OFFRE": ("Avis de marché", "appeloffre/standard"),
    "ATTRIBUTION": ("Résultat de marché", "attribution/standard"),
    "RECTIFICATIF": ("Rectificatif", "rectificatif/standard"),
    "ANNULATION": ("Annulation", "annulation/standard"),
    "PRE-INFORMATION": ("Avis de pré-information", "preinformation/standard"),
    "AUTRE": ("Autre avis", "autre/standard"),
}


def record(plan: Plan) -> Json:
    """One record of the API."""
    marche, trade = plan.marche, plan.marche.trade
    nature, label = nature_of(plan), _NATURES[nature_of(plan)]
    procedure, procedure_label = _procedure(plan)
    kind = trade.nature.upper()
    return {
        "idweb": plan.idweb,
        "id": plan.idweb.replace("-", "_"),
        "contractfolderid": procedure_id(plan) if plan.form == "EFORMS" else None,
        "objet": marche.title.upper() if draw(9, marche.key, "upper") == 0 else marche.title,
        "filename": plan.idweb,
        "famille": family(plan),
        "code_departement": [marche.buyer.seat.departement],
        "code_departement_prestation": None,
        "famille_libelle": _LABELS[family(plan)],
        "dateparution": plan.published.isoformat(),
        "datefindiffusion": _end(plan).isoformat(),
        "datelimitereponse": _deadline_column(plan),
        "nomacheteur": _printed_name(plan),
        "titulaire": _winners(plan),
        "perimetre": perimeter(plan),
        "type_procedure": procedure,
        "soustype_procedure": None,
        "procedure_libelle": procedure_label,
        "procedure_categorise": f"{procedure or ''}/",
        "nature": nature,
        "sousnature": "STANDARD" if plan.form == "EFORMS" else None,
        "nature_libelle": label[0],
        "sousnature_libelle": None,
        "nature_categorise": label[1],
        "nature_categorise_libelle": f"{label[0]}/",
        "criteres": _criteres(plan) or None,
        "marche_public_simplifie": None,
        "marche_public_simplifie_label": None,
        "etat": state_of(plan),
        "descripteur_code": [trade.descripteur[0]],
        "dc": [trade.descripteur[0]],
        "descripteur_libelle": [trade.descripteur[1]],
        "type_marche": [kind],
        "type_marche_facette": [kind.capitalize()],
        "type_avis": ["10", "6"] if plan.act == "award" else ["5", "1"],
        "annonce_lie": [p.idweb for p in plan.earlier] or None,
        "annonces_anterieures": None,
        "source_schema": schema(plan),
        "gestion": _dumps(gestion(plan)),
        "donnees": _dumps(_BUILDERS[plan.form](plan)),
        "url_avis": f"https://www.boamp.fr/pages/avis/?q=idweb:{plan.idweb}",
    }


def family(plan: Plan) -> str:
    """``famille``: which market the notice belongs to."""
    if plan.form == "V230":
        return "JOUE" if (plan.marche.value or 0) >= 215_000 else "FNS"
    return {"EFORMS": "JOUE"}.get(plan.form, plan.form)


def perimeter(plan: Plan) -> str:
    """``perimetre``: the rule book."""
    if plan.form == "EFORMS":
        return "DIRECTIVE-25" if eforms.is_network(plan) else "DIRECTIVE-24"
    if plan.form == "V230":
        return "DIRECTIVE-24" if family(plan) == "JOUE" else "CMP2006"
    return {"FNS": "FNSimple", "DIVERS": "AUTRE"}.get(plan.form, plan.form)


def schema(plan: Plan) -> str:
    """``source_schema``."""
    if plan.form != "V230":
        return "3.2.5"
    return "Boamp_v230.xsd" if plan.published.year < 2022 else "Boamp_v240.xsd"


def nature_of(plan: Plan) -> str:
    """``nature``. An eForms correction keeps the nature of the notice it replaces."""
    if plan.form == "DIVERS":
        return "AUTRE"
    natures = {"planning": "PRE-INFORMATION", "award": "ATTRIBUTION"}
    if plan.form != "EFORMS":
        natures |= {"change": "RECTIFICATIF", "cancel": "ANNULATION"}
    return natures.get(plan.act, "APPEL_OFFRE")


def state_of(plan: Plan) -> str:
    """``etat``."""
    return {"change": "RECTIFICATIF", "cancel": "ANNULATION"}.get(plan.act, "INITIAL")


def gestion(plan: Plan) -> Json:
    """The management block."""
    nature = nature_of(plan)
    reference: Json = {
        "IDWEB": plan.idweb,
        "TYPE_AVIS": {
            "FAMILLE": {family(plan): ""},
            "PERIMETRE": {perimeter(plan): ""},
            "NATURE": {nature: {"STANDARD": ""} if plan.form == "EFORMS" else ""},
            "STATUT": {state_of(plan): ""},
        },
    }
    if plan.earlier:
        earlier = [{"IDWEB": p.idweb} for p in plan.earlier]
        reference["ANNONCE_ANTERIEUR"] = earlier[0] if len(earlier) == 1 else earlier
    return {"REFERENCE": reference, "INDEXATION": {k: v for k, v in _indexation(plan).items() if v}}


def _indexation(plan: Plan) -> Json:
    marche, trade = plan.marche, plan.marche.trade
    procedure, _ = _procedure(plan)
    winners = _winners(plan)
    code, label = trade.descripteur
    return {
        "SCHEMA": schema(plan),
        "NOMORGANISME": marche.buyer.name,
        "TITULAIRES": {"DENOMINATION": winners[0] if len(winners) == 1 else winners} if winners else None,
        "TYPE_PROCEDURE": {procedure: ""} if procedure else None,
        "DATE_PUBLICATION": plan.published.isoformat(),
        "DATE_LIMITE_REPONSE": _deadline_printed(plan),
        "DATE_FIN_DIFFUSION": _end(plan).isoformat(),
        "DESCRIPTEURS": {"DESCRIPTEUR": {"CODE": code, "LIBELLE": label}},
        "NATURE_MARCHE": {trade.nature.upper(): ""},
        "CRITERES_SOCIAUX_ENV": {c.upper(): "" for c in _criteres(plan)},
        "DEP_PUBLICATION": marche.buyer.seat.departement,
        "RESUME_OBJET": marche.title[:200],
    }


def _criteres(plan: Plan) -> list[str]:
    green = draw(4, plan.marche.key, "green") == 0
    return ["sociaux"] * plan.clause.criteres + ["environnementaux"] * green


def _procedure(plan: Plan) -> tuple[str | None, str]:
    if plan.act == "award" and plan.form == "FNS":
        return None, "Procédure NC"
    if plan.form in {"MAPA", "DSP"}:
        return "PROCEDURE_ADAPTE", "Procédure Adaptée"
    return "OUVERT", "Procédure Ouverte"


def _winners(plan: Plan) -> list[str] | None:
    if plan.act != "award" or plan.form == "FNS":
        return None
    return list(dict.fromkeys(win.name for win in wins(plan)))


def _end(plan: Plan) -> Any:
    if plan.deadline:
        return max(plan.deadline.date(), plan.published)
    return plan.published + timedelta(days=70)


def _deadline_printed(plan: Plan) -> str | None:
    if plan.deadline is None:
        return None
    if plan.form == "EFORMS":
        return f"{eforms_date(plan.deadline)[:10]}T{eforms_time(plan.deadline)}"
    return national.naive(plan)


def _deadline_column(plan: Plan) -> str | None:
    """True UTC for EFORMS; elsewhere local time stamped as if it were UTC, as the real column does."""
    if plan.deadline is None:
        return None
    moment = plan.deadline.astimezone(UTC) if plan.form == "EFORMS" else plan.deadline
    return datetime.combine(moment.date(), moment.time(), UTC).isoformat()


def _printed_name(plan: Plan) -> str:
    """The buyer's name; sometimes with an apostrophe escaped once or twice, as it happens."""
    name = plan.marche.buyer.name
    if "'" not in name or draw(3, plan.idweb, "escape"):
        return name
    once = escape(name).replace("&#x27;", "&#039;")
    return once.replace("&", "&amp;") if draw(4, plan.idweb, "twice") == 0 else once


def _dumps(tree: Json) -> str:
    return json.dumps(tree, ensure_ascii=False)
