"""CSV as a French spreadsheet opens it, and as a program reads it."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from export_documents import CREDITS, EDITION, HOSTILE, employer, exported, marche, renewal

from hub.exports import NOUNS, Edition
from hub.exports.tables_csv import STYLES, cell


def rows(raw: bytes, style: str = "fr") -> list[dict[str, str]]:
    text = raw.decode("utf-8-sig" if style == "fr" else "utf-8")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if style == "fr" else ","))


def test_the_french_style_has_the_mark_the_semicolon_the_comma_and_french_words():
    raw = exported("csv", marche())
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == 2
    (row,) = rows(raw)
    assert row["Montant HT"] == "240000,5"
    assert row["Durée (mois)"] == "4,5"
    assert (row["Publié le"], row["Agir avant le"]) == ("02/11/2026", "10/12/2026")
    assert row["Limite des offres"] == "20/12/2026 12:00"
    assert (row["Clause sociale"], row["Moment"], row["Étape"]) == ("clause présente", "à temps", "ouvert")
    assert (row["Communes"], row["Territoires"], row["Accord-cadre"]) == (
        "Le Bourg-d'Oisans",
        "Oisans",
        "oui",
    )
    assert row["Motifs"] == "Valeur : 240 000 € HT.\nAvis envoyé le 01/11/2026."
    assert row["Lots"] == "2"


def test_the_plain_style_has_names_codes_iso_dates_and_no_mark():
    raw = exported("csv", marche(), style="plain")
    assert raw.startswith(b"id,priority,title,")
    (row,) = rows(raw, "plain")
    assert (row["amount"], row["published"], row["clause"]) == ("240000.5", "2026-11-02", "presente")
    assert row["deadline"] == "2026-12-20T12:00:00+01:00"
    assert (row["communes"], row["framework"], row["types"]) == ("38052", "true", "EXEC|CRIT")


def test_identifiers_keep_their_zeros_and_large_figures_their_digits():
    (row,) = rows(exported("csv", marche(value={"amount": 12300000000000, "currency": "EUR", "basis": "x"})))
    assert row["SIRET de l’acheteur"] == "01999002100019"
    assert row["Montant HT"] == "12300000000000"
    assert cell(Decimal("1.23E+13"), STYLES["plain"]) == "12300000000000"
    assert cell(Decimal("-5.25"), STYLES["fr"]) == "-5,25"
    (row,) = rows(exported("csv", employer(), noun="employers"))
    assert (row["Code INSEE"], row["Département"], row["Longitude"]) == ("01053", "01", "-5,25")


def test_a_row_names_each_source_with_its_licence_and_the_oldest_reading():
    """Read at 23:30 in London's time: in Paris it was the day after."""
    (row,) = rows(exported("csv", marche()))
    assert row["Source"].splitlines() == ["BOAMP", "TED"]
    assert row["Éditeur"].splitlines() == ["DILA", "Office des publications"]
    assert row["Licence"].splitlines() == ["Licence Ouverte 2.0", "Décision 2011/833/UE"]
    assert row["Lu le"] == "20/11/2026"
    (row,) = rows(exported("csv", renewal(), noun="renewals"))
    assert row["Lu le"] == "24/11/2026"


def test_a_source_whose_plugin_is_gone_is_still_named():
    lonely = Edition("Marchés", EDITION.generated, CREDITS[:1])
    (row,) = rows(exported("csv", marche(), edition=lonely, style="plain"), "plain")
    assert row["source"] == "BOAMP|ted"
    assert row["licence"] == "Licence Ouverte 2.0|Licence inconnue"


def test_hostile_texts_stay_in_their_cell():
    (row,) = rows(exported("csv", marche(title=HOSTILE)))
    assert row["Marché"] == 'Lot "A";\nB,<script>alert(1)</script> & fin'
    assert row["Acheteur"] == "Commune de Valbrune"


def test_a_text_beyond_a_cell_is_cut_for_people_and_whole_for_programs():
    """Excel spills the rest of a longer text over the rows below."""
    long = "é𝄞" * 20_000
    (row,) = rows(exported("csv", marche(title=long)))
    assert row["Marché"].endswith(" […]")
    assert len(row["Marché"].encode("utf-16-le")) // 2 <= 32_767
    (row,) = rows(exported("csv", marche(title=long), style="plain"), "plain")
    assert row["title"] == long


@pytest.mark.parametrize(
    "missing", ["buyer", "value", "moment", "deadline", "notices", "lots", "hours", "clause"]
)
def test_what_is_missing_is_an_empty_cell(missing):
    (row,) = rows(exported("csv", marche(**{missing: None})))
    assert row["Identifiant"] == "m1"


def test_an_empty_list_still_has_its_heading():
    for noun in NOUNS:
        raw = exported("csv", noun=noun)
        assert raw.startswith(b"\xef\xbb\xbfIdentifiant;")
        assert raw.count(b"\r\n") == 1


def test_dates_that_are_none_stay_texts():
    (row,) = rows(exported("csv", marche(published="bientôt", deadline="2026-12-20", id_="m2")))
    assert (row["Publié le"], row["Limite des offres"]) == ("bientôt", "20/12/2026")
    (row,) = rows(exported("csv", marche(published="0202-01-01", deadline="0001-01-01T00:00:00+14:00")))
    assert (row["Publié le"], row["Limite des offres"]) == ("01/01/0202", "0001-01-01T00:00:00+14:00")


def test_rows_are_written_as_they_come_and_none_is_kept():
    """The last of many documents is asked for after the first is already on its way out."""
    out, seen = io.BytesIO(), []

    def documents():
        for number in range(2000):
            seen.append(out.tell())
            yield marche(f"m{number}")

    from hub.exports import write

    assert write(out, "marches", documents(), EDITION, format_="csv") == 2000
    assert seen[1] > 0
    assert seen == sorted(seen)
    assert not out.closed
