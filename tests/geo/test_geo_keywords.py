"""Keywords are proper nouns: whole words, with their capital."""

import pytest

from hub.geo import shipped_territories
from hub.geo.keywords import Searched


@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        ("Mens", "Réfection de la mairie de Mens."),
        ("Mens", "COMMUNE DE MENS"),
        ("Trièves", "LE TRIEVES"),
        ("Trièves", "Le Trie\u0300ves"),
        ("La Mure", "travaux à la Mure"),
        ("La Mure", "VILLE DE LA MURE"),
        ("Alpe d'Huez", "station de l’Alpe d’Huez"),
        ("Alpe d'Huez", "ALPE-D'HUEZ"),
        ("Bourg-d'Oisans", "Bourg d'Oisans"),
        ("Oisans", "Le Bourg-d'Oisans"),
        ("Cœur de ville", "projet Coeur de Ville"),
        ("Coeur", "Cœur"),
        ("commune de Corps", "sur la Commune de Corps (38)"),
        ("Corps (38970)", "à CORPS (38970)"),
        ("Noël", "NOEL"),
        ("Poët", "le Poet"),
    ],
)
def test_found(keyword, text):
    assert Searched(text).first([keyword]) == keyword


@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        ("Mens", "dimensions et compléments"),
        ("Mens", "450 € / mens."),
        ("Mens", "Mensuel"),
        ("La Mure", "la mure et la framboise"),
        ("La Mure", "Lamure-sur-Azergues"),
        ("La Mure", "La Murette"),
        ("commune de Corps", "une commune de corps moyen"),
        ("Corps (38)", "Corps d'état 38"),
        ("Oisans", "Oisanset"),
        ("Ain", "main d'œuvre, afin"),
    ],
)
def test_not_found(keyword, text):
    assert Searched(text).first([keyword]) is None


# The words of any notice: none of them may name a territory.
ORDINARY = """
Corps d'état secondaires. CORPS D'ÉTAT. Dimensions : 30 m. Mensualités. Garde-corps. La garde des enfants.
Main-d'œuvre en insertion. Afin de. Besse. La morte-saison. LA VALETTE. Le Percy. Sceaux de l'État.
Monsieur Antony. La mure. Châtillon. L'an deux mille. Drac. Les côtes de corps. Bâtiment H. Lot 2.
"""


@pytest.mark.parametrize("territory", shipped_territories().values(), ids=lambda t: t.id)
def test_shipped_keywords_are_safe(territory):
    assert territory.keywords
    assert Searched(ORDINARY).first(territory.keywords) is None
