"""From what notices print to a place, and never further than it says."""

import pytest

from hub import geo
from hub.plugin_api import Address


def resolve(**known):
    return geo.resolve(Address(**known))


@pytest.mark.parametrize(
    ("known", "insee", "certainty"),
    [
        ({"insee": "38534"}, "38253", "certain"),
        ({"city": "VIZILLE CEDEX", "postcode": "38220"}, "38562", "certain"),
        ({"city": "Le Bourg d’Oisans", "departement": "38"}, "38052", "certain"),
        ({"city": "Mens", "nuts": "FR714"}, "38226", "certain"),
        ({"city": "38520 Le Bourg d'Oisans"}, "38052", "certain"),
        ({"city": "Sanary-sur-Mer"}, "83123", "certain"),
        ({"city": "GRENOBLE CEDEX 1", "postcode": "38025"}, "38185", "certain"),
        ({"city": "Paris", "postcode": "75008"}, "75056", "certain"),
        ({"city": "Saint-Denis", "postcode": "97400", "country": "REU"}, "97411", "certain"),
        ({"label": "Commune du Bourg d'Oisans (38)"}, "38052", "certain"),
        ({"label": "38 - Mens"}, "38226", "certain"),
        ({"label": "17 Grand Place 59066 ROUBAIX"}, "59512", "certain"),
        ({"label": "Le Bourg-d'Oisans (38520)"}, "38052", "certain"),
        ({"label": "Vizille, Isère"}, "38562", "certain"),
        ({"label": "MAIRIE DE LA MURE", "postcode": "38350"}, "38269", "certain"),
        ({"label": "Vienne", "departement": "38"}, "38544", "certain"),
        ({"label": "Gymnase, Huez", "departement": "38"}, "38191", "probable"),
        ({"label": "Sanary-sur-Mer"}, "83123", "probable"),
        ({"label": "Ville d'Avray"}, "92077", "probable"),
        ({"city": "Vizille", "postcode": "38520"}, "38562", "probable"),
        ({"city": "Alpe d'Huez", "postcode": "38750"}, "38191", "probable"),
    ],
)
def test_a_commune_is_found(known, insee, certainty):
    place = resolve(**known)
    assert (place.insee, place.certainty) == (insee, certainty)
    assert place.candidates == (insee,)
    commune = geo.commune(insee)
    assert (place.latitude, place.longitude) == (commune.latitude, commune.longitude)
    assert place.nuts == geo.nuts3_of(commune.departement)


@pytest.mark.parametrize(
    ("known", "departement"),
    [
        ({"nuts": "FRK24"}, "38"),
        ({"nuts": "FR714"}, "38"),
        ({"departement": "1"}, "01"),
        ({"label": "Isère"}, "38"),
        ({"label": "Département de l'Isère"}, "38"),
        ({"label": "voir CCTP", "departement": "38"}, "38"),
        ({"insee": "38999"}, "38"),
        ({"postcode": "38925"}, "38"),
        ({"city": "Lyon", "departement": "38"}, "38"),
    ],
)
def test_a_departement_alone_is_uncertain(known, departement):
    place = resolve(**known)
    assert (place.insee, place.departement, place.candidates) == (None, departement, ())
    assert place.nuts == geo.nuts3_of(departement)
    assert place.certainty == "incertain"


@pytest.mark.parametrize(
    "known",
    [
        {},
        {"label": "Vienne"},  # a town of the Isère, and a département
        {"label": "Multiple"},
        {"nuts": "FRK2"},
        {"city": "Genève", "country": "CHE"},
        {"postcode": "abc", "departement": "zz", "insee": "?", "nuts": "x"},
        {"label": "\x00 \u202e 999999999 (99)"},
    ],
)
def test_nothing_is_guessed(known):
    place = resolve(**known)
    assert (place.insee, place.departement, place.candidates) == (None, None, ())


def test_a_straddling_post_code_keeps_its_candidates():
    place = resolve(postcode="38220")
    assert place.insee is None
    assert len(place.candidates) == 10
    assert place.departement == "38"
    assert place.latitude is None


def test_a_wider_nuts_code_is_kept_as_it_is():
    assert resolve(nuts="FRK2").nuts == "FRK2"


def test_the_context_settles_a_homonym_but_not_against_the_town():
    homonym = Address(city="Saint-Honoré")
    assert geo.resolve(homonym).insee is None
    assert geo.resolve(homonym, departement="38").insee == "38396"
    assert geo.resolve(Address(label="Vienne"), departement="38").insee == "38544"
    lyon = geo.resolve(Address(city="Lyon"), departement="38")
    assert (lyon.insee, lyon.certainty) == ("69123", "probable")


def test_communes_of_places_names_each_once_in_order():
    places = [Address(city="Mens", departement="38"), Address(nuts="FRK24"), Address(insee="38052")]
    assert geo.communes_of_places([*places, *places]) == ("38226", "38052")
