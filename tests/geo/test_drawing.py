"""The map of a marché: what it shows, what it refuses, and the page that prints it."""

import functools
import re
from math import hypot
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import etree, html

from hub.geo import commune, distance_km
from hub.geo.drawing import map_of
from hub.geo.drawing_labels import LARGE, SMALL, _box, _overlap
from hub.geo.drawing_marks import SPACING
from hub.geo.drawing_view import HEIGHT, WIDTH, clipped, view_around
from hub.plugin_api.records import Employer
from hub.review import labels, printed

WEB = Path(__file__).resolve().parents[2] / "hub" / "web"
SVG = "{http://www.w3.org/2000/svg}"
KINDS = Employer.model_fields["kind"].annotation.__args__[0].__args__
LIVET = commune("38212")


def employer(at=LIVET, **known):
    usual = {"id": "e1", "name": "Chantiers du Vercors", "kind": "ACI"}
    return {**usual, "latitude": at.latitude, "longitude": at.longitude, **known}


def drawn(*employers, around="38212", radius=30.0, communes=None):
    town = commune(around)
    return map_of([(town.latitude, town.longitude)], employers, communes or [around], radius)


def printed_page(drawing, id_="carte"):
    env = Environment(loader=FileSystemLoader(WEB / "templates"), autoescape=True, undefined=StrictUndefined)
    env.globals.update(labels=labels, label=labels.label, printed=printed)
    env.filters.update(clean=printed.clean)
    return str(env.get_template("carte.html").module.carte(drawing, id_))


