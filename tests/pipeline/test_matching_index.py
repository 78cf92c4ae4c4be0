"""The index is a short cut: it finds exactly what looking at every employer finds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.geo import distance_km
from hub.pipeline.matching import EmployerIndex, EmployerView, LotNeed
from hub.pipeline.matching.grid import Grid
from hub.pipeline.matching.place import area_of, distance, target_of
from hub.pipeline.matching.score import best, judge

LATITUDES = st.one_of(st.floats(44, 46.5), st.floats(-90, 90))
LONGITUDES = st.one_of(st.floats(4.5, 7), st.floats(-180, 180))
POINTS = st.tuples(LATITUDES, LONGITUDES)
DEPARTEMENTS = st.sampled_from(["38", "01", "05", None])
SECTORS = st.sampled_from(
    [(), ("creation-et-entretien-des-espaces-verts",), ("nettoyage-de-locaux-16",), ("autre",)]
)


EMPLOYERS = st.builds(
    lambda point, **facts: EmployerView(id="", latitude=point[0], longitude=point[1], **facts),
    point=st.one_of(st.just((None, None)), POINTS),
    kind=st.sampled_from(["EI", "ACI", "ETTI", "GEIQ", "EA", "OPCS", None]),
    name=st.sampled_from(["GEIQ BTP", "LES JARDINS", "ESPACES VERTS"]),
    departement=DEPARTEMENTS,
    sectors=SECTORS,
    range_km=st.sampled_from([None, 5.0, 60.0, 150.0, 5000.0]),
    zones=st.sampled_from([(), ("38",), ("FRANCE",), ("R84", "01"), ("38269",)]),
    capacity=st.sampled_from([None, 1, 50]),
    active=st.sampled_from([True, True, True, False]),
)
NEEDS = st.builds(
    LotNeed,
    cpv=st.sampled_from(["77310000", "90910000", "45000000", "09310000", None]),
    nature=st.sampled_from(["travaux", "services", "fournitures", None]),
    points=st.lists(POINTS, max_size=2).map(tuple),
    communes=st.sampled_from([(), ("38269",), ("38269", "01053")]),
    departements=st.sampled_from([(), ("38",), ("38", "01")]),
    hours=st.sampled_from([None, 700.0]),
    types=st.sampled_from([(), ("EXEC",), ("RES_H",), ("RES_I", "RES_H")]),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(EMPLOYERS, max_size=15), NEEDS)
def test_the_index_finds_what_looking_at_everybody_finds(found, need):
    index = EmployerIndex(replace(one, id=f"e{n}") for n, one in enumerate(found))
    everybody = judge(need, index, range(len(index)))
    assert best(judge(need, index), need) == best(everybody, need)
    assert len(judge(need, index)) == len(everybody)


@settings(max_examples=150, deadline=None)
@given(POINTS, POINTS, st.sampled_from([1.0, 50.0, 200.0, 9000.0, 30000.0]))
def test_no_point_within_the_radius_is_missed_at_the_poles_and_the_antimeridian_too(one, other, km):
    grid = Grid(km)
    grid.add(other, 7)
    for n in range(200):
        # Company for the point, or the grid would look at all it holds.
        grid.add((n * 0.4 - 40, n * 1.7 - 170), 100 + n)
    found = list(grid.near(one))
    assert len(found) == len(set(found))
    if distance_km(*one, *other) <= km:
        assert 7 in found


def test_far_points_are_not_looked_at():
    grid = Grid(50)
    for n in range(400):
        grid.add((44 + n / 100, 3 + n / 100), n)
    assert len(list(grid.near((45.0, 4.0)))) <= 200


@pytest.mark.parametrize(("one", "other"), [(-179.95, 179.95), (179.95, -179.95), (-180.0, 180.0)])
def test_the_antimeridian_is_not_a_wall(one, other):
    grid = Grid(50)
    for n in range(400):
        grid.add((44 + n / 100, 3 + n / 100), 100 + n)
    grid.add((-13.3, other), 1)
    assert list(grid.near((-13.3, one))) == [1]


def test_the_version_changes_with_any_employer_and_not_with_their_order():
    one, other = EmployerView("a", "EI", "A"), EmployerView("b", "EI", "B")
    version = EmployerIndex([one, other]).version
    assert EmployerIndex([other, one]).version == version
    assert EmployerIndex([one, EmployerView("b", "EI", "B", capacity=3)]).version != version
    assert EmployerIndex([one]).version != version


@settings(max_examples=200, deadline=None)
@given(POINTS, POINTS)
def test_the_distance_is_that_of_the_great_circle(one, other):
    employer = EmployerView("a", "EI", "A", latitude=one[0], longitude=one[1])
    found = distance(area_of(employer), target_of(LotNeed(points=(other,))))
    assert found == pytest.approx(distance_km(*one, *other), rel=1e-6, abs=1e-6)
