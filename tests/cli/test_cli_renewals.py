"""Contracts that come back, as a facilitator reads them."""

from __future__ import annotations

import csv
import io
import json

import pytest

SURFACE = {
    *("marche_id", "title", "buyer", "cpv", "amount", "end_max", "window", "previous_clause", "hours"),
    *("confidence", "reasons"),
}
CLAUSE = "Le marché comporte une clause d'insertion obligatoire de 2100 heures."


def awarded(key, published, **facts):
    body = {
        "key": key,
        "kind": "result",
        "title": f"Nettoyage des bâtiments {key}",
        "published": published,
        "nature": "services",
        "cpv": ["90910000"],
        "duration_months": "48",
        "value": {"amount": "480000"},
        "buyers": [{"name": f"Commune de Valbrune {key}"}],
        "places": [{"insee": "38052", "departement": "38"}],
        "departements": ["38"],
    }
    return {**body, **facts}


CONTRACTS = [
    awarded("ouvert", "2023-09-01", texts=[{"field": "infosSup", "text": CLAUSE}]),
    awarded("loin", "2026-09-01", value=None),
    awarded("passe", "2022-12-20", places=[], departements=["75"]),
]


@pytest.fixture
def contracts(cli, home):
    (home / "toy.jsonl").write_text("".join(json.dumps(each) + "\n" for each in CONTRACTS))
    assert cli("sync", "toy").code == 0
    assert "Renouvellements : 3 à venir sur 3 marchés relus." in cli("consolidate").out
    assert cli("assess").code == 0
    return home


def keys(ran):
    return [each["notices"][0]["key"] for each in ran.json["items"]]


def test_the_documents_have_the_names_of_the_public_surface(cli, contracts):
    document = cli("renewals", "--json").json
    assert (document["total"], document["next"]) == (3, None)
    assert all(set(each) >= SURFACE for each in document["items"])
    lines = [json.loads(line) for line in cli("renewals", "--format", "jsonl").out.splitlines()]
    assert lines == document["items"]
    first = lines[0]
    assert (first["end_max"], first["window"]) == (
        "2027-09-01",
        {"from": "2026-03-01", "to": "2027-05-01"},
    )


def test_the_table_tells_the_window_the_end_and_the_clause(cli, contracts):
    ran = cli("renewals")
    assert ran.code == 0
    for said in (
        *("ouverte jusqu’au", "01/05/2027", "s’ouvre le", "passée", "01/09/2027"),
        *("Nettoyage des bâtiments ouvert", "Commune de Valbrune ouvert · Oisans", "480\u202f000\u00a0€ HT"),
        *(
            "clause présente",
            "sans clause connue",
            "2\u202f100\u00a0h",
            "Confiance ",
            "Durée lue dans l’avis",
        ),
    ):
        assert said in ran.out
    assert ran.out.index("ouverte jusqu’au") < ran.out.index("s’ouvre le") < ran.out.index("passée")


@pytest.mark.parametrize("width", [72, 100, 200])
def test_the_table_fits_the_terminal(cli, contracts, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    assert max(map(len, cli("renewals").out.splitlines())) <= width


def test_filters(cli, contracts):
    assert keys(cli("renewals", "--within", "12", "--json")) == ["ouvert", "passe"]
    assert keys(cli("renewals", "--territory", "oisans", "--json")) == ["ouvert", "loin"]
    assert keys(cli("renewals", "--within", "0", "--json")) == []
    one = cli("renewals", "--limit", "1", "--json").json
    assert (len(one["items"]), one["total"]) == (1, 3)
    assert "et 2 autres : --limit 0" in cli("renewals", "--limit", "1").out


def test_csv(cli, contracts):
    rows = list(csv.DictReader(io.StringIO(cli("renewals", "--format", "csv").out)))
    assert [row["window_state"] for row in rows] == ["ouverte", "a_venir", "passee"]
    assert (rows[0]["previous_clause"], rows[1]["amount"]) == ("presente", "")


def test_nothing_ends_says_what_to_do(cli, home):
    assert "hub scout" in cli("renewals").out