def svg(drawing):
    """The drawing as XML: a browser would forgive what a parser does not."""
    text = re.search(r"<svg viewBox.*?</svg>", printed_page(drawing), re.S)[0]
    return etree.fromstring(text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def test_the_radius_is_to_scale_and_the_place_in_the_middle():
    drawing = drawn()
    [circle] = drawing.circles
    assert (circle.x, circle.y) == (WIDTH / 2, HEIGHT / 2)
    assert circle.r / drawing.scale.length == pytest.approx(30 / drawing.scale.km, rel=0.01)
    assert [area.name for area in drawing.areas if area.here] == ["Livet-et-Gavet"] == list(drawing.places)
    assert drawing.areas[-1].here, "drawn last, over its neighbours"


def test_a_distance_on_the_map_is_the_distance():
    grenoble = commune("38185")
    [mark] = drawn(employer(grenoble)).marks
    drawing = drawn()
    units = hypot(mark.at_x - WIDTH / 2, mark.at_y - HEIGHT / 2)
    real = distance_km(LIVET.latitude, LIVET.longitude, grenoble.latitude, grenoble.longitude)
    assert units * drawing.scale.km / drawing.scale.length == pytest.approx(real, rel=0.01)
    assert mark.km == pytest.approx(real)


@pytest.mark.parametrize(
    ("around", "radius"),
    [
        ("38212", 30),
        ("38185", 30),
        ("75056", 30),
        ("80001", 30),
        ("62041", 30),
        ("29019", 30),
        ("97411", 30),
        ("59350", 60),
    ],
)
def test_a_page_gains_less_than_60_kb(around, radius):
    town = commune(around)
    twelve = [employer(town, id=f"e{n}", kind=KINDS[n % len(KINDS)]) for n in range(12)]
    text = printed_page(drawn(*twelve, around=around, radius=radius))
    assert len(text.encode()) < 60_000
    assert len(drawn(around=around, radius=radius).areas) > 3


def test_the_names_do_not_cover_one_another_nor_the_marks():
    vif = commune("38545")
    drawing = drawn(*(employer(vif, id=str(n)) for n in range(5)), employer(commune("38185"), id="g"))
    assert any(label.name == "Livet-et-Gavet" and label.here for label in drawing.labels)
    assert sum(label.major for label in drawing.labels) >= 4
    for size, shown in ((SMALL, drawing.labels), (LARGE, [n for n in drawing.labels if n.major])):
        boxes = [_box(label.name, (label.x, label.y), size) for label in shown]
        assert not [1 for at, one in enumerate(boxes) for two in boxes[:at] if _overlap(one, two)]
        assert all(b[0] >= 0 and b[1] >= 0 and b[2] <= WIDTH and b[3] <= HEIGHT for b in boxes)
        assert not [1 for b in boxes for m in drawing.marks if b[0] < m.x < b[2] and b[1] < m.y < b[3]]


def test_employers_of_one_town_stand_side_by_side_and_always_the_same_way():
    vif = commune("38545")
    many = [employer(vif, id=f"e{n}") for n in range(20)]
    first, second = drawn(*many), drawn(*many)
    assert first.marks == second.marks
    spots = [(mark.x, mark.y) for mark in first.marks]
    assert len(set(spots)) == 20
    assert not first.marks[0].moved
    assert all(mark.moved for mark in first.marks[1:])
    assert max(hypot(m.x - m.at_x, m.y - m.at_y) for m in first.marks) < 3 * SPACING
    closest = min(hypot(x - u, y - v) for at, (x, y) in enumerate(spots) for u, v in spots[:at])
    assert closest > SPACING * 0.9


def test_a_crowd_piles_up_rather_than_vanish():
    drawing = drawn(*(employer(commune("38545"), id=f"e{n}") for n in range(300)))
    assert len(drawing.marks) == 300
    assert drawing.outside == 0


def test_what_is_off_the_map_or_without_coordinates_is_counted_and_said():
    drawing = drawn(
        employer(id="near"),
        employer(commune("75056"), id="far"),
        employer(commune("97411"), id="farther"),
        employer(id="none", latitude=None),
        employer(id="odd", latitude="45.1"),
        employer(id="nan", longitude=float("nan")),
    )
    assert [mark.id for mark in drawing.marks] == ["near"]
    assert (drawing.outside, drawing.unplaced) == (2, 3)
    text = printed_page(drawing)
    assert "2 employeurs hors de la carte" in text
    assert "3 sans adresse située" in text


def test_no_employer():
    text = printed_page(drawn())
    assert "Aucun employeur sur la carte, autour de Livet-et-Gavet." in text
    assert 'href="#emp-' not in text


def test_a_place_overseas():
    drawing = drawn(employer(commune("97415")), around="97411")
    assert {"Saint-Denis", "Saint-Paul", "Le Port"} <= {area.name for area in drawing.areas}
    assert drawing.land.shores
    assert not drawing.land.limits
    assert "mer ou étranger" in printed_page(drawing)


def test_a_commune_without_outline_does_not_stop_the_map():
    assert map_of([], [], ["98818"], 30) is None
    drawing = map_of([(-22.27, 166.46)], [employer(latitude=-22.2, longitude=166.4)], ["98818"], 30)
    assert drawing.areas == ()
    assert drawing.places == ("Nouméa",)
    assert len(drawing.marks) == 1
    assert svg(drawing) is not None


def test_without_centre_the_map_is_around_the_communes():
    drawing = map_of([], [employer(commune("38191"))], ["38052", "38191", "38534"], 30)
    assert drawing.circles == ()
    assert set(drawing.places) == {"Le Bourg-d’Oisans", "Huez", "Les Deux Alpes"}
    assert drawing.marks[0].km is None
    assert map_of([], [employer()], [], 30) is None
    assert map_of([], [employer()], ["99999"], 30) is None


def test_a_map_of_half_the_country_is_refused():
    brest, nice = commune("29019"), commune("06088")
    places = [(c.latitude, c.longitude) for c in (brest, nice)]
    assert map_of(places, [], ["29019", "06088"], 30) is None


def test_too_many_communes_give_way_to_departements():
    drawing = drawn(around="59350", radius=60)
    names = [area.name for area in drawing.areas]
    assert {"Nord", "Pas-de-Calais"} <= set(names)
    assert names[-1] == "Lille"
    assert len(names) < 10


def test_the_arrondissements_stand_for_the_city():
    drawing = drawn(around="75056", radius=15)
    assert sum(area.here for area in drawing.areas) == 20
    assert [label.name for label in drawing.labels if label.here] == ["Paris"]
    only = drawn(around="75104", radius=15)
    assert sum(area.here for area in only.areas) == 1


def test_neighbours_are_drawn_along_the_same_line():
    """No sliver: each side of a commune inside the map is a side of exactly one neighbour."""
    corners = [absolute(area.path) for area in drawn(radius=20).areas]
    sides = [
        frozenset(side)
        for rings in corners
        for ring in rings
        for side in zip(ring, ring[1:] + ring[:1], strict=True)
    ]
    inner = [s for s in sides if all(20 < x < WIDTH - 20 and 20 < y < HEIGHT - 20 for x, y in s)]
    assert len(inner) > 500
    assert {inner.count(side) for side in inner} == {2}


def absolute(path):
    rings = []
    for text in path.split("M")[1:]:
        numbers = [int(n) for n in re.findall(r"-?\d+", text)]
        points = [(numbers[0], numbers[1])]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            points.append((points[-1][0] + dx, points[-1][1] + dy))
        rings.append(points)
    return rings


def test_a_line_is_cut_at_the_edge_of_the_map():
    around = [(-9000.0, -9000.0), (9000.0, -9000.0), (9000.0, 9000.0), (-9000.0, 9000.0)]
    assert {(round(x), round(y)) for x, y in clipped(around)} == {
        (-12, -12),
        (WIDTH + 12, -12),
        (WIDTH + 12, HEIGHT + 12),
        (-12, HEIGHT + 12),
    }
    assert clipped([(-900.0, 0.0), (-500.0, 0.0), (-500.0, 50.0)]) == []


def test_a_view_holds_all_its_points():
    view = view_around([(5.0, 45.0), (6.0, 45.1)], 10)
    for place in ((5.0, 45.0), (6.0, 45.1)):
        x, y = view.at(*place)
        assert 0 < x < WIDTH
        assert 0 < y < HEIGHT
    box = view.box()
    assert view.at(box.west, box.north) == pytest.approx((0, 0), abs=1e-6)


HOSTILE = "</title><script>alert(1)</script>\"' onload=x \u202egnip"


def test_hostile_names_stay_text():
    drawing = drawn(employer(id='"><script>x</script>', name=HOSTILE, kind='ACI" onclick="x'))
    text = printed_page(drawing)
    assert "<script" not in text
    assert "\u202e" not in text
    page = html.fromstring(text)
    assert not [a for e in page.iter() for a in e.attrib if a.startswith("on")]
    [link] = page.xpath('//a[starts-with(@href, "#emp-")]')
    assert link.get("href") == "#emp-%22%3E%3Cscript%3Ex%3C/script%3E"
    assert "type inconnu" in text


def test_the_page_needs_no_script_no_inline_style_and_no_other_address():
    text = printed_page(drawn(employer()))
    root = svg(drawn(employer()))
    assert not [e for e in root.iter() if "style" in e.attrib or e.tag in {SVG + "style", SVG + "script"}]
    assert "http" not in text
    assert set(re.findall(r'(?:href|src)="([^"]+)"', text)) == {"#emp-e1"}
    assert "http" not in (WEB / "static" / "map.css").read_text(encoding="utf-8")
    assert "@import" not in (WEB / "static" / "map.css").read_text(encoding="utf-8")


def test_a_screen_reader_is_told_what_the_map_shows():
    root = svg(drawn(employer(), employer(commune("38185"), id="e2", kind="EI", name="Régie")))
    ids = {e.get("id"): "".join(e.itertext()) for e in root.iter() if e.get("id")}
    image = root.find(f"{SVG}g[@role='img']")
    assert ids[image.get("aria-labelledby")] == "Carte des employeurs à proximité"
    assert "2 employeurs sur la carte, autour de Livet-et-Gavet." in ids[image.get("aria-describedby")]
    # What is inside an image is hidden from a screen reader: the links are beside it.
    assert image.find(f".//{SVG}a") is None
    titles = [link.findtext(f"{SVG}title") for link in root.iter(f"{SVG}a")]
    assert titles[1].startswith("Régie, entreprise d’insertion, ")


def test_each_kind_has_its_own_shape_and_its_line_in_the_legend():
    every = [*KINDS, None]
    drawing = drawn(*(employer(id=str(n), kind=kind) for n, kind in enumerate(every)))
    signs = [e.get("d") for e in svg(drawing).iter(f"{SVG}path") if "signe" in (e.get("class") or "")]
    assert len(set(signs)) == len(every) == 12
    legend = html.fromstring(printed_page(drawing)).xpath("//figcaption//li")
    words = [" ".join(line.text_content().split()) for line in legend]
    assert {f"{kind} {labels.EMPLOYERS[kind]}" for kind in KINDS} <= set(words)
    assert "type inconnu" in words


def test_two_maps_of_a_page_do_not_share_their_ids():
    drawing = drawn()
    ids = functools.partial(re.findall, r' id="([^"]+)"')
    assert not set(ids(printed_page(drawing, "a"))) & set(ids(printed_page(drawing, "b")))


def test_the_colours_are_those_of_the_pages():
    """A variable that nobody defines would leave the map black."""
    used = (WEB / "static" / "map.css").read_text(encoding="utf-8")
    defined = set(
        re.findall(r"(--[a-z-]+):", (WEB / "static" / "style.css").read_text(encoding="utf-8") + used)
    )
    assert set(re.findall(r"var\((--[a-z-]+)\)", used)) <= defined


def test_a_browser_draws_it_under_the_strictest_policy(chromium, tmp_path):
    """The shapes are where the drawing says, and nothing is reported against the policy."""
    from playwright.sync_api import sync_playwright

    drawing = drawn(employer(commune("38185"), id="e1"), employer(commune("38185"), id="e2"))
    policy = "default-src 'none'; style-src 'self' file:"
    head = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
    sheets = "".join(f'<link rel="stylesheet" href="{WEB}/static/{n}.css">' for n in ("style", "map"))
    (tmp_path / "page.html").write_text(
        f'<!doctype html><html lang="fr"><head>{head}{sheets}</head><body>{printed_page(drawing)}'
        '<ul><li id="emp-e1">A</li><li id="emp-e2">B</li></ul></body></html>',
        encoding="utf-8",
    )
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(chromium), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 390, "height": 800})
        told = []
        page.on("console", lambda message: told.append(message.text))
        page.goto((tmp_path / "page.html").as_uri())
        assert told == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.locator(".noms text.mineur").first.is_hidden()
        page.locator(".employeurs a").nth(1).focus()
        page.keyboard.press("Enter")
        assert page.url.endswith("#emp-e2")
        browser.close()
