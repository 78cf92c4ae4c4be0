"""What people type into the search box."""

from __future__ import annotations

import pytest
from toy_hub import DONE, Toy, plugin, raw, toy_hub

from hub.store.queue import QueueFilter
from hub.store.queue.words import MOST_WORDS, phrases, tsvector, words

SCHOOL = raw(
    "26-85090",
    title="Réfection de l’école Jules-Ferry",
    buyers=[{"name": "Commune de Saint-Égrève", "siren": "213803828", "siret": "21380382800011"}],
    lots=[
        {"key": "1", "title": "Désamiantage"},
        {"key": "2", "title": "Second œuvre", "description": "Cloisons et faux plafonds"},
    ],
)
ROAD = raw("26-85091", title="ENTRETIEN DE LA VOIRIE", buyers=[{"name": "Grenoble-Alpes Métropole"}])
PARK = raw("26-7", title="Entretien du parc de l’Île-d’Amour", buyers=[{"name": "Commune de Meylan"}])


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def hub(request, tmp_path_factory):
    toy = plugin(Toy([SCHOOL, ROAD, PARK, DONE]))
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('search') / 'hub.sqlite3'}"
        with toy_hub(url, toy) as hub:
            hub.conclude([hub.sync("toy")])
            yield hub
    else:
        with request.getfixturevalue("postgres_server").database() as url, toy_hub(url, toy) as hub:
            hub.conclude([hub.sync("toy")])
            yield hub


def keys(hub, **filters):
    return sorted(n["key"] for m in hub.marches(QueueFilter(**filters)) for n in m["notices"])


ALL = ["26-7", "26-85090", "26-85091"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("école", ["26-85090"]),
        ("ECOLE refection", ["26-85090"]),
        ("l'école", ["26-85090"]),
        ("jules-ferry", ["26-85090"]),
        ("ferry jules", ["26-85090"]),
        ("ferry-jules", []),
        ("désamiant", ["26-85090"]),
        ("désamiant école", []),
        ("second oeuvre", ["26-85090"]),
        ("Œuvre", ["26-85090"]),
        ("plafond", ["26-85090"]),
        ("entretien", ["26-7", "26-85091"]),
        ("entretien voirie", ["26-85091"]),
        ("metropole", ["26-85091"]),
        ("ile d’amour", ["26-7"]),
        ("26-85090", ["26-85090"]),
        ("26-8509", ["26-85090", "26-85091"]),
        ("26-7", ["26-7"]),
        ("21380382800011", ["26-85090"]),
        ("213803828", ["26-85090"]),
        ("saint egreve", ["26-85090"]),
        ("", ALL),
    ],
)
def test_typed_and_found(hub, typed, found):
    assert keys(hub, query=typed) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("meylan", ["26-7"]),
        ("commune", ["26-7", "26-85090"]),
        ("commune meylan", ["26-7"]),
        ("école", []),
        ("213803828", ["26-85090"]),
        ("213 803 828", ["26-85090"]),
        ("%", []),
    ],
)
def test_the_buyer_is_looked_for_in_its_name_alone(hub, typed, found):
    assert keys(hub, buyer=typed) == found


def test_both_at_once(hub):
    assert keys(hub, buyer="commune", query="entretien") == ["26-7"]
    assert keys(hub, buyer="commune", query="!") == []


HOSTILE = [
    '"',
    '""" OR """',
    "*",
    "-",
    "- -entretien*x",
    "NEAR(entretien voirie)",
    "NEAR(",
    "entretien NOT voirie",
    "words : entretien",
    "{words} : (",
    "^entretien NOT +",
    "entretien) OR (1",
    "entretien' | !'voirie",
    "voirie & !entretien",
    "<-> :* ()",
    "\0",
    "entretien\0voirie",
    "\ud800",
    "%_\\",
    "'; DROP TABLE marche; --",
    "ﷺ 漢字 🚧",
    "a " * 5000,
    "a" * 10_000,
    "e-" * 5000,
    "٣٣",
]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_typed_is_an_error_or_an_operator(hub, typed):
    assert keys(hub, query=typed) in ([], ["26-85091"])
    assert keys(hub, buyer=typed) == []


def test_an_operator_is_a_word_like_any_other(hub):
    """« entretien NOT voirie » would find the park if NOT took something away."""
    assert keys(hub, query="entretien not parc") == []
    assert keys(hub, query="voirie OR parc") == []


def test_found_in_the_queues_order(hub):
    every = [m["id"] for m in hub.marches()]
    assert [m["id"] for m in hub.marches(QueueFilter(query="26"))] == every


def test_words_are_folded_alike_everywhere():
    assert words("L’ŒUVRE d'Art – « Été »\u00ad, n° 3") == ["oeuvre", "art", "ete", "n", "3"]
    assert words("qu’aujourd’hui") == ["aujourd", "hui"]
    assert words(None) == words("—") == []


def test_a_book_is_cut_to_what_postgresql_can_index():
    vector = tsvector([f"w{n}" for n in range(MOST_WORDS + 5)])
    assert len(vector.split()) == MOST_WORDS
    assert tsvector(["a", "b", "a"]) == "a:1,3 b:2"


def test_a_query_keeps_its_first_twenty_words():
    assert sum(map(len, phrases("mot " * 50))) == 20
    assert sum(map(len, phrases("mot-" * 50))) == 20
