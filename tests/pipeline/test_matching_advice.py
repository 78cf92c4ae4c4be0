"""Reserve, lot, clause or nothing: both sides of every threshold, and the sentence that says why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub.geo import commune
from hub.pipeline.matching import EmployerIndex, EmployerView, LotNeed, advise
from hub.pipeline.matching.advice import verdict
from hub.pipeline.matching.score import judge

GREEN = "creation-et-entretien-des-espaces-verts"
PLACE = commune("38269")
NEED = LotNeed("1", "77310000", "services", ((PLACE.latitude, PLACE.longitude),), ("38269",), ("38",))


def employer(id, kind="EI", *sectors, km=1.0, **more):
    latitude = PLACE.latitude + km / 111.195
    facts = {"departement": "38", "latitude": latitude, "longitude": PLACE.longitude, **more}
    return EmployerView(id=id, kind=kind, name=id, sectors=sectors, **facts)


def several(count, **more):
    return [employer(f"ei{n}", "EI", GREEN, **more) for n in range(count)]


def advice(need, employers):
    return advise(need, judge(need, EmployerIndex(employers)))


@pytest.mark.parametrize(
    ("service", "able", "dependency", "expected"),
    [
        (31, 31, 0.29, "reserver"),
        (31, 31, 0.30, "lot"),
        (31, 31, None, "lot"),
        (30, 30, 0.01, "lot"),
        (11, 11, None, "lot"),
        (10, 10, None, "clause"),
        (0, 40, 0.01, "clause"),
        (1, 2, None, "clause"),
        (1, 1, None, "rien"),
        (0, 0, None, "rien"),
    ],
)
def test_the_thresholds_of_le_marche(service, able, dependency, expected):
    assert verdict(service, able, dependency) == expected


def test_four_structures_carry_a_clause_and_not_a_reserved_lot():
    found = advice(NEED, [*several(2), employer("aci", "ACI", GREEN), employer("esat", "ESAT", GREEN)])
    assert found.verdict == "clause"
    assert found.sentence == (
        "4 structures d’insertion de ce métier (1 ACI, 2 EI et 1 ESAT) à moins de 30\u00a0km\u00a0: "
        "une clause d’exécution est tenable\u202f; pas assez pour réserver un lot."
    )


def test_one_structure_alone_is_too_little():
    found = advice(NEED, several(1))
    assert found.verdict == "rien"
    assert "dépendrait d’une seule structure" in found.sentence


def test_those_farther_than_thirty_kilometres_are_named_but_do_not_count():
    assert advice(NEED, several(5, km=35)).verdict == "rien"
    assert advice(NEED, several(5, km=29)).verdict == "clause"
    assert advice(NEED, several(5, km=35, range_km=60)).verdict == "clause"


def test_a_structure_of_the_whole_country_does_not_count_for_being_near():
    assert advice(NEED, several(5, km=300, zones=("FRANCE",))).counts.service == 0


def test_generalists_make_a_clause_tenable_and_are_told_apart():
    found = advice(NEED, [employer("ai", "AI"), employer("etti", "ETTI")])
    assert (found.verdict, found.counts.generalists, found.counts.service) == ("clause", 2, 0)
    assert "2 généralistes de la mise à disposition" in found.sentence


def test_lenders_do_not_make_a_reserved_lot():
    found = advice(NEED, [employer(f"etti{n}", "ETTI", GREEN) for n in range(40)])
    assert (found.verdict, found.counts.mise_a_disposition) == ("clause", 40)


def test_unknown_and_neighbouring_trades_are_left_to_check():
    found = advice(NEED, [employer("silent", "ACI"), employer("near", "EI", "entretien-des-jardins")])
    assert found.verdict == "rien"
    assert found.sentence.endswith("À vérifier aussi\u00a0: 1 de métier voisin et 1 au métier inconnu.")


def test_many_structures_of_unknown_size_do_not_reserve_the_whole():
    found = advice(replace(NEED, labour_hours=10_000.0), several(31))
    assert (found.verdict, found.dependency) == ("lot", None)
    assert "dépendance économique n’est pas connue" in found.sentence


def test_the_size_of_some_stands_for_the_dependency():
    """10 000 h of work over two years is 5 000 h a year, beside 32 140 h of a structure of twenty jobs."""
    need = replace(NEED, labour_hours=10_000.0, months=24.0)
    found = advice(need, [*several(30), employer("known", "ACI", GREEN, capacity=20)])
    assert found.verdict == "reserver"
    assert round(found.dependency, 3) == 0.156
    assert "15,6\u00a0%" in found.sentence
    larger = advice(
        replace(need, labour_hours=100_000.0), [*several(30), employer("k", "ACI", GREEN, capacity=20)]
    )
    assert larger.verdict == "lot"
    assert "trop dépendantes" in larger.sentence


def test_a_purchase_without_a_trade_or_of_an_unknown_one_says_so():
    assert "Aucun métier de l’insertion" in advice(replace(NEED, cpv="09310000"), several(3)).sentence
    assert "sans lire le DCE" in advice(replace(NEED, cpv=None), several(3)).sentence


def test_a_lot_known_by_its_departement_counts_the_departement():
    need = replace(NEED, points=(), communes=())
    found = advice(need, several(3))
    assert found.verdict == "clause"
    assert "dans le département" in found.sentence


def test_as_json_has_the_counts_it_rests_on():
    found = advice(NEED, several(2, capacity=4)).as_json()
    assert found["advice"] == "clause"
    assert found["counts"] == {
        "service": 2,
        "mise_a_disposition": 0,
        "generalists": 0,
        "near": 0,
        "unknown": 0,
        "capacity_known": 2,
        "able": 2,
    }
