"""Decisions: complete, append-only, and never written over another's."""

from __future__ import annotations

import pytest
from toy_hub import DONE, Toy, plugin, raw, toy_hub

from hub.plugin_api import HubError
from hub.review.decide import Decision
from hub.store.queue import QueueFilter


@pytest.fixture
def hub(database_url):
    with toy_hub(database_url, plugin(Toy([raw("1"), raw("2"), DONE]))) as hub:
        hub.conclude([hub.sync("toy")])
        yield hub


def code(hub, *arguments, **options):
    with pytest.raises(HubError) as refused:
        hub.decide("1", Decision(*arguments, author="ana", **options))
    return refused.value.code


def test_a_refusal_says_why(hub):
    assert code(hub, "ecartee") == "reason-missing"
    assert code(hub, "ecartee", because="bof") == "decision-invalid"
    assert code(hub, "ecartee", because="autre") == "note-missing"
    assert code(hub, "ecartee", because="autre", note="  ") == "note-missing"
    assert code(hub, "fini") == "decision-invalid"


def test_the_last_decision_stands_and_all_are_kept(hub):
    hub.decide("1", Decision("a_contacter", "ana"))
    marche = hub.decide("1", Decision("ecartee", "bob", because="trop_tard"))
    assert marche["review"]["state"] == "ecartee"
    assert [(d["state"], d["author"]) for d in marche["history"]] == [
        ("a_contacter", "ana"),
        ("ecartee", "bob"),
    ]


def test_two_people_at_once_one_wins_and_the_other_is_told(hub):
    seen = hub.marche("1")["review"]["version"]
    hub.decide("1", Decision("a_contacter", "ana", version=seen))
    assert code(hub, "ecartee", because="doublon", version=seen) == "decision-outrun"
    assert hub.marche("1")["review"]["state"] == "a_contacter"


def test_a_decision_survives_a_new_run(hub):
    hub.decide("1", Decision("a_contacter", "ana"))
    hub.sync("toy")
    hub.consolidate(everything=True)
    hub.assess(everything=True)
    assert hub.marche("1")["review"]["state"] == "a_contacter"


def test_an_unknown_marche(hub):
    with pytest.raises(HubError) as unknown:
        hub.decide("nope", Decision("a_contacter", "ana"))
    assert unknown.value.code == "unknown-marche"


def test_the_queue_filters_by_review_state(hub):
    hub.decide("1", Decision("a_contacter", "ana"))
    assert hub.count_marches(QueueFilter(review="a_etudier")) == 1
    assert hub.count_marches(QueueFilter(review="a_contacter")) == 1
    assert hub.count_marches() == 2


def test_text_search_takes_its_signs_literally(hub):
    assert hub.count_marches(QueueFilter(query="peint")) == 2
    assert hub.count_marches(QueueFilter(query="%")) == 0
    assert hub.count_marches(QueueFilter(query="_")) == 0
