"""Communes by code, post code and name: the 89 of the pilot territory, and what is special elsewhere."""

import subprocess
import sys
import unicodedata

import pytest

from hub import geo

OISANS, MATHEYSINE, TRIEVES = "243800745", "200040657", "200030658"
PILOT = [c for siren in (OISANS, MATHEYSINE, TRIEVES) for c in geo.communes_of_epci(siren)]


def only(name: str, **hints: str) -> str:
    found = geo.find_commune(name, **hints)
    assert len(found) == 1, [c.name for c in found]
    return found[0].insee


def bare(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


def spellings(name: str) -> set[str]:
    """How people print one name: capitals, no accent, no hyphen, St, curly apostrophe, no article."""
    short = name.replace("Sainte-", "Ste-").replace("Saint-", "St-")
    printed = {name, name.upper(), bare(name), bare(name).upper().replace("-", " ").replace("'", " ")}
    printed |= {short, bare(short).upper(), name.replace("'", "’"), f"{name} CEDEX 2", f"  {name} "}
    printed |= {name.removeprefix(article) for article in ("Le ", "La ", "Les ", "L'")}
    printed.add(unicodedata.normalize("NFD", name))
    return printed


def test_the_three_epci_have_their_89_communes():
    assert [len(geo.communes_of_epci(s)) for s in (OISANS, MATHEYSINE, TRIEVES)] == [19, 43, 27]
    assert all(c.latitude and c.longitude and c.postcodes for c in PILOT)


@pytest.mark.parametrize("expected", PILOT, ids=lambda c: c.insee)
def test_each_pilot_commune_is_found_however_it_is_written(expected):
    assert geo.commune(expected.insee) == expected
    for printed in spellings(expected.name):
        assert only(printed, departement="38") == expected.insee
        for postcode in expected.postcodes:
            assert only(printed, postcode=postcode) == expected.insee
            assert expected in geo.communes_of_postcode(postcode)


def test_a_name_and_its_post_code_settle_every_commune_of_ten_departements():
    some = ("01", "26", "2A", "2B", "38", "69", "73", "75", "92", "974")
    communes = [c for code in some for c in geo.communes_of_departement(code)]
    assert len(communes) > 2000
    assert all(geo.find_commune(c.name, postcode=c.postcodes[0]) == (c,) for c in communes)


def test_38220_alone_settles_nothing():
    names = {c.name for c in geo.communes_of_postcode("38220")}
    assert {"Livet-et-Gavet", "Laffrey", "Vizille"} <= names
    assert len(names) == 10
    assert geo.find_commune("", postcode="38220") == geo.communes_of_postcode("38220")
    assert only("LIVET ET GAVET", postcode="38220") == "38212"
    assert only("Vizille", postcode="38220") == "38562"


@pytest.mark.parametrize(
    ("printed", "present"),
    [("Mont-de-Lans", "38253"), ("VENOSC", "38253"), ("Chantelouve", "38073"), ("Cordéac", "38456")],
)
def test_names_of_before_a_merger_lead_to_the_present_commune(printed, present):
    assert only(printed, departement="38") == present


def test_codes_of_before_a_merger_lead_to_the_present_commune():
    assert geo.commune("38534").name == "Les Deux Alpes"
    assert geo.commune("38302").name == "Chantepérier"


@pytest.mark.parametrize("nothing", ["", "38999", "99999", "abcde", "38 052", "\x00", "3805"])
def test_an_unknown_code_is_none(nothing):
    assert geo.commune(nothing) is None


@pytest.mark.parametrize(
    ("printed", "insee"),
    [
        ("les 2 alpes", "38253"),
        ("LE BOURG DOISANS", "38052"),
        ("Mure (La)", "38269"),
        ("Villeneuve s/ Lot", "47323"),
        ("Fontenay s/Bois", "94033"),
        ("Fontenay s/s Bois", "94033"),
        ("St-Paul-lez-Durance", "13099"),
        ("L HAY LES ROSES", "94038"),
        ("Bors (Canton de Charente-Sud)", "16053"),
    ],
)
def test_abbreviations_of_addresses(printed, insee):
    assert only(printed) == insee


def test_homonyms_stay_several_until_a_hint_settles_them():
    assert len(geo.find_commune("Saint-Honoré")) > 1
    assert only("St Honoré", departement="38") == "38396"
    assert {c.insee for c in geo.find_commune("Bors")} == {"16052", "16053"}


def test_an_article_is_optional_but_the_exact_name_comes_first():
    # 15246 Valette and 38521 La Valette are two communes.
    assert only("Valette") == "15246"
    assert only("La Valette", departement="38") == "38521"
    assert only("Valette", departement="38") == "38521"
    assert only("Mure") == only("La Mure") == "38269"


def test_a_name_that_nobody_bears_is_not_guessed():
    assert geo.find_commune("Nulle-Part-sur-Mer") == ()
    assert geo.find_commune("Bourg d'Oisan") == ()


def test_a_cedex_falls_back_on_its_departement():
    assert geo.communes_of_postcode("38025") == ()
    assert only("GRENOBLE CEDEX 1", postcode="38025") == "38185"
    assert geo.find_commune("GRENOBLE CEDEX 1", postcode="73025") == ()


def test_a_real_post_code_of_another_commune_contradicts_the_name():
    assert geo.find_commune("Grenoble", postcode="38520") == ()


def test_a_cedex_of_ajaccio_is_not_taken_for_upper_corsica():
    # 20700 is above the 20200 that splits ordinary post codes.
    assert only("AJACCIO CEDEX 9", postcode="20700") == "2A004"


@pytest.mark.parametrize(
    ("printed", "insee", "city"),
    [
        ("Paris 8e", "75108", "75056"),
        ("PARIS 08", "75108", "75056"),
        ("Lyon 3ème arrondissement", "69383", "69123"),
        ("Lyon 3", "69383", "69123"),
        ("Marseille 1er", "13201", "13055"),
    ],
)
def test_arrondissements_are_themselves_with_their_city(printed, insee, city):
    assert only(printed) == insee
    assert geo.commune(insee).parent == city
    assert geo.commune(city).parent is None


def test_paris_by_post_code_is_an_arrondissement_and_by_name_the_city():
    assert [c.insee for c in geo.communes_of_postcode("75008")] == ["75108"]
    assert only("Paris", postcode="75008") == "75056"
    assert only("PARIS CEDEX 08", postcode="75384") == "75056"
    assert geo.find_commune("Paris 22") == ()


def test_corsica_and_overseas():
    bastia, denis = geo.commune("2B033"), geo.commune("97411")
    assert (bastia.departement, bastia.region) == ("2B", "94")
    assert (denis.name, denis.departement, denis.region) == ("Saint-Denis", "974", "04")
    assert only("Saint-Denis", postcode="97400") == "97411"
    assert geo.commune("97701").epci is None


def test_an_epci_may_cross_a_border():
    vienne = geo.epci("200077014")
    assert vienne.departements == ("38", "69")
    assert len(vienne.communes) == 30
    assert sum(insee.startswith("38") for insee in vienne.communes) == 18
    assert geo.epci("200057966") is None, "an EPT is no EPCI"


def test_importing_reads_nothing_and_stays_light():
    code = (
        "import sys, hub.geo as g, hub.geo.tables as t;"
        "assert t.commune_rows.cache_info().currsize == 0;"
        "assert g.shipped_territories.cache_info().currsize == 0;"
        "print(sorted({'prefect', 'sqlalchemy', 'fastapi', 'difflib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "prefect" not in done.stdout
    assert "sqlalchemy" not in done.stdout
