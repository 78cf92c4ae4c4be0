"""``donnees`` of DSP and DIVERS notices."""

from __future__ import annotations

from hub.testing.demo.adapted import organisme, place
from hub.testing.demo.model import Json, Plan
from hub.testing.demo.national import main_cpv, naive
from hub.testing.demo.wording import amount_text, criteria, description, joined


def dsp(plan: Plan) -> Json:
    """A concession."""
    marche = plan.marche
    lot = {
        "CPV": {"objetComplementaire": {"classPrincipale": marche.cpv}},
        "lieuCodeNUTS": {"codeNUTS": marche.place.nuts},
        "description": description(plan),
        "criteres": "\n".join(f"{c.name} : {c.weight} %" for c in criteria(plan)),
        "dureeLot": {"nbMois": str(marche.months)},
        "infosComplementaires": joined(
            plan.clause.text,
            plan.clause.information,
            amount_text(marche).replace("Montant", "Chiffre d'affaires"),
        ),
    }
    subject = {
        "titreMarche": marche.title,
        "numeroReference": marche.reference,
        "CPV": main_cpv(marche.cpv),
        "natureMarche": {marche.trade.nature: ""},
        "description": description(plan),
        "divisibleLotNon": "",
        "lot": lot,
    }
    reserved = {"marcheReserveOUI": ""} if plan.clause.reserved else {"marcheReserveNON": ""}
    return {
        "DSP": {
            "organisme": {**organisme(plan), "codeNUTS": marche.buyer.seat.nuts},
            "initial": {"descriptionMarche": subject},
            "situation": {"marcheReserve": reserved},
            "renseignementsAdm": {"receptionInteret": naive(plan)},
        }
    }


def divers(plan: Plan) -> Json:
    """Any other notice: the same blocks, all in free text."""
    marche = plan.marche
    return {
        "DIVERS": {
            "organisme": organisme(plan),
            "initial": {
                "description": {"objet": marche.title, "lieuExecutionLivraison": place(plan)},
                "caracteristiques": {"principales": description(plan)},
                "delais": {"receptionOffres": naive(plan)},
                "renseignements": {
                    "idMarche": marche.reference,
                    "rensgComplt": joined(
                        plan.clause.text,
                        plan.clause.information,
                        "Les candidats remettent leur dossier par voie électronique.",
                    ),
                },
            },
        }
    }
