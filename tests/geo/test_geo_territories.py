"""The shipped territories, the user's, and every way to write a file wrong."""

from pathlib import Path

import pytest

from hub import geo
from hub.clauses.conventions import Conventions
from hub.plugin_api import HubError

GOOD = """
id = "oisans"
label = "Oisans (PLIE)"
epci = ["243800745"]
communes = ["38562", "38534"]
buyers = ["243800745"]
keywords = ["Oisans"]
funders = ["Région", { name = "FSE+", report = "fse" }]
excluded_cpv = ["33", "7121"]

[neighbours]
epci = ["200040715"]
radius_km = 40

[rates]
insertion = 0.07
hourly_cost = 32
minimum_hours = 70
"""


def write(folder: Path, text: str, name: str = "t.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path) -> str:
    with pytest.raises(HubError) as caught:
        geo.load_territories([path])
    assert caught.value.code == "territory-invalid"
    assert str(path) in caught.value.cause
    assert str(path) in caught.value.next_step
    return caught.value.cause


@pytest.mark.parametrize(
    ("id_", "communes", "region", "nuts3"),
    [
        ("oisans", 19, "84", "FRK24"),
        ("matheysine", 43, "84", "FRK24"),
        ("trieves", 27, "84", "FRK24"),
        ("alpes-sud-isere", 89, "84", "FRK24"),
        ("isere", 512, "84", "FRK24"),
        ("vallee-sud", 11, "11", "FR105"),
        ("ain", 391, "84", "FRK21"),
    ],
)
def test_shipped_territories(id_, communes, region, nuts3):
    territory = geo.load_territories()[id_]
    assert len(territory.communes) == communes
    assert (territory.region, territory.nuts3) == (region, (nuts3,))
    assert all(geo.commune(insee).insee == insee for insee in territory.communes)


def test_only_a_whole_departement_is_whole():
    shipped = geo.shipped_territories()
    assert shipped["isere"].whole_departements == {"38"}
    assert not any(shipped[id_].whole_departements for id_ in ("oisans", "alpes-sud-isere", "vallee-sud"))
    assert "38534" not in shipped["oisans"], "codes are those of today"
    assert "38253" in shipped["oisans"]


def test_the_users_file_replaces_the_shipped_one(tmp_path):
    write(tmp_path, GOOD)
    loaded = geo.load_territories([str(tmp_path / "*.toml")])
    oisans = loaded["oisans"]
    assert len(loaded) == 7
    assert oisans.label == "Oisans (PLIE)"
    assert len(oisans.communes) == 20, "19 of the EPCI and Vizille; Vénosc is Les Deux Alpes"
    assert (oisans.departements, oisans.region, oisans.nuts3) == (("38",), "84", ("FRK24",))
    assert oisans.neighbours == geo.Neighbours(("200040715",), 40)
    assert oisans.funders == (geo.Funder("Région"), geo.Funder("FSE+", "fse"))
    assert geo.load_territories()["oisans"].label == "Oisans"


def test_rates_become_conventions(tmp_path):
    territory = geo.load_territories([write(tmp_path, GOOD)])["oisans"]
    conventions = Conventions(**territory.conventions)
    assert (conventions.insertion_rate, conventions.hourly_cost, conventions.minimum_hours) == (0.07, 32, 70)
    assert conventions.excluded_cpv == ("33", "7121")
    assert conventions.hourly_cost_low == Conventions().hourly_cost_low
    assert "Oisans (PLIE)" in conventions.label
    assert geo.load_territories()["isere"].conventions == {}


def test_a_file_a_folder_and_a_glob_name_the_same_file_once(tmp_path):
    path = write(tmp_path, GOOD)
    assert len(geo.load_territories([path, tmp_path, str(tmp_path / "*.toml")])) == 7
    assert len(geo.load_territories([tmp_path / "none" / "*.toml"])) == 7


def test_an_epci_that_crosses_a_border_brings_both_departements(tmp_path):
    path = write(tmp_path, 'id = "vienne"\nlabel = "Vienne"\nepci = ["200077014"]\ndepartements = ["38"]')
    vienne = geo.load_territories([path])["vienne"]
    assert (len(vienne.communes), vienne.departements) == (30, ("38", "69"))


def test_an_arrondissement_belongs_to_the_territory_of_its_city(tmp_path):
    path = write(tmp_path, 'id = "lyon"\nlabel = "Lyon"\ncommunes = ["69123"]')
    lyon = geo.load_territories([path])["lyon"]
    assert "69383" in lyon
    assert "69266" not in lyon


BASE = 'id = "x"\nlabel = "X"\ndepartements = ["38"]\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('label = "X"\ndepartements = ["38"]', ["clé `id` : manque"]),
        ('id = "X y"\nlabel = "X"\ndepartements = ["38"]', ["clé `id`", "'X y'", "minuscules"]),
        ('id = "x"\ndepartements = ["38"]', ["clé `label` : manque"]),
        ('id = "x"\nlabel = 3\ndepartements = ["38"]', ["clé `label` : un texte est attendu, pas 3"]),
        ('id = "x"\nlabel = "X"', ["aucune commune : écrire `epci`, `communes` ou `departements`"]),
        (BASE + 'epci = ["243800746"]', ["clé `epci`", "'243800746'", "243800745 (CC de l'Oisans) ?"]),
        (BASE + 'epci = ["Oisans"]', ["peut-être 243800745 (CC de l'Oisans) ?"]),
        (BASE + 'epci = ["200057966"]', ["aucun EPCI de 2026 n’est '200057966'"]),
        (BASE + "epci = [243800745]", ['s’écrit entre guillemets ("243800745")']),
        (BASE + 'epci = "243800745"', ["clé `epci` : une liste de textes est attendue"]),
        (BASE + 'communes = ["Huez"]', ["clé `communes`", "38191 (Huez) ?"]),
        (BASE + 'communes = ["Allemont"]', ["38005 (Allemond)"]),
        (BASE + 'communes = ["38860"]', ["38253 (Les Deux Alpes)"]),
        (BASE + 'communes = ["38999"]', ["aucune commune de 2026 n’a le code INSEE '38999'"]),
        ('id = "x"\nlabel = "X"\ndepartements = ["Isère"]', ["clé `departements`", "peut-être 38 ?"]),
        ('id = "x"\nlabel = "X"\ndepartements = ["20"]', ["no département has the code '20'"]),
        (BASE + 'region = "82"', ["clé `region`", "'82'"]),
        (BASE + 'nuts3 = ["FRK2"]', ["clé `nuts3`", "'FRK2'"]),
        (BASE + 'buyers = ["243800746"]', ["clé `buyers`", "check digit"]),
        (BASE + 'keywords = ["Oz"]', ["clé `keywords`", "trop court"]),
        (BASE + 'excluded_cpv = ["4"]', ["clé `excluded_cpv`", "de deux à huit chiffres"]),
        (BASE + "funders = [3]", ["clé `funders` : une liste de tables est attendue"]),
        (BASE + 'funders = [{ report = "x" }]', ["clé `funders[0].name` : manque"]),
        (
            BASE + 'funders = [{ name = "x", raport = "y" }]',
            ["`funders[0].raport`", "peut-être `report` ?"],
        ),
        (BASE + "neighbours = 30", ["clé `neighbours` : une table est attendue, pas 30"]),
        (BASE + "[neighbours]\nradius_km = -1", ["clé `neighbours.radius_km`", "de 0 à 1000"]),
        (BASE + '[neighbours]\nepci = ["1"]', ["clé `neighbours.epci`"]),
        (BASE + "[rates]\ninsertion = 5", ["clé `rates.insertion`", "de 0.001 à 1", "pas 5"]),
        (BASE + "[rates]\nhourly_cost = true", ["clé `rates.hourly_cost`", "pas True"]),
        (BASE + "[rates]\nhourly_cots = 30", ["clé inconnue (peut-être `hourly_cost` ?)"]),
        (BASE + 'departement = "38"', ["clé `departement` : clé inconnue (peut-être `departements` ?)"]),
        (BASE + "zzz = 1", ["clé `zzz` : clé inconnue (les clés : buyers, communes,"]),
        ("id = ", ["n’est pas du TOML"]),
    ],
)
def test_what_is_wrong_is_named(tmp_path, text, said):
    cause = refused(write(tmp_path, text))
    for words in said:
        assert words in cause


def test_all_problems_are_told_at_once(tmp_path):
    cause = refused(write(tmp_path, 'id = "x"\nepci = ["1"]\nzzz = 1'))
    assert all(key in cause for key in ("`label`", "`epci`", "`zzz`"))


def test_a_named_file_that_is_missing_is_an_error(tmp_path):
    assert "ce fichier n’existe pas" in refused(tmp_path / "absent.toml")


def test_a_file_that_is_not_utf8_is_an_error(tmp_path):
    path = tmp_path / "latin.toml"
    path.write_bytes('id = "x"\nlabel = "Trièves"'.encode("latin-1"))
    assert "n’est pas de l’UTF-8" in refused(path)


def test_two_files_with_one_id_are_an_error(tmp_path):
    first = write(tmp_path, GOOD, "a.toml")
    second = write(tmp_path, GOOD, "b.toml")
    with pytest.raises(HubError) as caught:
        geo.load_territories([tmp_path])
    assert "'oisans'" in caught.value.cause
    assert str(first) in caught.value.cause
    assert str(second) in caught.value.cause
