"""Sentences of the trade, written for these tests: each with the answer a facilitator would give."""

# One case a line reads as a table.
# ruff: noqa: E501

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest

from hub.clauses.assessment import ClauseAnswer
from hub.clauses.signals import clause_answer, locate, notice_signals
from hub.plugin_api import Notice, Text


@dataclass(frozen=True)
class Case:
    """``hours`` are (value, unit, lot); what is left at ``...`` is not looked at."""

    text: str
    status: str
    types: tuple[str, ...] = ()
    modality: object = ...
    lots: object = ...
    hours: tuple[tuple[float, str, str | None], ...] = field(default=())
    rate: float | None = None
    role: str = "conditions"


def answer(*texts: str, role: str = "conditions") -> ClauseAnswer:
    notice = Notice(
        key="1",
        kind="competition",
        title="Travaux",
        published=date(2026, 9, 1),
        texts=[Text(field=f"texte[{i}]", text=t, role=role) for i, t in enumerate(texts)],
    )
    return clause_answer(locate(notice_signals(notice), "boamp", notice.key))


EXEC, CRIT, FORM = ("EXEC",), ("CRIT",), ("FORM",)

STATED = [
    Case("Le titulaire réservera 8 % des heures de travail à des personnes éloignées de l’emploi.", "presente", EXEC, rate=8.0),
    Case("Une clause sociale d’insertion s’applique au présent marché.", "presente", EXEC, None),
    Case("LE MARCHE EST ASSORTI D'UNE CLAUSE D'INSERTION OBLIGATOIRE", "presente", EXEC, "obligatoire"),
    Case("Le marché contient une clause dinsertion par lactivité économique.", "presente", EXEC),
    Case("L'entreprise s’engage à consacrer 210 heures d’insertion à l’opération.", "presente", EXEC, "obligatoire", None, ((210, "total", None),)),
    Case("Obligation de réaliser un minimum de 1 750 heures d'insertion sur la durée du marché.", "presente", EXEC, "obligatoire", None, ((1750, "total", None),)),
    Case("Clause d'insertion : 35 heures minimum.", "presente", EXEC, "obligatoire", None, ((35, "total", None),)),
    Case("Le titulaire devra embaucher des demandeurs d'emploi de longue durée pendant l'exécution du marché, à hauteur de 140 heures d'insertion.", "presente", EXEC, "obligatoire", None, ((140, "total", None),)),
    Case("Le marché intègre une démarche d'insertion en faveur des allocataires du RSA.", "presente", EXEC),
    Case("Le candidat retenu doit faire appel à des personnes rencontrant des difficultés d'insertion professionnelle.", "presente", EXEC, "obligatoire"),
    Case("Conditions particulières d'exécution : clause sociale (voir CCAP article 4).", "presente", EXEC),
    Case("Ce marché fait l’objet de clauses environnementales et sociales d’exécution.", "presente", EXEC),
    Case("Volume horaire d'insertion : 420 h.", "presente", EXEC, "obligatoire", None, ((420, "total", None),)),
    Case("Le nombre d'heures d'insertion est fixé à 300 h par an.", "presente", EXEC, "obligatoire", None, ((300, "par_an", None),)),
    Case("L'action d'insertion porte sur 105 heures annuelles.", "presente", EXEC, "obligatoire", None, ((105, "par_an", None),)),
    Case("Clause d'insertion : 1 heure d'insertion par tranche de 2 000 € HT de travaux.", "presente", EXEC, "obligatoire", None, ((1, "par_tranche", None),)),
    Case("Le titulaire réalise 3 h d'insertion pour 10 000 euros HT facturés.", "presente", EXEC, "obligatoire", None, ((3, "par_tranche", None),)),
    Case("Clause d'insertion obligatoire : 400 heures, dont 250 heures en tranche ferme et 150 heures en tranche conditionnelle.", "presente", EXEC, "obligatoire", None, ((400, "total", None), (250, "par_tranche", None), (150, "par_tranche", None))),
    Case("Le taux d’insertion est de 7,5 %.", "presente", EXEC, "obligatoire", rate=7.5),
    Case("La clause d'insertion est fixée à 5 % du temps total de main d'œuvre.", "presente", EXEC, rate=5.0),
    Case("Clause sociale d'insertion de 10 % des heures travaillées.", "presente", EXEC, rate=10.0),
    Case("Clause d'insertion sociale obligatoire (5% du montant des travaux).", "presente", EXEC, "obligatoire", rate=5.0),
    Case("Nombre d'heures d'insertion sur la durée du marché : 1 200, soit 300 heures par an.", "presente", EXEC, "obligatoire", None, ((1200, "total", None), (300, "par_an", None))),
    Case("Le titulaire s'engage à réserver à des personnes en insertion 5 % des heures de main d'œuvre.", "presente", EXEC, "obligatoire", rate=5.0),
    Case("Le titulaire affectera 0,5 ETP d'insertion.", "presente", EXEC),
    Case("au lieu de 300 heures d'insertion, lire 450 heures d'insertion", "presente", EXEC, "obligatoire", None, ((450, "total", None),)),
]  # fmt: skip

