"""Texts and lists that several forms print: criteria, conditions, candidacy, appeals."""

from __future__ import annotations

from typing import NamedTuple

from hub.testing.demo.identity import draw
from hub.testing.demo.model import Lot, Marche, Plan
from hub.testing.demo.words import euros


class Criterion(NamedTuple):
    """An award criterion with its weight in percent; ``kind`` is the eForms code."""

    kind: str
    name: str
    weight: int


def criteria(plan: Plan) -> list[Criterion]:
    """Price, technical value, environment, and the clause's own criterion; they add up to 100."""
    social = plan.clause.criterion
    environment = 10
    price = 40 + 10 * draw(3, plan.marche.key, "price")
    found = [
        Criterion("price", "Prix des prestations", price),
        Criterion("quality", "Valeur technique", 100 - price - environment - (social[1] if social else 0)),
        Criterion("quality", "Performances en matière de protection de l'environnement", environment),
    ]
    return [*found, Criterion("quality", *social)] if social else found


def description(plan: Plan) -> str:
    """The description of the marché with what the clause adds to it."""
    return joined(plan.marche.description, plan.clause.description)


def lot_text(plan: Plan, lot: Lot) -> str:
    """The text of a lot."""
    return joined(f"{lot.title}.", plan.clause.lots.get(lot.number, ""))


def lots_of(marche: Marche) -> tuple[Lot, ...]:
    """The lots, or the marché itself as a single one."""
    return marche.lots or (Lot("1", marche.title, marche.cpv, marche.value or 0),)


def joined(*texts: str, by: str = "\n") -> str:
    """The texts that are not empty, one below the other."""
    return by.join(t for t in texts if t)


def renewal_text(marche: Marche) -> str:
    """How the contract is renewed, in words; empty when it is not."""
    if not marche.renewals:
        return ""
    total = marche.months * (1 + marche.renewals)
    return (
        f"Le marché est reconduit tacitement jusqu'à son terme. Nombre de périodes de reconduction : "
        f"{marche.renewals}, d'une durée de {marche.months} mois chacune. "
        f"La durée maximale, toutes périodes confondues, est de {total} mois."
    )


def amount_text(marche: Marche) -> str:
    """The amount in words, for the forms that have no field for it."""
    if marche.maximum:
        return f"Montant maximum : {euros(marche.maximum)} euros HT."
    return f"Montant estimé : {euros(marche.value)} euros HT." if marche.value else ""


CANDIDACY = (
    "Lettre de candidature et pouvoirs du signataire ; déclaration sur l'honneur que le candidat n'entre "
    "dans aucun des cas d'interdiction de soumissionner."
)
FINANCIAL = (
    "Déclaration concernant le chiffre d'affaires des trois derniers exercices ; "
    "attestation d'assurance des risques professionnels."
)
TECHNICAL = (
    "Effectifs moyens annuels, liste des principales références des cinq dernières années "
    "et moyens matériels."
)
APPEAL = (
    "Référé précontractuel jusqu'à la signature du contrat ; recours en contestation de la validité "
    "du contrat dans les deux mois de l'avis d'attribution."
)
NEGOTIATION = (
    "L'acheteur peut négocier avec les trois candidats les mieux classés ou attribuer sur la base "
    "des offres initiales."
)


def candidacy(plan: Plan) -> str:
    """The candidacy paragraph: in one notice of ten, with the ritual sentence on disabled workers."""
    if draw(10, plan.marche.key, "l5212"):
        return CANDIDACY
    return (
        f"{CANDIDACY} Le candidat est en règle au regard des articles L. 5212-1 à L. 5212-11 du code "
        "du travail concernant l'obligation d'emploi des travailleurs handicapés."
    )
