"""Rankings that a facilitator of the south of the Isère would agree with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub.geo import commune, distance_km
from hub.pipeline.matching import EmployerIndex, EmployerView, LotNeed, rank

LA_MURE, GRENOBLE = "38269", "38185"
GREEN, CLEANING, PAINT = (
    "creation-et-entretien-des-espaces-verts",
    "nettoyage-de-locaux-16",
    "peinture-revetement-des-murs",
)
KM = 1 / 111.195


def at(insee, km=0.0):
    """A point that many kilometres north of the centre of a commune."""
    place = commune(insee)
    return {
        "latitude": place.latitude + km * KM,
        "longitude": place.longitude,
        "departement": place.departement,
    }


def employer(id, kind, *sectors, insee=LA_MURE, km=0.0, **more):
    return EmployerView(
        id=id, kind=kind, name=more.pop("name", id), sectors=sectors, **{**at(insee, km), **more}
    )


def lot(cpv, insee=LA_MURE, nature="services", **more):
    place = commune(insee)
    return LotNeed(
        key="1",
        cpv=cpv,
        nature=nature,
        points=((place.latitude, place.longitude),),
        communes=(insee,),
        departements=(place.departement,),
        **more,
    )


def ids(need, *employers):
    return [one.employer.id for one in rank(need, EmployerIndex(employers))]


def only(need, one):
    (found,) = rank(need, EmployerIndex([one]))
    return found


def test_green_spaces_at_la_mure_the_near_aci_before_the_far_ei():
    found = rank(
        lot("77310000"),
        EmployerIndex([employer("ei-40", "EI", GREEN, km=40), employer("aci-5", "ACI", GREEN, km=5)]),
    )
    assert [(one.employer.id, one.distance_km) for one in found] == [("aci-5", 5.0), ("ei-40", 40.0)]
    assert found[0].activities == ("Création et entretien des espaces verts",)
    assert found[0].why == (
        "Déclare le secteur «\u00a0Création et entretien des espaces verts\u00a0».",
        "À 5\u00a0km à vol d’oiseau.",
        "ACI\u00a0: sous-traitance ou cotraitance.",
    )


def test_a_lot_reserved_to_disabled_workers_names_adapted_companies_and_esat_only():
    others = [employer(kind, kind, CLEANING) for kind in ("EI", "ACI", "AI", "ETTI", "GEIQ", "SEP")]
    adapted = [employer("ea", "EA", CLEANING, km=8), employer("esat", "ESAT", CLEANING, km=12)]
    assert ids(lot("90910000", types=("RES_H",)), *others, *adapted) == ["ea", "esat"]


def test_a_lot_reserved_to_the_siae_prefers_who_does_the_work_to_who_lends_people():
    kinds = [employer(kind.lower(), kind, CLEANING) for kind in ("ETTI", "EI", "EA", "GEIQ")]
    assert ids(lot("90910000", types=("RES_I",)), *kinds) == ["ei", "etti"]
    assert "ea" in ids(lot("90910000", types=("RES_HI",)), *kinds)


def test_prison_work_answers_a_lot_reserved_to_it_and_nothing_else():
    sep = employer("sep", "SEP", CLEANING)
    assert ids(lot("90910000", types=("RES_P",)), sep) == ["sep"]
    assert ids(lot("90910000"), sep) == []


def test_structural_work_calls_for_lending_people_geiq_of_the_trade_first():
    found = ids(
        lot("45223220", GRENOBLE, "travaux"),
        employer("etti", "ETTI", "travaux-de-chantiers-74", insee=GRENOBLE, km=10),
        employer("geiq-btp", "GEIQ", name="GEIQ BTP ISERE DROME ARDECHE", insee=GRENOBLE, km=4),
        employer("geiq-proprete", "GEIQ", name="GEIQ PROPRETE", insee=GRENOBLE),
        employer("ei", "EI", "travaux-de-chantiers-74", insee=GRENOBLE, km=10),
        employer("ai", "AI", insee=GRENOBLE, km=1),
    )
    # An EI is not the usual answer to structural work; a GEIQ of cleaners does none of it.
    assert found == ["etti", "geiq-btp", "ei", "ai"]


def test_supplies_are_not_lent():
    lenders = [employer(kind, kind, "equipements-et-mobiliers") for kind in ("ETTI", "AI", "GEIQ", "EATT")]
    esat = employer("esat", "ESAT", "equipements-et-mobiliers")
    assert ids(lot("39130000", nature="fournitures"), *lenders, esat) == ["esat"]


def test_a_declared_range_beats_the_distance_of_the_seat():
    wide = employer("wide", "EI", GREEN, km=80, range_km=100)
    narrow = employer("narrow", "EI", GREEN, km=20, range_km=10)
    far = employer("far", "EI", GREEN, km=60)
    assert ids(lot("77310000"), wide, narrow, far) == ["wide"]
    assert "rayon d’intervention déclaré (100\u00a0km), à 80\u00a0km" in only(lot("77310000"), wide).why[1]


@pytest.mark.parametrize("zone", [LA_MURE, "200040657", "38", "R84", "r84 "])
def test_a_declared_zone_is_a_commune_an_epci_a_departement_or_a_region(zone):
    inside = employer("inside", "EI", GREEN, km=300, zones=(zone,))
    assert ids(lot("77310000"), inside) == ["inside"]


def test_who_declares_other_zones_does_not_come():
    assert ids(lot("77310000"), employer("ain", "EI", GREEN, km=5, zones=("01", "R93"))) == []


def test_zones_in_words_that_we_do_not_know_leave_the_distance_to_speak():
    assert ids(lot("77310000"), employer("near", "EI", GREEN, km=5, zones=("grenoble-38",))) == ["near"]


def test_who_works_in_the_whole_country_comes_last():
    country = employer("country", "EI", GREEN, km=500, zones=("FRANCE",))
    assert ids(lot("77310000"), country, employer("local", "EI", GREEN, km=49)) == ["local", "country"]
    assert "toute la France" in only(lot("77310000"), country).why[1]


def test_who_has_no_coordinates_is_known_by_the_departement():
    unplaced = employer("unplaced", "EI", GREEN, latitude=None)
    found = only(lot("77310000"), unplaced)
    assert found.distance_km is None
    assert found.why[1] == "Même département, distance inconnue."
    assert ids(lot("77310000"), replace(unplaced, departement="01")) == []


def test_a_lot_known_by_its_departement_alone_finds_everybody_in_it():
    need = replace(lot("77310000"), points=(), communes=())
    assert ids(need, employer("here", "EI", GREEN), employer("there", "EI", GREEN, insee="01053")) == ["here"]


def test_a_lot_of_two_places_is_near_when_one_of_them_is():
    place = commune("01053")
    need = replace(lot("77310000"), points=((place.latitude, place.longitude), *lot("77310000").points))
    assert only(need, employer("aci", "ACI", GREEN, km=3)).distance_km == 3.0


def test_who_says_nothing_of_its_trade_comes_after_and_is_to_be_checked():
    silent = employer("silent", "ACI", km=1, naf="8899B")
    known = employer("known", "ACI", GREEN, km=40)
    assert ids(lot("77310000"), silent, known) == ["known", "silent"]
    found = only(lot("77310000"), silent)
    assert found.score < 0.25
    assert found.why[0] == "Métier inconnu\u00a0: à vérifier."


def test_who_is_known_to_do_something_else_does_not_come():
    assert (
        ids(lot("77310000"), employer("cleaner", "EI", CLEANING), employer("laundry", "EI", naf="96.01B"))
        == []
    )


def test_a_naf_code_counts_for_less_than_a_declared_sector_and_the_name_for_less_again():
    found = ids(
        lot("77310000"),
        employer("by-name", "ACI", name="BRIGADE ESPACES VERTS"),
        employer("by-naf", "ACI", naf="8130z"),
        employer("by-sector", "ACI", GREEN),
        employer("neighbour", "ACI", "entretien-des-jardins"),
    )
    assert found == ["by-sector", "by-naf", "by-name", "neighbour"]


def test_the_jobs_that_a_structure_hires_for_tell_its_trade():
    hires = employer("hires", "EI", "Entretien des espaces verts (A1203)", "Encadrement technique (K1801)")
    assert only(lot("77310000"), hires).why[0] == "Recrute en ce moment sur ce métier (ROME A1203)."


def test_jobs_in_other_trades_do_not_say_that_it_does_not_do_this_one():
    cook = employer("cook", "ACI", "Personnel de cuisine (G1602)")
    assert "à vérifier" in only(lot("77310000"), cook).why[0]
    assert ids(lot("77310000"), cook, employer("silent", "ACI")) == ["silent", "cook"]
    assert ids(lot("77310000"), employer("both", "ACI", CLEANING, "Personnel de cuisine (G1602)")) == []


def test_a_generalist_lends_people_for_any_trade_one_of_other_trades_less_so():
    found = ids(lot("90910000"), employer("other", "AI", GREEN), employer("any", "AI", naf="7830Z"))
    assert found == ["any", "other"]


def test_a_purchase_that_no_trade_answers_names_nobody_unless_its_buyer_reserved_it():
    silent = employer("esat", "ESAT")
    assert ids(lot("09310000", nature="fournitures"), silent) == []
    assert ids(lot("09310000", nature="fournitures", types=("RES_H",)), silent) == ["esat"]


def test_a_lot_of_unknown_trade_names_the_neighbours_and_says_so():
    found = only(lot(None), employer("ei", "EI", GREEN))
    assert found.why[0] == "Métier du lot inconnu\u00a0: à vérifier."
    assert found.score < 0.25


@pytest.mark.parametrize("kind", ["OPCS", "RESERVED", "PLIE"])
def test_bodies_that_employ_nobody_are_never_named(kind):
    assert ids(lot("77310000"), employer("body", kind, GREEN)) == []


def test_who_is_inactive_or_no_longer_listed_is_never_named():
    assert ids(lot("77310000"), employer("closed", "EI", GREEN, active=False)) == []


def test_an_unknown_kind_is_named_but_not_for_a_reserved_lot():
    unknown = employer("unlabelled", None, GREEN)
    assert "à vérifier" in only(lot("77310000"), unknown).why[2]
    assert ids(lot("77310000", types=("RES_I",)), unknown) == []


def test_an_antenna_is_matched_where_it_stands():
    seat = employer("seat", "ETTI", GREEN, km=45, siren="123456782")
    antenna = replace(seat, id="antenna", **at(LA_MURE, 2))
    assert ids(lot("77310000"), seat, antenna) == ["antenna", "seat"]


def test_more_than_a_third_of_a_year_of_a_structure_is_a_warning():
    """500 h a year for three full-time jobs (4 821 h) is a tenth; for one it is a third."""
    need = lot("77310000", hours=1000, months=24)
    small, large = (
        employer("small", "EI", GREEN, capacity=1),
        employer("large", "EI", GREEN, capacity=3, km=1),
    )
    assert ids(need, small, large) == ["large", "small"]
    assert only(need, small).why[-1] == (
        "Attention\u00a0: 500\u00a0h par an, soit 31,1\u00a0% de son activité annuelle (1 ETP)."
    )
    assert len(only(need, large).why) == 3


@pytest.mark.parametrize("capacity", [None, 0])
def test_an_unknown_capacity_warns_of_nothing(capacity):
    assert len(only(lot("77310000", hours=9000), employer("ei", "EI", GREEN, capacity=capacity)).why) == 3


def test_who_sells_no_such_service_comes_after():
    builds = employer("builds", "EA", GREEN, services=("BUILD",))
    serves = employer("serves", "EA", GREEN, services=("PREST",), km=1)
    assert ids(lot("77310000"), builds, serves) == ["serves", "builds"]


def test_equal_scores_are_told_apart_by_distance_then_by_id_whatever_the_order_of_arrival():
    group = [employer(f"e{n}", "EI", GREEN, km=7) for n in range(20)]
    expected = [f"e{n}" for n in sorted(range(20), key=lambda n: f"e{n}")][:12]
    assert ids(lot("77310000"), *group) == expected
    assert ids(lot("77310000"), *reversed(group)) == expected


def test_scores_and_distances_stay_in_their_bounds():
    for one in rank(
        lot("77310000"), EmployerIndex([employer(f"e{n}", "EI", GREEN, km=n) for n in range(50)])
    ):
        assert 0 < one.score <= 1
        place = commune(LA_MURE)
        km = distance_km(place.latitude, place.longitude, one.employer.latitude, one.employer.longitude)
        assert one.distance_km == round(km, 1)
