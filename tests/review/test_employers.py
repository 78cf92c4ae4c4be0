"""The registry as people ask for it."""

from __future__ import annotations

import pytest
from toy_hub import toy_hub
from toy_registry import entry, now, registries

from hub.plugin_api import HubError
from hub.review.employer_search import EmployerFilter

LIST = [
    entry("mure", name="Matheysine Bois", kind="EI", address={"insee": "38269"}, sectors=["menuiserie"]),
    entry(
        "mens", name="Trièves Jardins", kind="ACI", address={"insee": "38226"}, sectors=["espaces-verts-2"]
    ),
    entry(
        "oisans", name="Oisans Nature", kind="ACI", address={"insee": "38052"}, sectors=["espaces-verts-2"]
    ),
    entry("grenoble", name="Métropole Services", kind="ETTI", address={"insee": "38185"}),
    entry("paris", name="Paris Entraide", kind="AI", address={"insee": "75101"}),
    entry("clos", name="Ancienne", kind="EI", address={"insee": "38269"}, active=False),
    entry("nulle-part", name="Sans adresse", kind="EI"),
]
SURFACE = (
    *("id", "kind", "name", "siret", "siren", "commune", "departement", "latitude", "longitude"),
    *("activities", "capacity", "status", "first_seen", "last_seen", "sources"),
)


def opened(url):
    return toy_hub(url, registries(emplois=LIST), now=now)


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """Nothing here writes: one store serves all."""
    with opened(f"sqlite:///{tmp_path_factory.mktemp('registry') / 'hub.sqlite3'}") as hub:
        hub.sync("emplois")
        hub.consolidate_employers()
        yield hub


def test_postgresql_answers_as_sqlite_does(hub, pg_url):
    asked = [
        EmployerFilter(),
        EmployerFilter(near="38269", radius_km=20),
        EmployerFilter(territory="alpes-sud-isere", neighbours=True, kind="ACI"),
        EmployerFilter(activity="espaces verts", query="nature"),
    ]
    with opened(pg_url) as other:
        other.sync("emplois")
        other.consolidate_employers()
        assert [other.employers(filters) for filters in asked] == [
            hub.employers(filters) for filters in asked
        ]


def names(hub, **filters):
    return [e["name"] for e in hub.employers(EmployerFilter(**filters))]


def test_the_document_has_the_names_of_the_public_surface(hub):
    (one,) = hub.employers(EmployerFilter(query="matheysine"))
    assert tuple(one) == SURFACE
    assert one["commune"] == {"insee": "38269", "name": "La Mure"}
    (near,) = hub.employers(EmployerFilter(query="matheysine", near="38226", radius_km=50))
    assert tuple(near) == (*SURFACE, "distance_km")


def test_active_ones_by_name_unless_asked_otherwise(hub):
    assert names(hub) == [
        "Matheysine Bois",
        "Métropole Services",
        "Oisans Nature",
        "Paris Entraide",
        "Sans adresse",
        "Trièves Jardins",
    ]
    assert names(hub, status=("inactive",)) == ["Ancienne"]
    assert len(names(hub, status=())) == 7
    assert len(hub.employers(limit=2, offset=5)) == 1


def test_nearest_first_as_the_crow_flies(hub):
    found = hub.employers(EmployerFilter(near="38269"))
    assert [e["name"] for e in found][:3] == ["Matheysine Bois", "Trièves Jardins", "Oisans Nature"]
    assert found[0]["distance_km"] == 0
    assert 10 < found[1]["distance_km"] < 20  # La Mure – Mens
    assert (found[-1]["name"], found[-1]["distance_km"]) == ("Sans adresse", None)
    assert names(hub, near="38269", radius_km=20) == ["Matheysine Bois", "Trièves Jardins"]


def test_a_territory_and_its_neighbours(hub):
    assert names(hub, territory="trieves") == ["Trièves Jardins"]
    assert names(hub, territory="alpes-sud-isere") == ["Matheysine Bois", "Oisans Nature", "Trièves Jardins"]
    around = names(hub, territory="alpes-sud-isere", neighbours=True)
    assert "Métropole Services" in around
    assert "Paris Entraide" not in around


@pytest.mark.parametrize(
    "activity",
    ["Espaces verts", {"espaces-verts-2"}, lambda code: code.startswith("espaces")],
    ids=["words", "codes", "function"],
)
def test_an_activity_as_words_as_codes_or_as_a_function(hub, activity):
    assert names(hub, activity=activity) == ["Oisans Nature", "Trièves Jardins"]
    assert names(hub, activity="plomberie") == []


def test_kind_and_text_together(hub):
    assert names(hub, kind="aci", query="JARDINS trieves") == ["Trièves Jardins"]
    assert names(hub, query="100%") == []


@pytest.mark.parametrize(
    ("filters", "code"),
    [({"near": "38999"}, "unknown-commune"), ({"territory": "mars"}, "unknown-territory")],
)
def test_a_typing_error_is_no_empty_list(hub, filters, code):
    with pytest.raises(HubError) as error:
        hub.employers(EmployerFilter(**filters))
    assert error.value.code == code


def test_count_is_what_the_list_holds(hub):
    assert hub.count_employers(EmployerFilter(near="38269", radius_km=20)) == 2
