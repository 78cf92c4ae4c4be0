"""The gold phrases of the domain reference §2.3, shortened there, each with what it must give."""

# One case a line reads as a table.
# ruff: noqa: E501

from __future__ import annotations

from datetime import date

import pytest

from hub.clauses.assessment import ClauseAnswer
from hub.clauses.signals import clause_answer, locate, notice_signals
from hub.plugin_api import Notice, Text


def answer(text: str, field: str = "AUTRES_CONDITIONS_PART_OUI", role: str = "conditions") -> ClauseAnswer:
    notice = Notice(
        key="1",
        kind="competition",
        title="Travaux",
        published=date(2021, 1, 1),
        texts=[Text(field=field, text=text, role=role)],
    )
    return clause_answer(locate(notice_signals(notice), "boamp", notice.key))


def hours(found: ClauseAnswer) -> list[tuple[float, str, str | None]]:
    return [(h.value, h.unit, h.lot) for h in found.hours_stated]


TYPES = [
    ("21-10705", "Le marché comporte une clause d'insertion par l'activité économique. L'engagement d'insertion représente l'équivalent de 630 heures de travail.", "presente", ("EXEC",)),
    ("template", "Consultation comportant des conditions d'exécution à caractère social et environnemental détaillées dans le CCAP.", "declaree", ("EXEC",)),
    ("21-12841", "conditions d'exécution à caractère social détaillées dans le CCAP.Nombre d'heures d'insertion minimales : 150 heures.Début d'exécution", "presente", ("EXEC",)),
    ("21-1489", "en application de l'article L 21 12-2 une clause sociale liée notamment à une action d'insertion et de promotion de l'emploi à hauteur de 100 heures", "presente", ("EXEC",)),
    ("21-277", "Clauses sociales (articles 9-1 et 9-2 du CCAP) : incitative pour les lots 1 à 4 et 6, obligatoire pour le lot 5", "presente", ("EXEC",)),
    ("21-37198", "La consultation comporte à titre facultatif, des clauses d'insertion professionnelle.", "facultative", ("EXEC",)),
    ("21-34654", "le maître d'ouvrage laisse la possibilité à l'entreprise de s'engager à réserver des heures d'insertion fixées à l'acte d'engagement", "facultative", ("EXEC",)),
    ("21-26553", "les marchés subséquents peuvent faire l'objet d'une action d'insertion. Le MS1 fait l'objet d'une action d'insertion sociale", "presente", ("EXEC",)),
    ("21-7069", "Clause sociale : clause de stage (140 heures)", "presente", ("FORM",)),
    ("21-24412", "Le marché comprend des critères d'attribution à caractère social.", "presente", ("CRIT",)),
    ("20-159313", "Une attention particulière sera portée aux clauses sociales et environnementales qui seront notées", "presente", ("CRIT",)),
    ("21-13809", "Marché réservé selon les dispositions de l'article L.2113-13", "presente", ("RES_I",)),
    ("21-8257", "Marché réservé aux centres d'aide par le travail (Article L.2113-12)", "presente", ("RES_H",)),
    ("21-28790", "Conformément à l'article L2113-14, le pouvoir adjudicateur réserve ce marché à la fois…", "presente", ("RES_HI",)),
    ("21-43664", "réserver le lot 2 aux opérateurs employant des travailleurs défavorisés. L'entreprise qui se verra attribuer le lot 1 devra réaliser une action d'insertion", "presente", ("EXEC", "RES_I")),
    ("21-31744", "clause obligatoire d'insertion (lot 1) et l'exécution de deux lots (2 et 8) est réservée aux structures d'insertion", "presente", ("EXEC", "RES_I")),
    ("21-24247", "lots réservés aux structures d'insertion (article 2313-12 (personnel handicapé))", "contradictoire", ("RES_I",)),
    ("21-39384", "Aucun type de travaux n'est réservé au profit d'entreprises ou établissements visés par les articles L.2113-12", "exclue", ()),
    ("21-42127", "aucune prestation n'est réservée au profit d'entreprises ou d'établissements visés", "exclue", ()),
    ("654124-2024", "action d'insertion par l'activité économique obligatoire sur les lots 2, 3, 5, 6, 7, 9 et 10", "presente", ("EXEC",)),
    ("566879-2024", "Marché réservé EA/ESAT et/ou IAE", "presente", ("RES_HI",)),
    ("non réservé", "Marché non réservé", "exclue", ()),
    ("pas prévu", "Il n'est pas prévu de clause sociale", "exclue", ()),
    ("sans clause", "sans clause d'insertion", "exclue", ()),
    ("considérations", "Considérations sociales : Non", "exclue", ()),
    ("DECP", "Pas de considération sociale", "exclue", ()),
    ("réservé non", "Marché réservé : NON", "exclue", ()),
]  # fmt: skip

NOTHING = [
    ("21-33987", "Le marché n'est pas réservé à une profession particulière."),
    ("21-1574", "la présente procédure est réservée aux opérateurs économiques européens"),
    ("21-33535", "les prestations juridiques sont réservées à la profession d'avocat"),
    ("21-8161", "Transport à la demande réservé aux personnes âgées de plus de 60 ans"),
    ("21-7928", "annuler l'édition 2021 du SIAE (salon international de l'aéronautique et de l'espace)"),
    ("21-38877", "exigences d'insertion paysagère et architecturale"),
    ("L5212", "obligation d'emploi des travailleurs handicapés (L5212-1 à L5212-11 C. trav.)"),
    ("9.2", "insertion de l'article 9.2 au règlement de la consultation"),
    ("plié", "brochure A3 pliée au format A4"),
    ("ESAT", "maîtrise d'œuvre pour la construction d'un ESAT"),
    ("DDT", "Adresse : service insertion, 3 rue des Lilas"),
]

