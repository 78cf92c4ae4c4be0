"""``donnees`` of FNSimple notices: 90 000 euros to the EU thresholds."""

from __future__ import annotations

from hub.testing.demo.awards import notified, wins
from hub.testing.demo.model import Json, Lot, Plan
from hub.testing.demo.wording import (
    FINANCIAL,
    NEGOTIATION,
    TECHNICAL,
    candidacy,
    criteria,
    description,
    joined,
    lot_text,
    renewal_text,
)


def flag(yes: bool) -> Json:
    """``<oui/>`` or ``<non/>``."""
    return {"oui": ""} if yes else {"non": ""}


def main_cpv(code: str) -> Json:
    """A main CPV code."""
    return {"objetPrincipal": {"classPrincipale": code}}


def donnees(plan: Plan) -> Json:
    """The whole notice."""
    parts = {"award": _award, "change": _correction, "cancel": _correction}
    name = {"award": "attribution", "change": "rectificatif", "cancel": "rectificatif"}.get(
        plan.act, "initial"
    )
    return {"FNSimple": {"organisme": _buyer(plan), name: parts.get(plan.act, _call)(plan)}}


def _buyer(plan: Plan) -> Json:
    buyer = plan.marche.buyer
    return {
        "nomOfficiel": buyer.name,
        "typeIdentificationNational": {"siret": ""},
        "codeIdentificationNational": buyer.siret,
        "ville": buyer.seat.name,
        "cp": buyer.seat.postcode,
        "grpCommandes": flag(False),
    }


def _call(plan: Plan) -> Json:
    tree: Json = {
        "communication": _communication(plan),
        "procedure": _procedure(plan),
        "natureMarche": _nature(plan),
    }
    if plan.marche.lots:
        tree["lots"] = {"lot": [_lot(plan, lot) for lot in plan.marche.lots]}
    return {**tree, "informComplementaire": {**flag(False), "autresInformComplementaire": _other(plan)}}


def _communication(plan: Plan) -> Json:
    marche = plan.marche
    return {
        "urlProfilAch": "https://plateforme.exemple.fr",
        "identifiantInterne": marche.reference,
        "docSecurite": flag(True),
        "urlSecurite": flag(False),
        "urlDocConsul": f"https://plateforme.exemple.fr/dce?ref={marche.reference}&amp;v=1",
        "nomContact": marche.contact,
        "adresseMailContact": marche.buyer.mail,
        "telContact": "+33 465710011",
    }


def _procedure(plan: Plan) -> Json:
    purchase = "accordCadre" if plan.marche.maximum or plan.marche.renewals else "autres"
    return {
        "procedureAdapteeO": "",
        "capaciteExercice": candidacy(plan),
        "capaciteEcoFin": FINANCIAL,
        "capaciteTech": TECHNICAL,
        "techAchat": {purchase: ""},
        "dateReceptionOffres": naive(plan),
        "presOffres": {"exigee": ""},
        "nbCandidatReduit": flag(False),
        "attributionSansNegociation": flag(True),
        "variantes": flag(False),
        "criteresAttrib": "\n".join(f"{c.name} : {c.weight} %" for c in criteria(plan)),
        "categorieAcheteur": "Collectivité territoriale",
    }


def naive(plan: Plan) -> str:
    """The deadline as these forms print it: local time, no offset."""
    return f"{plan.deadline:%Y-%m-%dT%H:%M:%S}" if plan.deadline else ""


def place_text(plan: Plan) -> str:
    """The place of performance in words."""
    place = plan.marche.place
    return f"{place.name} ({place.postcode})" if place.name else f"Territoire {place.area}"


def _nature(plan: Plan) -> Json:
    marche = plan.marche
    tree: Json = {
        "intitule": marche.title,
        "codeCPV": main_cpv(marche.cpv),
        "natureMarche": {marche.trade.nature: ""},
        "description": description(plan),
        "lieuExecution": place_text(plan),
        "dureeMois": str(marche.months),
        "valeurEstimee": _value(plan),
        "tranches": flag(False),
        "reservationMarche": flag(plan.clause.reserved),
        "lotsMarche": flag(bool(marche.lots)),
    }
    return {k: v for k, v in tree.items() if v}


def _value(plan: Plan) -> Json:
    marche = plan.marche
    if marche.maximum:
        return {"@devise": "EUR", "fourchette": {"valeurHaute": str(marche.maximum)}}
    return {} if marche.value is None else {"@devise": "EUR", "valeur": str(marche.value)}


def _lot(plan: Plan, lot: Lot) -> Json:
    return {
        "description": f"Lot {lot.number} : {lot_text(plan, lot)}",
        "codeCPV": main_cpv(lot.cpv),
        "lieuExecutionLivraison": place_text(plan),
    }


def _other(plan: Plan) -> str:
    return joined(plan.clause.text, plan.clause.information, renewal_text(plan.marche), NEGOTIATION)


def _award(plan: Plan) -> Json:
    marche = plan.marche
    link: Json = {"avisInitial": {"idWeb": plan.call.idweb}} if plan.call else {"pasAvisInitial": ""}
    day = f"{notified(plan):%d/%m/%Y}"
    winners = "  ".join(
        f"Lot {w.lot.number} : {w.lot.title} Attribution : attribué à 1 entreprise(s)  - {w.name} "
        f"({w.siret}) Notifié le {day} Montant : {w.amount} euros"
        for w in wins(plan)
    )
    return {
        **link,
        "natureMarche": {
            "intitule": marche.title,
            "codeCPV": main_cpv(marche.cpv),
            "natureMarche": {marche.trade.nature: ""},
        },
        "attributionMarche": joined(winners, plan.clause.information),
    }


def _correction(plan: Plan) -> Json:
    marche = plan.marche
    return {
        "avisInitial": {"idWeb": plan.earlier[-1].idweb},
        "natureMarche": {
            "intitule": marche.title,
            "codeCPV": main_cpv(marche.cpv),
            "natureMarche": {marche.trade.nature: ""},
        },
        "infosRectif": correction(plan),
    }


def correction(plan: Plan) -> Json:
    """What a corrigendum adds or replaces; the new deadline stands in it as in ``gestion``."""
    tree: Json = {"rubrique": "Renseignements complémentaires", "ajouter": plan.change}
    if plan.act == "cancel":
        tree = {"rubrique": "Annulation", "texte": plan.change}
    if plan.act == "change" and plan.deadline:
        tree["dateReceptionOffres"] = naive(plan)
    return tree
