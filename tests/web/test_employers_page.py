"""The registry of employers: who is near, who says what, and what a person corrects."""

from __future__ import annotations

import pages_kit as pages
import people_kit as kit
import pytest
from toy_hub import raw, toy_hub
from toy_registry import registries

EMPLOYERS = [
    pages.employer("mure", name="Matheysine Verte", phone="04 76 00 00 00", email="c.dupont@exemple.fr"),
    pages.employer("bourg", name="Régie du Bourg", kind="ACI", address=pages.BOURG, capacity=12),
    pages.employer("hostile", name=pages.HOSTILE, sectors=[pages.HOSTILE], website="javascript:alert(1)"),
    pages.employer("muet", name="Sans métier", sectors=[]),
    pages.employer("corrige", name="À corriger", address={"insee": "01053", "departement": "01"}),
]
CALL = raw(
    "appel",
    title="Entretien des parcs",
    published="2026-11-20",
    deadline="2026-12-20T12:00:00+01:00",
    cpv=["77310000"],
    nature="services",
    places=[pages.LA_MURE],
)


@pytest.fixture(scope="module", autouse=True)
def _quick():
    yield from pages.quickly()


@pytest.fixture(scope="module")
def hub(tmp_path_factory, _quick):
    folder = tmp_path_factory.mktemp("pages")
    with pages.pages_hub(kit.empty_store(folder), [CALL], EMPLOYERS) as hub:
        kit.someone(hub, "lea", "lecture")
        kit.someone(hub, "fatou", "facilitation")
        kit.someone(hub, "ain", "lecture", ("ain",))
        yield hub


@pytest.fixture(scope="module")
def browsers(hub):
    return pages.Browsers(hub)


def page_of(hub, key):
    return f"/employeurs/{hub.employer(f'registre:{key}')['id']}"


def test_the_list_its_distances_and_its_map(browsers):
    page = browsers["lea"].get("/employeurs?near=La+Mure&radius=40").text
    told = pages.text_of(page).replace("\xa0", " ")
    assert "4 structures, distances à vol d’oiseau depuis La Mure (38269)" in told
    assert told.index("Matheysine Verte EI La Mure") < told.index("Régie du Bourg ACI Le Bourg-d'Oisans")
    assert "Carte des employeurs" in told
    pages.nothing_hostile(page)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("near=Saint-Martin", "« Saint-Martin » peut être"),
        # The INSEE code of Sainte-Agnès is the post code of La Mure.
        ("near=38350", "C’est aussi : La Mure (38269)"),
        ("near=Nulle-Part-les-Eaux", "Aucune commune ne s’appelle « Nulle-Part-les-Eaux »"),
        ("activity=espaces+verts", "1 autre ne déclare aucun métier"),
        ("kind=ACI", "1 structure · exporter"),
        ("query=verte", "1 structure · exporter"),
        ("territory=oisans", "Heures demandées et capacités du territoire"),
    ],
)
def test_filters_and_what_they_may_mean(browsers, query, told):
    answer = browsers["lea"].get(f"/employeurs?{query}")
    assert answer.status_code == 200
    assert told in pages.text_of(answer.text)


@pytest.mark.parametrize(
    ("query", "code"),
    [("activity=plongée", 404), ("territory=atlantide", 404), ("kind=XX", 400), ("radius=-1", 400)],
)
def test_a_filter_that_nothing_answers_keeps_the_form(browsers, query, code):
    answer = browsers["lea"].get(f"/employeurs?{query}")
    assert answer.status_code == code
    assert 'role="alert"' in answer.text
    assert 'action="/employeurs"' in answer.text


def test_who_says_what(tmp_path):
    """Two registries do not agree on the name; the more trusted one is believed, the other still heard."""
    ours = pages.employer("1", name="Chantier du Drac", siret="13002526500013")
    theirs = pages.employer("9", name="Chantiers Drac SAS", siret="13002526500013")
    lists = registries(emplois=[ours], lemarche=[theirs])
    with toy_hub(kit.empty_store(tmp_path), lists, today="2026-11-24", now=kit.Hands()) as hub:
        for connector in ("emplois", "lemarche"):
            hub.sync(connector)
        hub.consolidate_employers()
        kit.someone(hub, "lea")
        (found,) = hub.employers()
        told = pages.text_of(kit.signed_in(hub, "lea").get(f"/employeurs/{found['id']}").text)
    assert "Nom Chantier du Drac lemarche dit : Chantiers Drac SAS emplois" in told
    assert "24/11/2026" in told


