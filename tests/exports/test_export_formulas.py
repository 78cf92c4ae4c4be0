"""A notice is written by strangers; the spreadsheet of a facilitator must not run it."""

from __future__ import annotations

import csv
import io

import pytest
from export_documents import FORMULAS, exported, marche

from hub.exports.formulas import is_formula, neutral


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_neutralised_however_it_hides(text):
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["-12,5", "+33476000000", "-5", "Lot n°1 = voirie", "a@b.fr", "", "'=1+1", "L’été"]
)
def test_numbers_and_ordinary_texts_stay_as_they_are(text):
    assert not is_formula(text)
    assert neutral(text) == text


@pytest.mark.parametrize("style", ["fr", "plain"])
def test_no_cell_of_a_csv_begins_like_a_formula_whatever_the_field(style):
    """Every text of the document is a formula, buyers, lots and addresses included."""
    for text in FORMULAS:
        poisoned = marche(
            id_=text,
            title=text,
            buyer={"name": text, "siret": text, "siren": text},
            next_step=text,
            cpv=[text],
            communes=[text],
            nature=text,
            deadline=text,
            published=text,
            value={"amount": text, "currency": text, "basis": text},
            notices=[{"connector": "boamp", "key": "1", "published": text, "url": text}],
            territories=[{"id": text, "certainty": "certain"}],
        )
        raw = exported("csv", poisoned, style=style).decode("utf-8-sig")
        _, row = csv.reader(io.StringIO(raw, newline=""), delimiter=";" if style == "fr" else ",")
        assert sum("1+1" in cell or "A1" in cell or "A0" in cell or "HYPERLINK" in cell for cell in row) >= 10
        assert not [cell for cell in row if is_formula(cell)]
