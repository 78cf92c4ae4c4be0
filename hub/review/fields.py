"""Where in a notice a text stood, in words: the names of the fields that facilitators know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_EFORMS: Final[Mapping[str, str]] = {
    "BT-06": "achat stratégique",
    "BT-21": "intitulé",
    "BT-24": "description",
    "BT-57": "reconductions",
    "BT-70": "conditions d’exécution",
    "BT-71": "marché réservé",
    "BT-99": "recours",
    "BT-141": "modification",
    "BT-300": "informations complémentaires",
    "BT-540": "critère d’attribution, description",
    "BT-734": "critère d’attribution",
    "BT-736": "exécution réservée à l’emploi protégé",
    "BT-750": "critère de sélection",
    "BT-762": "motif de la modification",
    "BT-775": "objectif social",
    "BT-777": "achat stratégique, description",
}
# The last part of the name of a field of the BOAMP, without its repetition.
_BOAMP: Final[Mapping[str, str]] = {
    "ajouter": "rectificatif, à ajouter",
    "autres": "autres justifications",
    "autresInformComplementaire": "autres informations complémentaires",
    "capaciteEcoFin": "capacité économique et financière",
    "capaciteExercice": "aptitude à exercer",
    "capaciteTech": "capacités techniques",
    "criteres": "critères",
    "criteresAttrib": "critères d’attribution",
    "critere": "critère",
    "description": "description",
    "infosComplementaires": "informations complémentaires",
    "intitule": "intitulé",
    "marcheReserve": "marché réservé",
    "objet": "objet",
    "principales": "caractéristiques principales",
    "rensgComplt": "renseignements complémentaires",
    "reservationMarche": "marché réservé",
    "rubrique": "rectificatif, rubrique",
    "texte": "rectificatif",
    "titreMarche": "titre",
    "attributionMarche": "attribution",
    "AUTRES_CONDITIONS_PART_OUI": "autres conditions particulières",
    "CRITERE": "critère",
    "DESCRIPTION": "description",
    "FINANCEMENT": "financement",
    "INTITULE": "intitulé",
    "MARCHE_RESERVE_OUI": "marché réservé",
    "OBJET_COMPLET": "objet",
    "RENS_COMPLEMENT": "renseignements complémentaires",
    "RESUME_OBJET": "objet",
    "TITRE_MARCHE": "titre",
}
_CODE = re.compile(r"BT-\d+")


def field_words(field: str) -> str:
    """``BT-70-Lot`` → ``conditions d’exécution``; ``""`` for a field that has no words here."""
    if code := _CODE.match(field):
        return _EFORMS.get(code[0], "")
    return _BOAMP.get(field.partition("#")[0].rpartition(".")[2], "")