def test_a_persons_mailbox_and_a_hostile_site_are_nowhere(hub, browsers):
    client = browsers["fatou"]
    for key in ("mure", "hostile"):
        page = client.get(page_of(hub, key)).text
        assert "c.dupont" not in page
        assert 'href="javascript:' not in page
    pages.nothing_hostile(page)


def test_a_correction_stands_and_can_be_taken_back(hub, browsers):
    client = browsers["fatou"]
    here = page_of(hub, "corrige")
    form = f"{here}?corriger=name"
    done = pages.post(client, f"{here}/corriger", form, fact="name", name="Bugey Nature", why="statuts")
    assert (done.status_code, done.headers["location"]) == (303, f"{here}#name")
    told = pages.text_of(client.get(here).text)
    assert "Bugey Nature" in told
    assert "registre dit : À corriger" in told
    assert "Corrigé par fatou le 24/11/2026 à 09:00 : statuts" in told
    undone = pages.post(client, f"{here}/retablir", form, fact="name", why="erreur")
    assert undone.status_code == 303
    assert "Corrigé par" not in pages.text_of(client.get(here).text)
    actions = [line["action"] for line in hub.audit_log(limit=20)]
    assert actions.count("employeur.correction") == 1
    assert actions.count("employeur.correction.annulation") == 1


@pytest.mark.parametrize(
    ("fact", "fields", "told"),
    [
        ("commune", {"commune": "Mens"}, "Mens (38226)"),
        ("coordinates", {"latitude": "44,9", "longitude": "5,78"}, "44,9000 ; 5,7800"),
        ("activities", {"activities": [pages.GREEN, "menuiserie-3"]}, "menuiserie"),
        ("capacity", {"capacity": "8"}, "8 postes"),
        ("status", {"status": "inactive"}, "inactive"),
    ],
)
def test_each_kind_of_fact_has_its_form(hub, browsers, fact, fields, told):
    client = browsers["fatou"]
    here = page_of(hub, "corrige")
    form = f"{here}?corriger={fact}"
    assert all(f'name="{name}"' in client.get(form).text for name in fields)
    done = pages.post(client, f"{here}/corriger", form, fact=fact, why="visite", **fields)
    assert done.status_code == 303
    assert told in pages.text_of(client.get(here).text).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"fact": "capacity", "capacity": "beaucoup", "why": "x"}, "ne convient pas"),
        ({"fact": "commune", "commune": "Saint-Martin", "why": "x"}, "Plusieurs communes s’appellent ainsi"),
        ({"fact": "name", "name": "Nouveau", "why": ""}, "dit qui la fait et pourquoi"),
        ({"fact": "name", "name": "Nouveau", "why": "dit par 06 12 34 56 78"}, "un téléphone portable"),
        ({"fact": "email", "email": "c.dupont@exemple.fr", "why": "x"}, "boîte de fonction"),
        ({"fact": "naf", "naf": "8130Z", "why": "x"}, "ne se corrige pas"),
    ],
)
def test_a_correction_that_cannot_be_says_why_and_keeps_what_was_typed(hub, browsers, fields, told):
    client = browsers["fatou"]
    here = page_of(hub, "mure")
    answer = pages.post(client, f"{here}/corriger", f"{here}?corriger=name", **fields)
    assert answer.status_code == 400
    assert told in pages.text_of(answer.text)
    if fields["why"]:
        assert fields["fact"] == "naf" or f'value="{fields["why"]}"' in answer.text
    assert hub.employer(here.rpartition("/")[2])["corrections"] == []


def test_reading_is_for_all_and_correcting_is_not(hub, browsers):
    client = browsers["lea"]
    here = page_of(hub, "mure")
    assert "Corriger" not in pages.text_of(client.get(here).text)
    refused = pages.post(client, f"{here}/corriger", "/compte", fact="name", name="x", why="y")
    assert refused.status_code == 403
    assert client.get("/employeurs/inconnue").status_code == 404


def test_where_it_is_proposed_only_as_far_as_one_may_see(hub, browsers):
    here = page_of(hub, "mure")
    assert "Entretien des parcs" in pages.text_of(browsers["lea"].get(here).text)
    assert "Entretien des parcs" not in pages.text_of(browsers["ain"].get(here).text)


def test_the_load_of_a_territory_is_for_those_who_see_it(hub, browsers):
    page = browsers["lea"].get("/employeurs/charge?territory=matheysine")
    assert page.status_code == 200
    assert "T4 2026" in page.text
    client = browsers["ain"]
    for territory in ("matheysine", "atlantide", ""):
        assert client.get(f"/employeurs/charge?territory={territory}").status_code == 404
