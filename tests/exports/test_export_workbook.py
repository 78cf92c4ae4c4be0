"""The workbook, read again as a spreadsheet program reads it."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest
import xlsxwriter
from export_documents import CREDITS, EDITION, FORMULAS, HOSTILE, employer, exported, marche, renewal
from openpyxl import load_workbook

from hub.exports.columns import Column
from hub.exports.sheet import Formats, Sheet


def book(*documents, **how):
    return load_workbook(io.BytesIO(exported("xlsx", *documents, **how)))


def rows(sheet):
    heading, *others = sheet.iter_rows()
    return [dict(zip((cell.value for cell in heading), row, strict=True)) for row in others]


def test_each_value_has_its_type_and_its_french_format():
    (row,) = rows(book(marche())["Marchés"])
    assert (row["Montant HT"].value, row["Montant HT"].number_format) == (240000.5, "#,##0.00")
    assert row["Publié le"].value == datetime(2026, 11, 2)
    assert row["Publié le"].number_format == "dd/mm/yyyy"
    assert row["Limite des offres"].value == datetime(2026, 12, 20, 12, 0)
    assert row["Limite des offres"].number_format == "dd/mm/yyyy hh:mm"
    assert (row["Heures d’insertion"].value, row["Heures d’insertion"].number_format) == (245, "#,##0")
    assert (row["SIRET de l’acheteur"].value, row["SIRET de l’acheteur"].data_type) == ("01999002100019", "s")
    assert row["Durée (mois)"].value == 4.5
    assert row["Motifs"].alignment.wrap_text
    (row,) = rows(book(employer(), noun="employers")["Employeurs"])
    assert (row["Longitude"].value, row["Code INSEE"].value) == (-5.25, "01053")


def test_the_heading_is_frozen_and_filtered_and_the_sheet_prints():
    sheet = book(marche(), marche("m2"))["Marchés"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert sheet.column_dimensions["C"].width > 40
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$1:$1"


def test_lots_have_their_own_sheet_under_their_marche():
    lots = rows(book(marche(), marche("m2", title="Peinture"))["Lots"])
    assert [(lot["Marché (identifiant)"].value, lot["Lot"].value) for lot in lots] == [
        *(("m1", "1"), ("m1", "2")),
        *(("m2", "1"), ("m2", "2")),
    ]
    assert lots[3]["Marché"].value == "Peinture"


def test_the_last_sheet_names_the_sources_that_were_drawn_from():
    found = book(renewal(), noun="renewals")
    assert found.sheetnames == ["Renouvellements", "Sources"]
    sheet = found["Sources"]
    source = rows(sheet)[0]
    assert [cell.value for cell in source.values()] == [
        *("boamp", "BOAMP", "DILA", "Licence Ouverte 2.0", datetime(2026, 11, 24, 0, 30)),
    ]
    told = [row[0].value for row in sheet.iter_rows(min_row=3) if row[0].value]
    assert told[0] == "Marchés, Oisans. Document établi le 24/11/2026 à 10:30 avec Passerelle."
    assert not [cell for cell in told if cell == CREDITS[1]["connector"]]


def test_the_document_says_what_it_is():
    properties = book(marche()).properties
    assert (properties.title, properties.creator) == (EDITION.title, "Passerelle")
    assert properties.created == datetime(2026, 11, 24, 9, 30)


def test_no_text_becomes_a_formula_even_when_its_cell_is_edited():
    documents = [marche(f"m{place}", title=text) for place, text in enumerate(FORMULAS)]
    raw = exported("xlsx", *documents)
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        assert not [name for name in parts.namelist() if b"<f>" in parts.read(name)]
        assert b'quotePrefix="1"' in parts.read("xl/styles.xml")
    for row in rows(load_workbook(io.BytesIO(raw))["Marchés"]):
        assert (row["Marché"].data_type, row["Marché"].quotePrefix) == ("s", True)
        assert not row["Acheteur"].quotePrefix


@pytest.mark.parametrize(
    ("url", "followed"),
    [
        ("https://avis.example.fr/26-1?a=b%20c&d=é#lot", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("external:c:\\\\x.xlsx", False),
        ("internal:Sources!A1", False),
        ("https://avis.example.fr/" + "a" * 3000, False),
    ],
)
def test_only_web_addresses_are_links(url, followed):
    one = {"connector": "boamp", "key": "1", "published": "2026-11-02", "url": url}
    (row,) = rows(book(marche(notices=[one]))["Marchés"])
    assert row["Avis"].value == url
    assert (row["Avis"].hyperlink is not None) is followed


def test_hostile_texts_and_figures_do_not_break_the_file():
    (row,) = rows(
        book(
            marche(
                title=HOSTILE,
                next_step="x" * 40_000,
                published="1066-10-14",
                value={"amount": 10**400, "currency": "EUR", "basis": "x"},
            )
        )["Marchés"]
    )
    assert row["Marché"].value == 'Lot "A";\nB,<script>alert(1)</script> & fin'
    assert (len(row["À faire"].value), row["À faire"].value[-4:]) == (32_767, " […]")
    assert row["Publié le"].value == "1066-10-14"
    assert row["Montant HT"].data_type == "s"


def test_a_full_sheet_goes_on_in_another_one():
    """A workbook drops rows beyond its millionth without a word."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as made:
        sheet = Sheet(made, "Lots", [Column("id", "Identifiant", "id")], Formats(made), max_rows=2)
        for number in range(5):
            sheet.add({"id": f"m{number}"})
        sheet.finish()
    found = load_workbook(io.BytesIO(out.getvalue()))
    assert found.sheetnames == ["Lots", "Lots (2)", "Lots (3)"]
    assert [row["Identifiant"].value for name in found.sheetnames for row in rows(found[name])] == [
        f"m{number}" for number in range(5)
    ]
    assert found["Lots (2)"].freeze_panes == "A2"


def test_the_same_documents_make_the_same_bytes():
    assert exported("xlsx", marche()) == exported("xlsx", marche())


def test_an_error_halfway_is_the_one_that_is_told_and_leaves_no_file_open(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def documents():
        yield marche()
        raise RuntimeError("the store went away")

    from hub.exports import write

    with pytest.raises(RuntimeError, match="went away"):
        write(io.BytesIO(), "marches", documents(), EDITION, format_="xlsx")
    assert not list(tmp_path.iterdir())
