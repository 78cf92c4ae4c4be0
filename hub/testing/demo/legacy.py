"""``donnees`` of the flat schemas v230 and v240 (2015 to January 2024)."""

from __future__ import annotations

from hub.testing.demo.model import Json, Plan
from hub.testing.demo.national import naive
from hub.testing.demo.wording import (
    FINANCIAL,
    TECHNICAL,
    criteria,
    description,
    joined,
    lot_text,
    renewal_text,
)

_NATURES = {"travaux": "TRAVAUX", "services": "SERVICES", "fournitures": "FOURNITURES"}


def donnees(plan: Plan) -> Json:
    """The whole notice."""
    return {
        "IDENTITE": _buyer(plan),
        "OBJET": _object(plan),
        "CONDITION_RELATIVE_MARCHE": _conditions(plan),
        "CONDITION_PARTICIPATION": _participation(plan),
        "PROCEDURE": {
            "TYPE_PROCEDURE": {"OUVERT": ""},
            "CRITERES_ATTRIBUTION": {
                "CRITERES_PONDERES": {
                    "CRITERE": [{"@POIDS": str(c.weight), "#text": c.name} for c in criteria(plan)]
                }
            },
        },
        "CONDITION_DELAI": {"RECEPT_OFFRES": naive(plan), "VALIDITE_OFFRE": {"DUREE_MOIS": "4"}},
        "RENSEIGNEMENTS_COMPLEMENTAIRES": {
            "RENS_COMPLEMENT": joined(renewal_text(plan.marche), plan.clause.information)
            or "Dossier téléchargeable."
        },
    }


def _buyer(plan: Plan) -> Json:
    buyer = plan.marche.buyer
    return {
        "DENOMINATION": buyer.name,
        "CODE_IDENT_NATIONAL": buyer.siret,
        "CORRESPONDANT": plan.marche.contact,
        "ADRESSE": buyer.street,
        "CP": buyer.seat.postcode,
        "VILLE": buyer.seat.name,
        "TEL": "+33 465710013",
        "MEL": buyer.mail,
        "URL_PROFIL_ACHETEUR": "https://plateforme.exemple.fr",
        "ADJUDICATEUR_NUTS": buyer.seat.nuts,
    }


def _object(plan: Plan) -> Json:
    marche = plan.marche
    tree: Json = {
        "TITRE_MARCHE": marche.title,
        "REF_MARCHE": marche.reference,
        "TYPE_MARCHE": {_NATURES[marche.trade.nature]: ""},
        "OBJET_COMPLET": description(plan),
        "CPV": {"PRINCIPAL": marche.cpv},
        "LIEU_EXEC_LIVR": {"CODE_NUTS": marche.place.nuts, "ADRESSE": marche.place.name},
        "CARACTERISTIQUES": {"VALEUR": {"@DEVISE": "EUR", "#text": str(marche.value)}},
        "DUREE_DELAI": {"DUREE_MOIS": str(marche.months)},
    }
    if marche.lots:
        rows = [
            {
                "NUM": lot.number,
                "INTITULE": lot.title,
                "DESCRIPTION": lot_text(plan, lot),
                "CPV": {"PRINCIPAL": lot.cpv},
            }
            for lot in marche.lots
        ]
        tree |= {"DIV_EN_LOTS": {"OUI": ""}, "LOTS": {"LOT": rows}}
    return tree


def _conditions(plan: Plan) -> Json:
    text = plan.clause.text
    other = {"AUTRES_CONDITIONS_PART_OUI": text} if text else {"AUTRES_CONDITIONS_PART_NON": ""}
    return {
        "FINANCEMENT": "Ressources propres, paiement à trente jours",
        "FORME_JURIDIQUE": "Groupement solidaire ou conjoint",
        **other,
    }


def _participation(plan: Plan) -> Json:
    reserved = {"MARCHE_RESERVE_NON": ""}
    if plan.clause.reserved:
        reserved = {"MARCHE_RESERVE_OUI": {"ATELIERS_PROTEGES": ""}}  # type: ignore[dict-item]
    return {"CAP_ECO": FINANCIAL, "CAP_TECH": TECHNICAL, **reserved}
