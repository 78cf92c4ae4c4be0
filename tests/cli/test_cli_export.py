"""``hub export``: all that a list selects, in a file."""

from __future__ import annotations

import csv
import inspect
import json

import pytest
from icalendar import Calendar
from lxml import etree
from openpyxl import load_workbook

from hub.cli import export


def test_all_that_the_filters_select_is_written_and_said(cli, filled):
    ran = cli("export", "marches", "--to", "marches.csv")
    assert (ran.code, ran.out) == (0, f"2 lignes dans {filled / 'marches.csv'}\n")
    ran = cli("export", "marches", "--territory", "oisans", "--to", "oisans.jsonl", "--json")
    assert ran.json == {
        "noun": "marches",
        "path": str(filled / "oisans.jsonl"),
        "format": "jsonl",
        "style": "fr",
        "count": 1,
    }
    (line,) = (filled / "oisans.jsonl").read_text().splitlines()
    found = json.loads(line)
    assert found.pop("provenance")[0]["licence"] == "MIT"
    assert found == json.loads(cli("marches", "--territory", "oisans", "--format", "jsonl").out)


def test_the_hostile_title_is_text_in_every_format(cli, filled):
    for extension in ("csv", "xlsx", "ics", "atom"):
        assert cli("export", "marches", "--to", f"x.{extension}").code == 0
    rows = list(csv.DictReader((filled / "x.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert sum(row["Marché"].startswith("'=HYPERLINK") for row in rows) == 1
    book = load_workbook(filled / "x.xlsx")
    assert book.sheetnames == ["Marchés", "Lots", "Sources"]
    assert {cell.data_type for row in book["Marchés"].iter_rows(min_row=2) for cell in row} <= {"s", "n", "d"}
    assert book["Sources"]["C2"].value == "Personne"
    assert len(etree.parse(filled / "x.atom").findall("{*}entry")) == 2
    dates = Calendar.from_ical((filled / "x.ics").read_bytes()).walk("VEVENT")
    assert "Offres : Entretien des espaces verts du Bourg-d'Oisans" in [
        str(each["summary"]) for each in dates
    ]


def test_runs_are_all_written_and_name_their_source(cli, filled):
    assert cli("export", "runs", "--connector", "toy", "--style", "plain", "--to", "runs.csv").code == 0
    (row,) = csv.DictReader((filled / "runs.csv").open(encoding="utf-8"))
    assert (row["connector"], row["quarantined"], row["source"]) == ("toy", "1", "Jouet")
    assert cli("export", "runs", "--connector", "absent", "--to", "runs.csv").out.startswith("0 ligne dans")


@pytest.mark.parametrize("noun", ["renewals", "employers"])
def test_a_list_with_nothing_in_it_is_an_empty_file(cli, filled, noun):
    assert cli("export", noun, "--to", "vide.xlsx").code == 0
    assert load_workbook(filled / "vide.xlsx").worksheets[0].max_row == 1


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("marches", "--to", "x.pdf"), ".csv, .xlsx, .jsonl, .ics, .atom"),
        (("avis", "--to", "x.csv"), "marches, renewals, employers, runs"),
        (("employers", "--to", "x.ics"), ".csv, .xlsx, .jsonl."),
        (("marches",), "Il manque --to."),
        (("marches", "--to", "x.csv", "--style", "anglais"), "fr, plain"),
        (("marches", "--to", "x.csv", "--stage", "demain"), "amont, ouvert"),
        (("employers", "--to", "x.csv", "--radius", "3"), "--near INSEE"),
    ],
)
def test_what_is_wrongly_asked_ends_with_2_and_the_choices(cli, filled, asked, told):
    ran = cli("export", *asked)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert not list(filled.glob("x.*"))


def test_an_unknown_territory_and_a_missing_folder_end_with_1(cli, filled):
    assert cli("export", "renewals", "--territory", "oisan", "--to", "x.csv").code == 1
    ran = cli("export", "marches", "--to", "absent/x.csv")
    assert ran.code == 1
    assert "[export-not-written]" in ran.err


@pytest.mark.parametrize("noun", export._LISTS)
def test_an_export_takes_every_filter_of_its_list(noun):
    listing = export._LISTS[noun][0]
    wanted = set(inspect.signature(listing).parameters) - {"id_", "limit", "fmt", "as_json"}
    assert set(inspect.signature(export._command(noun)).parameters) == wanted | {"to", "style", "as_json"}


def test_the_choices_of_the_command_line_are_those_of_the_exports():
    from hub import exports

    assert export.STYLES == exports.STYLES
    assert tuple(export._LISTS) == tuple(exports.NOUNS)
