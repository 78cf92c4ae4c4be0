"""The French words of each code, as the terminal and the pages show them. In the order of choices."""

from __future__ import annotations

from collections.abc import Mapping

STAGES = {
    "amont": "en préparation",
    "ouvert": "ouvert",
    "clos": "offres closes",
    "attribue": "attribué",
    "annule": "annulé",
}
_OPEN, _RESTRICTED = "appel d’offres ouvert", "appel d’offres restreint"
_NEGOTIATED, _ADAPTED = "procédure avec négociation", "procédure adaptée"
_WITHOUT_CALL = "sans publicité ni mise en concurrence"
PROCEDURES = {
    # eForms (BT-105), TED before 2024, the national forms of the BOAMP
    "open": _OPEN,
    "restricted": _RESTRICTED,
    "neg-w-call": _NEGOTIATED,
    "neg-wo-call": _WITHOUT_CALL,
    "comp-dial": "dialogue compétitif",
    "comp-tend": "procédure concurrentielle",
    "innovation": "partenariat d’innovation",
    "oth-single": "autre procédure, en une phase",
    "oth-mult": "autre procédure, en plusieurs phases",
    "PT_OPEN": _OPEN,
    "PT_RESTRICTED": _RESTRICTED,
    "PT_NEGOTIATED_WITH_PRIOR_CALL": _NEGOTIATED,
    "PT_INVOLVING_NEGOTIATION": _NEGOTIATED,
    "PT_COMPETITIVE_NEGOTIATION": _NEGOTIATED,
    "PT_COMPETITIVE_DIALOGUE": "dialogue compétitif",
    "PT_INNOVATION_PARTNERSHIP": "partenariat d’innovation",
    "PT_AWARD_CONTRACT_WITHOUT_CALL": _WITHOUT_CALL,
    "PT_AWARD_CONTRACT_WITHOUT_PUBLICATION": _WITHOUT_CALL,
    "OUVERT": _OPEN,
    "ouvert": _OPEN,
    "RESTREINT": _RESTRICTED,
    "PROCEDURE_ADAPTE": _ADAPTED,
    "procedure_adaptee": _ADAPTED,
    "procedureAdaptee": _ADAPTED,
    "procedureAdapteeO": _ADAPTED,
    "DIALOGUE_COMPETITIF": "dialogue compétitif",
}
STATUSES = {
    "presente": "clause présente",
    "declaree": "clause déclarée",
    "facultative": "clause facultative",
    "contradictoire": "contradictoire",
    "exclue": "clause exclue",
    "silence": "aucune mention",
    "objet": "insertion en objet",
}
OBLIGATIONS = {
    "obligation_presumee": "obligation présumée",
    "obligation_possible": "obligation possible",
    "hors_champ": "hors champ",
    "regime_anterieur": "régime antérieur",
}
LEVELS = {"fort": "fort", "moyen": "moyen", "faible": "faible", "nul": "nul"}
MOMENTS = {
    "ideal": "moment idéal",
    "a_temps": "à temps",
    "rectificatif": "rectificatif",
    "trop_tard": "trop tard",
    "suivi": "suivi",
}
REVIEWS = {
    "a_etudier": "à étudier",
    "a_contacter": "à contacter",
    "contactee": "contactée",
    "clause_proposee": "clause proposée",
    "clause_retenue": "clause retenue",
    "ecartee": "écartée",
    "suivie": "suivie",
}
REASONS = {
    "trop_tard": "trop tard",
    "hors_territoire": "hors du territoire",
    "volume_trop_faible": "volume d’heures trop faible",
    "reprise_du_personnel": "reprise du personnel",
    "metier_inadapte": "métier inadapté",
    "refus_acheteur": "refus de l’acheteur",
    "deja_clausee": "déjà clausée",
    "doublon": "doublon",
    "autre": "autre motif",
}
TYPES = {
    "EXEC": "condition d’exécution",
    "CRIT": "critère d’attribution",
    "RES_H": "réservation EA/ESAT",
    "RES_I": "réservation SIAE",
    "RES_HI": "réservation EA/ESAT et SIAE",
    "RES_P": "réservation au travail en prison",
    "RES_ESS": "réservation à l’ESS",
    "OBJ_INS": "prestation d’insertion",
    "FORM": "clause de formation",
    "ARTICLE": "article cité",
    "CODE": "code seul",
    "NONE": "absence de clause",
}
MODALITIES = {
    "obligatoire": "obligatoire",
    "incitative": "incitative",
    "facultative": "facultative",
    "a_proposer": "à proposer par le candidat",
}
NOTICES = {
    "planning": "préinformation",
    "competition": "appel à la concurrence",
    "result": "résultat",
    "change": "rectificatif",
    "cancellation": "annulation",
    "contract": "données essentielles",
}
# What a priority is made of: six parts that add points, then ceilings that take some away.
PARTS = {
    "obligation": "obligation",
    "potentiel": "potentiel",
    "moment": "moment",
    "territoire": "territoire",
    "clarification": "à clarifier",
    "heures": "heures",
    "clause_presente": "clause déjà là",
    "sans_objet": "peu de main-d’œuvre",
    "execution": "en exécution",
    "renouvellement": "renouvellement",
    "hors_delai": "hors délai",
    "annulation": "annulation",
}
NATURES = {"travaux": "travaux", "services": "services", "fournitures": "fournitures"}
REGIMES = {"marche": "marché", "concession": "concession", "defense": "défense ou sécurité"}
CERTAINTIES = {"certain": "certain", "probable": "probable", "incertain": "incertain"}
BASES = {
    "estimate": "estimation",
    "range_maximum": "borne haute publiée",
    "framework_maximum": "maximum de l’accord-cadre",
    "awarded": "montant attribué",
    "initial": "montant initial",
}
UNITS = {"total": "au total", "par_lot": "par lot", "par_an": "par an", "par_tranche": "par tranche"}
RUNS = {
    "running": "en cours",
    "succeeded": "réussi",
    "partial": "partiel",
    "failed": "échec",
    "held": "retenu",
    "abandoned": "abandonné",
}
COUNTS = {
    "fetched": "lus",
    "landed": "déposés",
    "unchanged": "déjà connus",
    "parsed": "analysés",
    "quarantined": "en quarantaine",
    "created": "créés",
    "changed": "modifiés",
    "same": "identiques",
}
TRIGGERS = {
    "cli": "à la main",
    "cron": "à l’heure dite (cron)",
    "flow": "à l’heure dite (service)",
    "files": "depuis des fichiers",
    "parse": "relecture de ce qui est gardé",
    "retry": "relecture de la quarantaine",
    "accept": "baisse acceptée",
}
EMPLOYERS = {
    "ACI": "atelier et chantier d’insertion",
    "AI": "association intermédiaire",
    "EI": "entreprise d’insertion",
    "EITI": "entreprise d’insertion par le travail indépendant",
    "ETTI": "entreprise de travail temporaire d’insertion",
    "GEIQ": "groupement d’employeurs pour l’insertion et la qualification",
    "EA": "entreprise adaptée",
    "EATT": "entreprise adaptée de travail temporaire",
    "ESAT": "établissement et service d’accompagnement par le travail",
    "EBE": "entreprise à but d’emploi",
    "SEP": "service de l’emploi pénitentiaire",
}
EMPLOYER_STATES = {"active": "active", "inactive": "inactive", "no_longer_listed": "plus listée"}
SERVICES = {"DISP": "mise à disposition de personnel", "PREST": "prestation", "BUILD": "fabrication"}
SIGHTINGS = {
    "gone": "n’est plus listée",
    "back": "de retour dans la liste",
    "inactive": "convention terminée",
    "active": "de nouveau active",
    "moved": "passée dans une autre partie de la liste",
}
WINDOWS = {"ouverte": "ouverte", "a_venir": "à venir", "passee": "passée"}
QUARANTINE = {"open": "à traiter", "resolved": "résolu", "discarded": "classé"}
PLUGINS = {"loaded": "chargé", "disabled": "désactivé", "refused": "refusé", "broken": "en panne"}
KINDS = {"notices": "avis", "contracts": "marchés attribués", "employers": "employeurs"}


def label(words: Mapping[str, str], code: str | None) -> str:
    """The words of ``code``; the code itself when it has none, ``""`` for ``None``."""
    return words.get(code, code) if code else ""
