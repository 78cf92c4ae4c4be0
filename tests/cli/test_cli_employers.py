"""The registry on the terminal: who is there, how far, doing what, and who is no longer."""

from __future__ import annotations

import csv
import io
import json

import pytest
from cli_registry import employer, write

LA_MURE = {"address": {"insee": "38269", "departement": "38"}, "latitude": 44.905, "longitude": 5.787}
LIST = [
    employer("vert", name="Oisans Nature", capacity=12, siret="99999002100019"),
    employer("propre", name="Mure Propreté", kind="ACI", sectors=["nettoyage-de-locaux-16"], **LA_MURE),
    employer("muet", name="Interim Muet", kind="ETTI", sectors=[], **LA_MURE),
    employer("clos", name="Ancienne Régie", kind="EI", active=False),
    employer(
        "piege", name="=1+1 \x1b[31m[red]", kind="EA", sectors=[], address=None, latitude=None, longitude=None
    ),
]
SURFACE = {
    *("id", "kind", "name", "siret", "siren", "commune", "departement", "latitude", "longitude"),
    *("activities", "capacity", "status", "first_seen", "last_seen", "sources"),
}


@pytest.fixture
def listed(cli, registry):
    write(registry, LIST)
    assert cli("sync", "registre").code == 0
    assert "Employeurs : 5 nouveaux, 0 modifié" in cli("consolidate").out
    return registry


def names(cli, *args):
    return [each["name"] for each in cli("employers", *args, "--json").json["items"]]


def test_the_documents_have_the_names_of_the_public_surface(cli, listed):
    document = cli("employers", "--query", "nature", "--json").json
    assert (document["total"], document["next"]) == (1, None)
    assert set(document["items"][0]) == SURFACE
    near = cli("employers", "--query", "nature", "--near", "38269", "--format", "jsonl").out
    assert json.loads(near)["distance_km"] == pytest.approx(25, abs=2)


def test_the_table_says_how_far_and_who_is_closed(cli, listed):
    ran = cli("employers", "--near", "38052")
    assert ran.code == 0
    for said in (
        *("Oisans Nature", "Le Bourg-d'Oisans (38)", "<\u00a01\u00a0km", "Création et entretien", "12"),
        *("inactive", "registre", "commune inconnue", "non déclarées"),
        "5 structures : 1 ACI, 2 EI, 1 ETTI, 1 EA. Dont 1 inactive.",
        "Distances à vol d’oiseau depuis Le Bourg-d'Oisans (code INSEE 38052).",
    ):
        assert said in ran.out
    assert "\x1b" not in ran.out
    assert "Distance" not in cli("employers").out


@pytest.mark.parametrize("width", [72, 100, 200])
def test_the_table_fits_the_terminal(cli, listed, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    ran = cli("employers", "--near", "38052")
    table = ran.out[: ran.out.index("5 structures")]
    assert max(map(len, table.splitlines())) <= width


def test_filters(cli, listed):
    assert names(cli, "--kind", "aci") == ["Mure Propreté"]
    assert names(cli, "--near", "38269", "--radius", "5") == ["Interim Muet", "Mure Propreté"]
    assert names(cli, "--territory", "oisans", "--status", "active") == ["Oisans Nature"]
    assert names(cli, "--status", "inactive") == ["Ancienne Régie"]
    for words in ("espaces-verts", "Espaces verts", "creation-et-entretien-des-espaces-verts", "77310000"):
        assert names(cli, "--activity", words) == ["Ancienne Régie", "Oisans Nature"]


def test_a_search_by_activity_says_who_told_nothing(cli, listed):
    """Without the key of le marché most structures declare no sector: they are not absent."""
    ran = cli("employers", "--activity", "nettoyage", "--near", "38269", "--radius", "10")
    assert "1 structure : 1 ACI." in ran.out
    assert "Sans activité déclarée, donc à vérifier à part : 1 structure." in ran.out
    nobody = cli("employers", "--activity", "blanchisserie", "--kind", "EI")
    assert nobody.out.startswith("Aucun employeur ne correspond")


def test_a_post_code_that_is_also_an_insee_code_is_told(cli, listed):
    """38350 is Sainte-Agnès, and the post code of La Mure, 25 km away."""
    ran = cli("employers", "--near", "38350")
    assert "depuis Sainte-Agnès (code INSEE 38350)" in ran.out
    assert "celui de La Mure (38269)" in ran.out


def test_csv_cannot_run_in_a_spreadsheet(cli, listed):
    rows = list(csv.DictReader(io.StringIO(cli("employers", "--format", "csv").out)))
    assert len(rows) == 5
    assert next(row for row in rows if "1+1" in row["name"])["name"].startswith("'=")
    green = next(row for row in rows if row["name"] == "Oisans Nature")
    assert (green["insee"], green["sources"], green["status"]) == ("38052", "registre:vert", "active")


def test_limit_says_how_many_more(cli, listed):
    assert "et 3 autres : --limit 0" in cli("employers", "--limit", "2").out
    assert cli("employers", "--limit", "2", "--json").json["total"] == 5


def test_an_empty_registry_says_what_to_do(cli, home):
    ran = cli("employers")
    assert (ran.code, ran.out) == (
        0,
        "Aucun employeur ne correspond. Pour lire les registres : hub run --due\n",
    )