LOTS = [
    Case("Une clause d'insertion s'applique uniquement pour le lot 1.", "presente", EXEC, ..., ("1",)),
    Case("Clause sociale obligatoire pour les lots 2, 3 et 5 à 7.", "presente", EXEC, "obligatoire", ("2", "3", "5", "6", "7")),
    Case("Les lots n° 1, 2 et 3 sont soumis à une clause d'insertion.", "presente", EXEC, ..., ("1", "2", "3")),
    Case("Clause d'insertion : lot no 04 et lot no 08.", "presente", EXEC, ..., ("4", "8")),
    Case("Clause d'insertion obligatoire pour tous les lots.", "presente", EXEC, "obligatoire", None),
    Case("Une clause d'insertion est prévue. Sont concernés les lots 1 et 4.", "presente", EXEC, ..., ("1", "4")),
    Case("Clause d'insertion : 70 heures pour le lot 1 et 35 heures pour le lot 3.", "presente", EXEC, ..., ("1", "3"), ((70, "par_lot", "1"), (35, "par_lot", "3"))),
    Case("Clause d'insertion.\nLot 1 Gros œuvre : 245 heures\nLot 5 Électricité : 70 heures\nLot 7 Peinture : 105 heures", "presente", EXEC, "obligatoire", ("1", "5", "7"), ((245, "par_lot", "1"), (70, "par_lot", "5"), (105, "par_lot", "7"))),
    Case("Heures d'insertion : Lot 1 = 80hLot 2 = 40h", "presente", EXEC, "obligatoire", ("1", "2"), ((80, "par_lot", "1"), (40, "par_lot", "2"))),
    Case("Clause sociale obligatoire pour le lot 2, incitative pour les lots 3 et 4.", "presente", EXEC, "obligatoire", ("2",)),
    Case("Clause d'insertion pour les lots 1 (70h), 2 (35h) et 4 (105h).", "presente", EXEC, ..., ("1", "2", "4"), ((70, "par_lot", "1"), (35, "par_lot", "2"), (105, "par_lot", "4"))),
    Case("35 heures d'insertion par lot sont exigées.", "presente", EXEC, ..., None, ((35, "par_lot", None),)),
]  # fmt: skip

OPTIONAL = [
    Case("La clause sociale est facultative.", "facultative", EXEC, "facultative"),
    Case("Les entreprises peuvent proposer une action d'insertion dans leur offre.", "facultative", EXEC),
    Case("Une clause incitative d'insertion figure au CCAP.", "facultative", EXEC, "incitative"),
    Case("Le marché pourra comporter une clause d'insertion.", "facultative", EXEC),
    Case("L'entreprise a la possibilité de réaliser des heures d'insertion.", "facultative", EXEC),
    Case("Le marché prévoit une clause d'insertion. Cette clause est facultative.", "facultative", EXEC, "facultative"),
    Case("Les candidats sont invités à proposer une démarche d'insertion.", "facultative", EXEC, "a_proposer"),
    Case("Sur la base du volontariat, le titulaire réalise une action d'insertion.", "facultative", EXEC),
    Case("Les candidats peuvent, s'ils le souhaitent, réaliser des heures d'insertion.", "facultative", EXEC),
    Case("L'engagement d'insertion est laissé à l'appréciation du candidat.", "facultative", EXEC, "a_proposer"),
    Case("Clause d'insertion à titre optionnel pour le lot 3.", "facultative", EXEC, ..., ("3",)),
    # A facultative tranche, variant or visit says nothing of the clause.
    Case("Clause d'insertion : 60 heures en tranche ferme. La visite est facultative.", "presente", EXEC, "obligatoire", None, ((60, "par_tranche", None),)),
]  # fmt: skip

