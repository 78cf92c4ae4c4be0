"""``hub report precision``: how people judged each rule, to read or to process."""

from __future__ import annotations

import csv
import io
import json

import pytest

SURFACE = {
    *("about", "name", "type", "negated", "flagged", "reviewed", "kept", "refused", "shown_earlier"),
    *("precision", "low", "high", "reasons", "last", "last_words", "sentence"),
}


@pytest.fixture
def decided(cli, filled):
    note = "[red]trop loin\x1b[31m"
    assert cli("decide", "toy:26-1", "ecartee", "--because", "autre", "--note", note).code == 0
    return filled


def test_before_any_decision_it_says_how_to_take_one(cli, filled):
    ran = cli("report", "precision")
    assert (ran.code, ran.err) == (0, "")
    assert "hub decide" in ran.out


def test_the_table_is_to_be_read(cli, decided):
    ran = cli("report", "precision")
    assert (ran.code, ran.err) == (0, "")
    for words in ("Règles", "Potentiel", "Obligation", "Métiers", "Trop peu pour un chiffre", "95\u00a0%"):
        assert words in ran.out
    assert "[red]trop loin" in ran.out
    assert "\x1b" not in ran.out


def test_the_same_in_every_form(cli, decided):
    document = cli("report", "precision", "--json").json
    assert document["total"] == len(document["items"])
    assert all(set(each) == SURFACE for each in document["items"])
    lines = cli("report", "precision", "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == document["items"]
    table = list(csv.DictReader(io.StringIO(cli("report", "precision", "--format", "csv").out)))
    assert [row["name"] for row in table] == [each["name"] for each in document["items"]]
    refused = next(row for row in table if row["about"] == "rule" and row["refused"] == "1")
    assert refused["reasons"] == "autre:1"


def test_a_territory_and_a_day_are_checked(cli, decided):
    assert cli("report", "precision", "--territory", "oisan").code == 1
    assert cli("report", "precision", "--since", "hier").code == 2
    inside = cli("report", "precision", "--territory", "oisans", "--json").json["items"]
    assert {each["reviewed"] for each in inside if each["about"] == "rule"} == {1}
    later = cli("report", "precision", "--since", "2999-01-01", "--json").json["items"]
    assert {each["reviewed"] for each in later} == {0}


def test_the_group_alone_shows_what_it_holds(cli, home):
    ran = cli("report")
    assert ran.code == 0
    assert "precision" in ran.out
