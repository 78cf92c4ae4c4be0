"""The sources: how fresh, what is wrong and what to do; held runs and refused records as work to do."""

from __future__ import annotations

import json
from contextlib import contextmanager

import pages_kit as pages
import people_kit as kit
import pytest
from toy_hub import DONE, Toy, plugin, raw, toy_hub
from toy_registry import ID, WHOLE, Registry, entries

from hub.plugin_api import RawRecord
from hub.review.payloads import MOST, shown
from hub.store import employers as employer_rows

GOOD = raw("bon", title="Peinture")
BAD = [raw(f"mauvais-{n}", reject=f"illisible {pages.HOSTILE}") for n in range(3)]
BINARY = RawRecord("binaire", b"\x00\x01PK\xff" * 200, "application/octet-stream", "memory:")


@pytest.fixture(scope="module", autouse=True)
def _quick():
    yield from pages.quickly()


@contextmanager
def opened(folder, toy, registry):
    url = kit.empty_store(folder)
    with toy_hub(url, plugin(toy, registry), today="2026-11-24", now=kit.Hands()) as hub:
        for login, role in (("lea", "lecture"), ("fatou", "facilitation"), ("ines", "administration")):
            kit.someone(hub, login, role)
        hub.sync("toy")
        hub.sync(ID)
        hub.consolidate_employers()
        yield hub


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """A hub for the tests that only look; its browsers."""
    folder = tmp_path_factory.mktemp("sources")
    with opened(folder, Toy([GOOD, *BAD, BINARY, DONE]), Registry([*entries("EI", 40), WHOLE])) as hub:
        yield pages.Browsers(hub)


@pytest.fixture
def toy():
    return Toy([GOOD, *BAD, BINARY, DONE])


@pytest.fixture
def registry():
    return Registry([*entries("EI", 40), WHOLE])


@pytest.fixture
def hub(tmp_path, toy, registry):
    with opened(tmp_path, toy, registry) as hub:
        yield hub


def held(hub, registry):
    """The registry suddenly lists four of forty: the run waits for a person."""
    registry.script[:] = [*entries("EI", 4), WHOLE]
    report = hub.sync(ID)
    assert report.status == "held"
    return f"/sources/executions/{report.id}"


def test_each_source_with_where_it_stands(seen):
    page = seen["lea"].get("/sources").text
    told = pages.text_of(page)
    assert "Toy Nobody, Licence Ouverte 2.0 · toy · avis chargé 24/11/2026 à 09:00" in told
    assert "5 lus : 1 nouveau, 4 en quarantaine" in told
    assert "25/11/2026 à 07:00" in told, "its schedule is 07:00 in Paris"
    assert "pas d’elle-même" in told, "the registry of this test has no schedule"
    assert "Courriels et alertes" in told


def test_a_source_whose_plugin_is_gone_is_still_told(seen):
    with toy_hub(f"sqlite:///{seen.hub.store.path}") as left:
        told = pages.text_of(kit.signed_in(left, "lea").get("/sources").text)
    assert "absent → Réinstaller le plugin pour lire la suite." in told


def test_the_ledger_and_one_of_its_lines(seen):
    client = seen["lea"]
    told = pages.text_of(client.get("/sources/executions").text)
    assert "2 exécutions" in told
    assert "1 exécution " in pages.text_of(client.get("/sources/executions?connector=toy").text)
    run = seen.hub.runs(connector="toy")[0]
    told = pages.text_of(client.get(f"/sources/executions/{run['id']}").text)
    assert "en quarantaine : 4" in told
    assert client.get("/sources/executions/20990101T000000-000000").status_code == 404


def test_a_held_run_shows_what_it_would_change_and_administration_accepts_it(hub, registry):
    here = held(hub, registry)
    fatou, ines = kit.signed_in(hub, "fatou"), kit.signed_in(hub, "ines")
    assert "À décider : 1 lecture retenue" in pages.text_of(fatou.get("/sources").text)
    told = pages.text_of(fatou.get(here).text)
    assert "36 structures : n’est plus listée" in told
    assert "Entreprise EI-39" in told
    assert "Accepter : cette baisse" not in told
    assert pages.post(fatou, f"{here}/accepter", "/compte").status_code == 403
    assert len(hub.employers()) == 40, "nobody is closed meanwhile"
    done = pages.post(ines, f"{here}/accepter", here)
    assert (done.status_code, done.headers["location"].startswith("/sources/executions/")) == (303, True)
    assert len(hub.employers()) == 4
    told = pages.text_of(ines.get(done.headers["location"]).text)
    assert "baisse acceptée" in told
    assert "fiches : 36 ne sont plus listés" in told
    assert hub.audit_log(limit=1)[0]["action"] == "execution.acceptation"
    again = pages.post(ines, f"{here}/accepter", "/compte")
    assert again.status_code != 303, "what was accepted is accepted once"
    assert "Rien n’attend plus" in pages.text_of(ines.get(here).text)