DENIED = [
    Case("Le présent marché ne comporte pas de clause sociale d'insertion.", "exclue"),
    Case("Aucune clause d'insertion n'est prévue.", "exclue"),
    Case("Clause sociale : sans objet", "exclue"),
    Case("Clauses d'insertion : Non", "exclue"),
    Case("Le marché est conclu sans clause sociale.", "exclue"),
    Case("La consultation ne contient aucune condition d'exécution à caractère social.", "exclue"),
    Case("Pas de considération sociale", "exclue"),
    Case("Les lots ne sont pas réservés.", "exclue"),
    Case("Aucun lot n'est réservé à des entreprises adaptées.", "exclue"),
]

RESERVED = [
    Case("Marché réservé aux entreprises adaptées et aux ESAT.", "presente", ("RES_H",)),
    Case("Le lot n°3 est réservé aux structures d'insertion par l'activité économique.", "presente", ("RES_I",), None, ("3",)),
    Case("Lot 4 réservé SIAE", "presente", ("RES_I",), None, ("4",)),
    Case("Les lots 1 et 2 sont réservés en application de l'article L. 2113-12 du code de la commande publique.", "presente", ("RES_H",), None, ("1", "2")),
    Case("Marché réservé aux opérateurs qui emploient des travailleurs handicapés ou défavorisés (L2113-14).", "presente", ("RES_HI",)),
    Case("Consultation réservée aux entreprises de l'économie sociale et solidaire (L2113-15).", "presente", ("RES_ESS",)),
    Case("Marché réservé au travail en détention (article L2113-13-1).", "presente", ("RES_P",)),
    Case("Nettoyage des locaux - lot réservé ESAT", "presente", ("RES_H",), role="object"),
    Case("Le lot 2 est réservé aux entreprises adaptées. Le titulaire du lot 1 devra réaliser 70 heures d'insertion.", "presente", ("EXEC", "RES_H"), "obligatoire", ..., ((70, "par_lot", "1"),)),
]  # fmt: skip

CRITERIA = [
    Case("Critère n° 3 : performance en matière d'insertion professionnelle des publics en difficulté (10 %)", "presente", CRIT),
    Case("La qualité de la démarche d'insertion sera notée sur 10 points.", "presente", CRIT),
    Case("Valeur sociale", "presente", CRIT, role="criterion"),
    Case("Critères : prix 60 %, valeur technique 30 %, insertion sociale 10 %", "presente", CRIT),
    Case("Insertion : 5 %", "presente", CRIT, role="criterion"),
    Case("Sous-critère insertion : moyens d'encadrement", "presente", CRIT, role="criterion"),
]  # fmt: skip

TRAINING = [
    Case("Clause de formation : le titulaire accueille deux apprentis.", "presente", FORM),
    Case("Le titulaire doit accueillir un stagiaire pendant l'exécution du marché (70 heures de stage).", "presente", FORM, "obligatoire", None, ((70, "total", None),)),
]  # fmt: skip

CONTRADICTED = [
    Case("Le marché comporte une clause d'insertion de 100 heures. Aucune clause sociale n'est prévue.", "contradictoire", EXEC, ..., ..., ((100, "total", None),)),
    Case("Les entreprises sont invitées à proposer une action d'insertion. Toute offre ne respectant pas cette condition sera irrégulière.", "contradictoire", EXEC),
    Case("Marché réservé aux entreprises adaptées (article L. 2113-13).", "contradictoire", ("RES_H",)),
    Case("Le marché est réservé aux SIAE. Marché réservé : non", "contradictoire", ("RES_I",)),
]  # fmt: skip

