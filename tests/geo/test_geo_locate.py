"""Which territories a marché touches: place of performance, then the buyer's seat, then words."""

import pytest

from hub import geo
from hub.plugin_api import Address

BOURG = Address(city="Le Bourg-d'Oisans", postcode="38520")
GRENOBLE = Address(city="Grenoble", postcode="38000")
ISERE = Address(nuts="FRK24")


def located(**known):
    return {found.id: found.certainty for found in geo.locate(geo.shipped_territories(), **known)}


def reason(id_, **known):
    return next(found.reason for found in geo.locate(geo.shipped_territories(), **known) if found.id == id_)


def test_a_commune_inside_is_certain_in_each_territory_that_holds_it():
    assert located(places=[BOURG]) == dict.fromkeys(["oisans", "alpes-sud-isere", "isere"], "certain")
    assert reason("oisans", places=[BOURG]) == "Lieu d’exécution : Le Bourg-d'Oisans (38)."


def test_frk24_alone_is_the_departement_and_an_uncertain_territory():
    uncertain = dict.fromkeys(["oisans", "matheysine", "trieves", "alpes-sud-isere"], "incertain")
    for known in ({"places": [ISERE]}, {"departements": ["38"]}, {"places": [Address(nuts="FR714")]}):
        assert located(**known) == {"isere": "certain", **uncertain}
        assert reason("oisans", **known).startswith("Département, territoire incertain")


def test_the_surest_come_first():
    found = geo.locate(geo.shipped_territories(), places=[ISERE])
    assert [each.certainty for each in found] == ["certain"] + ["incertain"] * 4


def test_38220_alone_never_matches():
    found = located(places=[Address(postcode="38220")])
    assert found["oisans"] == found["matheysine"] == found["alpes-sud-isere"] == "incertain"
    assert "trieves" not in found, "no commune of the Trièves has this post code"
    assert found["isere"] == "certain", "all ten communes are in the Isère"
    assert "10 communes" in reason("oisans", places=[Address(postcode="38220")])


def test_a_post_code_wholly_inside_is_certain():
    assert located(places=[Address(postcode="38350")])["matheysine"] == "certain"


def test_the_name_settles_38220():
    found = located(places=[Address(postcode="38220", city="Vizille")])
    assert found == {"isere": "certain"}
    assert located(places=[Address(postcode="38220", city="Livet et Gavet")])["oisans"] == "certain"


def test_the_buyers_seat_is_probable_when_the_place_says_no_more_than_the_departement():
    for known in ({"places": [ISERE]}, {}, {"departements": ["38"]}):
        found = located(buyer=BOURG, **known)
        assert found["oisans"] == "probable"
    assert reason("oisans", buyer=BOURG) == "Siège de l’acheteur : Le Bourg-d'Oisans (38)."
    assert located(buyer=BOURG)["isere"] == "probable"


def test_the_place_of_performance_comes_before_the_buyers_seat():
    assert located(places=[GRENOBLE], buyer=BOURG) == {"isere": "certain"}
    assert located(places=[BOURG], buyer=GRENOBLE)["oisans"] == "certain"
    assert located(places=[Address(nuts="FRK26")], buyer=BOURG) == {}


def test_a_departement_beside_a_commune_of_it_only_repeats_it():
    assert located(places=[GRENOBLE, ISERE], departements=["38"]) == {"isere": "certain"}


def test_a_declared_departement_is_doubted_when_the_place_is_elsewhere():
    lyon = Address(city="Lyon", postcode="69003")
    assert located(places=[lyon], departements=["38", "69"]) == {"isere": "probable"}


def test_the_declared_departement_settles_a_homonym():
    assert located(places=[Address(label="Saint-Honoré")], departements=["38"])["matheysine"] == "certain"


def test_keywords_are_probable_with_a_departement_and_uncertain_without():
    text = "Entretien des sentiers du Trièves"
    assert located(places=[ISERE], texts=[text])["trieves"] == "probable"
    assert reason("trieves", places=[ISERE], texts=[text]) == "« Trièves » est cité dans l’avis."
    assert located(texts=[text]) == {"trieves": "incertain", "alpes-sud-isere": "incertain"}
    assert "trieves" not in located(departements=["01"], texts=[text])


def test_keywords_beside_a_place_elsewhere_are_only_uncertain():
    found = located(places=[GRENOBLE], texts=["RD 1091, vallée de la Romanche"])
    assert found == {"isere": "certain", "oisans": "incertain", "alpes-sud-isere": "incertain"}


def test_the_label_of_a_place_is_a_text_as_well():
    assert located(places=[Address(label="Massif de l'Oisans", departement="38")])["oisans"] == "probable"


def test_dimensions_do_not_name_mens():
    assert (
        located(departements=["38"], texts=["Dimensions, mensualités, corps d'état"])["trieves"]
        == "incertain"
    )


def test_a_followed_buyer_is_probable_wherever_it_buys():
    assert located(buyer_siren="200057966", places=[GRENOBLE])["vallee-sud"] == "probable"
    assert located(buyer_siren="20005796600015")["vallee-sud"] == "probable"


def test_the_epci_of_a_territory_is_followed_without_being_listed():
    found = located(buyer_siren="243800745", places=[ISERE])
    assert (found["oisans"], found["matheysine"]) == ("probable", "incertain")
    assert "CC de l'Oisans" in reason("oisans", buyer_siren="243800745")


def test_vallee_sud_goes_by_its_communes():
    assert located(places=[Address(city="Sceaux", postcode="92330")]) == {"vallee-sud": "certain"}
    assert located(places=[Address(city="Nanterre", postcode="92000")]) == {}
    assert located(places=[Address(nuts="FR105")]) == {"vallee-sud": "incertain"}


def test_several_places_make_several_territories():
    places = [BOURG, Address(city="Mens", postcode="38710"), Address(city="Sceaux", postcode="92330")]
    found = located(places=places)
    assert {"oisans", "trieves", "alpes-sud-isere", "isere", "vallee-sud"} == set(found)
    assert set(found.values()) == {"certain"}


@pytest.mark.parametrize(
    "known",
    [
        {},
        {"places": [Address(), Address(label="voir CCTP")]},
        {"departements": ["99", "", "zz"]},
        {"places": [Address(city="Genève", country="CHE")], "texts": ["", "\x00"]},
        {"buyer": Address(), "buyer_siren": "", "texts": []},
    ],
)
def test_nothing_known_touches_nothing(known):
    assert located(**known) == {}


def test_territories_may_be_any_iterable():
    oisans = geo.shipped_territories()["oisans"]
    assert geo.locate([oisans], places=[BOURG]) == geo.locate({"oisans": oisans}, places=[BOURG])