def test_the_quarantine_is_a_work_list_by_source_and_code(seen):
    client = seen["ines"]
    page = client.get("/sources/quarantaine").text
    assert "toy toy-rejected 3 24/11/2026" in pages.text_of(page)
    page = client.get("/sources/quarantaine?connector=toy&code=toy-rejected").text
    assert page.count('name="id"') == 3
    pages.nothing_hostile(page)
    for login in ("lea", "fatou"):
        reader = seen[login]
        told = pages.text_of(reader.get("/sources/quarantaine").text)
        assert "toy-rejected" in told
        assert "/sources/quarantaine/relire" not in reader.get("/sources/quarantaine").text
        for action in ("relire", "classer"):
            answer = pages.post(reader, f"/sources/quarantaine/{action}", "/compte", id="1")
            assert answer.status_code == 403
    assert len(seen.hub.quarantine()) == 4


def numbers(hub, code):
    return [str(entry["id"]) for entry in hub.quarantine() if entry["code"] == code]


def test_discarding_some_then_reading_the_rest_again(hub, toy):
    client = kit.signed_in(hub, "ines")
    first, *_ = numbers(hub, "toy-rejected")
    done = pages.post(client, "/sources/quarantaine/classer", "/sources/quarantaine", id=[first])
    assert done.status_code == 303
    assert len(hub.quarantine()) == 3
    toy.parse = lambda record: type(toy)().parse(raw(record.key, title="Réparé"))
    group = {"connector": "toy", "code": "toy-rejected"}
    done = pages.post(client, "/sources/quarantaine/relire", "/sources/quarantaine", **group)
    assert done.status_code == 303
    assert "2 nouveaux" in pages.text_of(client.get("/sources/quarantaine").text)
    assert numbers(hub, "toy-rejected") == []
    assert [line["action"] for line in hub.audit_log(limit=2)] == [
        "quarantaine.relance",
        "quarantaine.classement",
    ]
    nothing = pages.post(client, "/sources/quarantaine/relire", "/sources/quarantaine", **group)
    assert (nothing.status_code, "s’en est déjà occupé" in nothing.text) == (404, True)


@pytest.mark.parametrize("number", ["x", "-1", "9" * 30, "99999"])
def test_a_number_of_nothing(seen, number):
    client = seen["ines"]
    answer = pages.post(client, "/sources/quarantaine/classer", "/sources/quarantaine", id=[number])
    assert answer.status_code in (400, 404)
    assert client.get(f"/sources/quarantaine/{number}").status_code == 404
    assert len(seen.hub.quarantine()) == 4


def test_a_record_is_shown_and_nothing_of_it_runs(seen):
    client = seen["ines"]
    number = numbers(seen.hub, "toy-rejected")[0]
    page = client.get(f"/sources/quarantaine/{number}").text
    assert "JSON remis en lignes" in page
    pages.nothing_hostile(page)
    saved = client.get(f"/sources/quarantaine/{number}/octets")
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"].startswith("attachment;")
    assert saved.headers["x-content-type-options"] == "nosniff"
    assert json.loads(saved.content)["key"] == "mauvais-0"
    binary = next(str(entry["id"]) for entry in seen.hub.quarantine() if entry["key"] == "binaire")
    assert "00 01 50 4b ff" in client.get(f"/sources/quarantaine/{binary}").text


def test_what_was_received_is_for_administration(seen):
    """It could not be read: a name may be in it."""
    client = seen["fatou"]
    number = numbers(seen.hub, "toy-rejected")[0]
    page = client.get(f"/sources/quarantaine/{number}")
    assert (page.status_code, "mauvais-0" in page.text) == (200, True)
    assert "<pre" not in page.text
    assert client.get(f"/sources/quarantaine/{number}/octets").status_code == 403


@pytest.mark.parametrize(
    ("payload", "kind", "begins"),
    [
        (b'{"a":[1,"\xc3\xa9"]}', "json", '{\n  "a": [\n    1,\n    "é"'),
        (b"<avis>\r\n<titre>x</titre>", "text", "<avis>"),
        (b"[" * 100_000, "text", "[[["),
        (b'{"a": NaN, "b": 1e999}', "json", '{\n  "a": NaN'),
        (b"1" * 5000, "text", "111"),
        (b"", "text", ""),
        ("é".encode("latin-1") * 9, "binary", "000000  e9 e9"),
        ("Un café à La Mure, sans façon".encode("latin-1"), "text", "Un caf\ufffd"),
        ("\u202eabc\x1b[31m".encode(), "text", "abc [31m"),
        (b"x" * (MOST + 5), "text", "xxx"),
    ],
)
def test_any_bytes_can_be_looked_at(payload, kind, begins):
    found = shown(payload)
    assert (found.kind, found.size) == (kind, len(payload))
    assert found.text.startswith(begins)
    assert len(found.text) <= MOST


def test_held_changes_name_employers_that_are_known(hub, registry):
    here = held(hub, registry)
    changes = hub.held_changes(here.rpartition("/")[2])
    assert len(changes) == 36
    with hub.store.read() as connection:
        rows = employer_rows.by_id(connection, [each["employer"] for each in changes])
    assert {each["name"] for each in changes} == {row["name"] for row in rows.values()}
