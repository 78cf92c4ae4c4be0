"""``donnees`` of MAPA notices: under 90 000 euros. No CPV and no SIRET, as in the genuine ones."""

from __future__ import annotations

from hub.testing.demo.awards import notified, wins
from hub.testing.demo.identity import draw
from hub.testing.demo.model import Json, Plan
from hub.testing.demo.national import correction, naive
from hub.testing.demo.wording import (
    NEGOTIATION,
    amount_text,
    candidacy,
    criteria,
    description,
    joined,
    lot_text,
    renewal_text,
)


def donnees(plan: Plan) -> Json:
    """The whole notice."""
    parts = {"award": _award, "change": _correction, "cancel": _correction}
    name = {"award": "attribution", "change": "rectificatif", "cancel": "rectificatif"}.get(
        plan.act, "initial"
    )
    return {"MAPA": {"organisme": organisme(plan), name: parts.get(plan.act, _call)(plan)}}


def organisme(plan: Plan) -> Json:
    """The buyer as MAPA and DSP forms print it."""
    buyer = plan.marche.buyer
    return {
        "correspondantPRM": {"nom": plan.marche.contact},
        "acheteurPublic": buyer.name,
        "adr": {"voie": {"nomvoie": buyer.street}, "cp": buyer.seat.postcode, "ville": buyer.seat.name},
        "coord": {"tel": "+33 465710012", "mel": buyer.mail},
        "urlProfilAcheteur": "https://plateforme.exemple.fr",
    }


def place(plan: Plan) -> Json:
    """The place of performance, when a commune is named."""
    where = plan.marche.place
    return (
        {"cp": where.postcode, "ville": where.name} if where.name else {"ville": f"Territoire {where.area}"}
    )


def weights(plan: Plan) -> Json:
    """The weighted criteria."""
    return {"criterePondere": [{"criterePCT": str(c.weight), "critere": c.name} for c in criteria(plan)]}


def _call(plan: Plan) -> Json:
    marche = plan.marche
    return {
        "natureMarche": {marche.trade.nature: ""},
        "description": {"objet": marche.title, "lieuExecutionLivraison": place(plan)},
        "caracteristiques": {"principales": description(plan), "variantes": {"non": ""}},
        "duree": _duration(plan),
        "conditions": {"modFinancement": "Fonds propres", "euro": "", "langue": {"langEC": "fr"}},
        "justifications": {"chiffresAffaires": "", "DC1": "", "DC2": "", "autres": candidacy(plan)},
        "criteres": weights(plan),
        "procedure": {"procedureAdaptee": ""},
        "delais": {"receptionOffres": naive(plan), "validite": {"nbJours": "120"}},
        "renseignements": {"idMarche": marche.reference, "rensgComplt": _information(plan)},
        **_lots(plan),
    }


def _duration(plan: Plan) -> Json:
    months = plan.marche.months
    return {"nbJours": str(months * 30)} if months < 4 else {"nbMois": str(months)}


def _information(plan: Plan) -> str:
    marche = plan.marche
    amount = amount_text(marche) if draw(3, marche.key, "shown") else ""
    return joined(plan.clause.text, plan.clause.information, amount, renewal_text(marche), NEGOTIATION)


def _lots(plan: Plan) -> Json:
    lots = plan.marche.lots
    if not lots:
        return {"marcheUnique": ""}
    rows = [{"numLot": lot.number, "description": lot_text(plan, lot)} for lot in lots]
    return {"lots": {"plusieursLot": "", "lot": rows}}


def _link(plan: Plan) -> Json:
    before = plan.earlier[-1] if plan.earlier else None
    if before is None:
        return {"pasAvisInitial": ""}
    return {"avisInitial": {"idWeb": before.idweb, "datePublication": before.published.isoformat()}}


def _award(plan: Plan) -> Json:
    found = wins(plan)
    results = [
        {
            "numLot": win.lot.number,
            "attribue": {
                "titulaire": {"PersonneMorale": win.name, "adr": {"cp": "38000", "ville": "Grenoble"}},
                "montant": {"@devise": "EUR", "valeur": str(win.amount)},
            },
        }
        for win in found
    ]
    return {
        **_link(plan),
        "descriptionReduite": {"objet": plan.marche.title},
        "criteresAttribution": weights(plan),
        "attribution": {"resultat": results[0] if len(results) == 1 else results},
        "autresInformations": {
            "dateAttribution": notified(plan).isoformat(),
            "nbOffresRecues": str(2 + draw(5, plan.marche.key, "offers")),
            "valeurTotaleEstimee": {"@devise": "EUR", "valeur": str(sum(w.amount for w in found))},
        },
    }


def _correction(plan: Plan) -> Json:
    return {
        **_link(plan),
        "descriptionReduite": {"objet": plan.marche.title},
        "infosRectif": correction(plan),
    }
