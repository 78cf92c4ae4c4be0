"""Notes hold nothing of a person: what is recognised, and what must not be taken for it."""

from __future__ import annotations

import pytest

from hub.review.personal import found

NIR, MOBILE, MAIL = (
    "un numéro de sécurité sociale",
    "un téléphone portable",
    "une adresse électronique de personne",
)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Bénéficiaire 2 85 07 38 185 123 45", [NIR]),
        ("285073818512345", [NIR]),
        ("1 99 12 2A 004 005", [NIR]),
        ("appeler le 06.12.34.56.78", [MOBILE]),
        ("+33 (0)7 12 34 56 78", [MOBILE]),
        ("0033612345678", [MOBILE]),
        ("jeanne.martin@ville.example", [MAIL]),
        ("jmartin38@gmail.example", [MAIL]),
        ("06 12 34 56 78 ou a.b@c.example", [MOBILE, MAIL]),
    ],
)
def test_what_tells_of_a_person(text, held):
    assert found(text) == held


@pytest.mark.parametrize(
    "text",
    [
        "SIRET 213 800 527 00014, SIREN 213800527",
        "SIRET 21380052700014",
        "Écrire à marches.publics@ville.example ou contact@plie.example",
        "Standard : 04 76 00 00 00",
        "Avis 26-900167, 1 200 000 € HT, 14/12/2026 à 12:00",
        "315 h sur 36 mois, article L2113-13, CPV 45210000",
        "Public RQTH, jeunes de moins de 26 ans, DELD",
    ],
)
def test_what_a_note_about_a_marche_needs(text):
    assert found(text) == []
