"""Départements, regions, NUTS codes of three nomenclatures, distances."""

import pytest

from hub import geo


@pytest.mark.parametrize(
    ("nuts", "departement"),
    [
        ("FRK24", "38"),
        ("frk21", "01"),
        (" FR105 ", "92"),
        ("FR714", "38"),
        ("FR824", "13"),
        ("FR831", "2A"),
        ("FRM02", "2B"),
        ("FR301", "59"),
        ("FRA50", "976"),
        ("FR910", "971"),
        ("FRY40", "974"),
        ("FRY4", "974"),
        ("FR", None),
        ("FRK2", None),
        ("FRM0", None),
        ("FRZZZ", None),
        ("ITC11", None),
        ("", None),
        ("38", None),
    ],
)
def test_departement_of_nuts(nuts, departement):
    assert geo.departement_of_nuts(nuts) == departement


def test_the_old_nomenclature_covers_the_96_departements_once():
    old = [f"FR{a}{b}{c}" for a in range(1, 10) for b in range(10) for c in range(10)]
    found = [code for nuts in old if (code := geo.departement_of_nuts(nuts)) and len(code) == 2]
    assert len(found) == len(set(found)) == 96


def test_nuts3_and_back():
    assert geo.nuts3_of("38") == "FRK24"
    assert geo.nuts3_of("2a") == "FRM01"
    assert geo.nuts3_of("988") is None
    assert geo.nuts3_of("20") is None


def test_names_and_regions():
    assert geo.departement_name("38") == "Isère"
    assert geo.departement_named("ISERE") == "38"
    assert geo.departement_named("Isère et Rhône") is None
    assert geo.region_of("38") == geo.region_of("01") == "84"
    assert geo.region_name("84") == "Auvergne-Rhône-Alpes"
    assert geo.departement_name("20") is geo.region_of("99") is geo.region_name("99") is None


def test_distance_is_the_great_circle():
    assert geo.distance_km(45.0, 6.0, 45.0, 6.0) == 0
    assert geo.distance_km(0, 0, 0, 1) == pytest.approx(111.195, abs=0.01)
    assert geo.distance_km(0, 179.5, 0, -179.5) == pytest.approx(111.195, abs=0.01)
    assert geo.distance_km(0, 0, 0, 180) == pytest.approx(20015.1, abs=0.1)


def test_distance_between_two_communes_of_the_oisans():
    bourg, huez = geo.commune("38052"), geo.commune("38191")
    apart = geo.distance_km(bourg.latitude, bourg.longitude, huez.latitude, huez.longitude)
    assert 4 < apart < 9