HOURS = [
    ("Le marché comporte une clause d'insertion. L'engagement représente l'équivalent de 630 heures de travail.", [(630, "total", None)]),
    ("Clause d'insertion sociale pour les lots 1 et 2 : Lot 1 = 175 h (minimum)Lot 2 = 70h (minimum)", [(175, "par_lot", "1"), (70, "par_lot", "2")]),
    ("Clause d'insertion, lot 02 - Gros œuvre / Terrassement : 50 heureslot 06 - Plâtrerie : 35 heureslot 10 - Aménagement extérieur : 50 heures", [(50, "par_lot", "2"), (35, "par_lot", "6"), (50, "par_lot", "10")]),
    ("Heures d'insertion : 250 heures, soit 120 heures en tranche ferme et 130 heures en tranche optionnelle", [(250, "total", None), (120, "par_tranche", None), (130, "par_tranche", None)]),
    ("Le nombre d'heures d'insertion à réaliser est le suivant :70 heures / an.", [(70, "par_an", None)]),
    ("Clause d'insertion. Le nombre d'heures est fixé à 5h par tranche de 10 000 euro HT.", [(5, "par_tranche", None)]),
    ("Le nombre d'heures d'insertion obligatoires passe de 1000 heures à 600 heures soit 120 heures par an", [(600, "total", None), (120, "par_an", None)]),
    ("une action d'insertion. Il sera réservé 105 heures d'insertion", [(105, "total", None)]),
    ("Nombre d'heures d'insertion minimales : 1600 hConsultation comportant des conditions", [(1600, "total", None)]),
]  # fmt: skip

ALL_TEXTS = [t for _, t, *_ in TYPES] + [t for _, t in NOTHING] + [t for t, _ in HOURS]


@pytest.mark.parametrize(("name", "text", "status", "types"), TYPES, ids=[t[0] for t in TYPES])
def test_status_and_types(name: str, text: str, status: str, types: tuple[str, ...]) -> None:
    found = answer(text)
    assert (found.status, found.types) == (status, types)


@pytest.mark.parametrize(("name", "text"), NOTHING, ids=[n[0] for n in NOTHING])
def test_hard_negatives_give_no_signal(name: str, text: str) -> None:
    found = answer(text)
    assert (found.status, found.signals) == ("silence", ())


@pytest.mark.parametrize(("text", "expected"), HOURS)
def test_hours(text: str, expected: list[tuple[float, str, str | None]]) -> None:
    assert hours(answer(text)) == expected


@pytest.mark.parametrize("text", ALL_TEXTS)
def test_every_excerpt_is_the_slice_it_says(text: str) -> None:
    assert all(text[s.start : s.end] == s.excerpt for s in answer(text).signals)


def test_the_ratio_is_printed_as_in_the_notice() -> None:
    found = answer("Clause d'insertion. Le nombre d'heures est fixé à 5h par tranche de 10 000 euro HT.")
    assert found.hours_stated[0].ratio == "5h par tranche de 10 000 euro HT"


def test_the_rate_is_the_insertion_rate_not_the_labour_share() -> None:
    found = answer("Clause d'insertion sociale (taux de main d'oeuvre 15% - Taux d'insertion 2.50 %)")
    assert [s.rate_percent for s in found.signals] == [2.5]
    found = answer(
        "minimum d'heures d'insertion : 50 % du nombre d'heures réalisées dans le cadre de ce marché"
    )
    assert [s.rate_percent for s in found.signals] == [50.0]


def test_two_modalities_keep_their_own_lots() -> None:
    found = answer("Clauses sociales : incitative pour les lots 1 à 4 et 6, obligatoire pour le lot 5")
    assert (found.modality, found.scope_lots) == ("obligatoire", ("5",))
    by_modality = {s.modality: s.lots for s in found.signals}
    assert by_modality == {"incitative": ("1", "2", "3", "4", "6"), "obligatoire": ("5",)}


def test_reservation_and_clause_keep_their_own_lots() -> None:
    found = answer(
        "clause obligatoire d'insertion (lot 1) et l'exécution de deux lots (2 et 8) est réservée aux SIAE"
    )
    assert {s.type: s.lots for s in found.signals} == {"EXEC": ("1",), "RES_I": ("2", "8")}


def test_an_article_alone_is_only_named() -> None:
    found = answer(
        "au titre des articles L. 2112-2 et L. 2112-3, le marché comporte une clause environnementale"
    )
    assert found.status == "silence"
    assert [(s.type, s.strength) for s in found.signals] == [("ARTICLE", "weak")]


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("clause d'insertion en application de l'article L 21 12-2", "L2112-2"),
        ("clause sociale (article L21112-12 du code)", "L21112-12"),
        ("lots réservés aux structures d'insertion, article 2313-12", "2313-12"),
        ("clause d'insertion (article 14 du CMP)", "article 14 du cmp"),
        ("clause d'insertion, articles 38 de l'ordonnance", "articles 38 de l'ordonnance"),
    ],
)
def test_articles_are_read_in_their_broken_spellings(text: str, article: str) -> None:
    assert article in (answer(text).signals[0].article or "")


def test_object_is_insertion() -> None:
    title = "REMOBILISATION - DYNAMISATION EN DIRECTION DE PUBLICS FEMININS EN DEMARCHE D'INSERTION"
    assert answer(title, field="OBJET.TITRE_MARCHE", role="object").status == "objet"


def test_a_buyer_named_insertion_says_nothing() -> None:
    assert (
        answer("Association d'insertion Les Tilleuls, clause sociale", field="identite.Denomination").signals
        == ()
    )