DECLARED = [
    Case("La consultation comporte des considérations sociales.", "declaree", EXEC),
    Case("Le contrat comprend des éléments à caractère social (cf. cahier des charges).", "declaree", EXEC),
    Case("Conditions d'exécution à caractère social pour les lots 2 et 4.", "declaree", EXEC, None, ("2", "4")),
    Case("En application de l'article L2112-2-1, le marché prend en compte des conditions d'exécution relatives à l'emploi.", "declaree", EXEC),
]  # fmt: skip

OBJECT = [
    Case("Prestations d'insertion professionnelle pour les bénéficiaires du RSA", "objet", ("OBJ_INS",), role="object"),
    Case("Marché de qualification et d'insertion professionnelle", "objet", ("OBJ_INS",), role="object"),
    Case("Entretien des berges, chantier d'insertion", "objet", ("OBJ_INS",), role="object"),
    Case("Accompagnement vers l'emploi de demandeurs d'emploi", "objet", ("OBJ_INS",), role="object"),
]  # fmt: skip

SILENT = [
    "L'insertion du bâtiment dans son environnement sera soignée.",
    "Une note d'insertion paysagère est à remettre.",
    "Insertion d'une annonce légale au BOAMP.",
    "L'acheteur se réserve le droit de ne pas donner suite.",
    "Réception des travaux avec réserves : levée des réserves sous 48 heures.",
    "Le titulaire fournit ses attestations fiscales et sociales.",
    "Construction de 24 logements sociaux pour le compte d'un bailleur social.",
    "Travaux au centre social et au siège social de la régie.",
    "Le candidat atteste respecter l'obligation d'emploi des travailleurs handicapés (L. 5212-1 du code du travail).",
    "Dépliants pliés au format A4, livraison sous 24 heures.",
    "Prestation réservée à la profession d'avocat.",
    "Places de stationnement réservées aux bus et aux taxis.",
    "Certification SA 8000, responsabilité sociale de l'entreprise.",
    "Clause environnementale : voir l'article L2112-2 du code de la commande publique.",
    "Formation des utilisateurs : 14 heures de formation comprises.",
    "Remise des offres avant 12 heures ; ouverture à 14 h 30.",
    "Contact : Mission insertion, hôtel du Département.",
    "Révision des prix selon l'article R2112-13.",
    "La politique sociale du groupe est décrite en annexe.",
    "Construction d'un ESAT de 60 places.",
    "Les variantes sont facultatives.",
    "Assistance à maîtrise d'ouvrage pour la mise en œuvre des clauses sociales d'insertion des acheteurs.",
    "Lot n° 7 : 0 heure d'insertion",
]

CASES = [
    *STATED,
    *LOTS,
    *OPTIONAL,
    *DENIED,
    *RESERVED,
    *CRITERIA,
    *TRAINING,
    *CONTRADICTED,
    *DECLARED,
    *OBJECT,
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.text[:60])
def test_answer(case: Case) -> None:
    found = answer(case.text, role=case.role)
    assert (found.status, found.types) == (case.status, case.types)
    if case.modality is not ...:
        assert found.modality == case.modality
    if case.lots is not ...:
        assert found.scope_lots == case.lots
    assert tuple((h.value, h.unit, h.lot) for h in found.hours_stated) == case.hours
    assert next((s.rate_percent for s in found.signals if s.rate_percent), None) == case.rate


@pytest.mark.parametrize("text", SILENT)
@pytest.mark.parametrize("role", ["conditions", "object", "description", "information"])
def test_words_that_only_look_like_ours(text: str, role: str) -> None:
    found = answer(text, role=role)
    assert found.status == "silence"
    assert [s for s in found.signals if s.type not in {"ARTICLE", "NONE"}] == []


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.text[:60])
def test_evidence_is_an_exact_and_readable_slice(case: Case) -> None:
    for signal in answer(case.text, role=case.role).signals:
        assert signal.start is not None
        assert case.text[signal.start : signal.end] == signal.excerpt
        assert signal.excerpt == signal.excerpt.strip()
        assert 1 < len(signal.excerpt) <= 320
