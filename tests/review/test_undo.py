"""Notes, assignments, undoing: each a line more, and two people never write over each other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from toy_hub import DONE, Toy, plugin, raw, toy_hub

from hub.plugin_api import HubError
from hub.review.decide import Decision


@pytest.fixture
def hub(database_url):
    with toy_hub(database_url, plugin(Toy([raw("1"), raw("2"), DONE]))) as hub:
        hub.conclude([hub.sync("toy")])
        yield hub


def lines(hub):
    return [(each["kind"], each["state"], each["author"]) for each in hub.marche("1")["history"]]


def test_undoing_restores_what_stood_and_keeps_both_lines(hub):
    hub.decide("1", Decision("a_contacter", "ana", assignee="ana"))
    hub.decide("1", Decision("ecartee", "bob", because="doublon", assignee=""))
    hub.undo("1", "ana")
    assert lines(hub) == [
        ("decision", "a_contacter", "ana"),
        ("decision", "ecartee", "bob"),
        ("undo", "a_contacter", "ana"),
    ]
    assert hub.marche("1")["review"]["assignee"] == "ana"


def test_undoing_the_first_line_goes_back_to_undecided(hub):
    hub.decide("1", Decision("suivie", "ana"))
    hub.undo("1", "ana")
    assert hub.marche("1")["review"]["state"] == "a_etudier"


def test_undoing_twice_restores_the_last(hub):
    hub.decide("1", Decision("ecartee", "ana", because="autre", note="prévu ailleurs"))
    hub.undo("1", "ana")
    hub.undo("1", "ana")
    assert hub.marche("1")["review"]["state"] == "ecartee"
    assert hub.marche("1")["history"][-1]["because"] == "autre"


def test_nothing_to_undo(hub):
    with pytest.raises(HubError) as refused:
        hub.undo("1", "ana")
    assert refused.value.code == "nothing-to-undo"


def test_a_note_keeps_the_state_and_needs_no_version(hub):
    hub.decide("1", Decision("ecartee", "ana", because="trop_tard", assignee="ana"))
    hub.note("1", " rappelé en mars ", "bob")
    last = hub.marche("1")["history"][-1]
    assert (last["kind"], last["state"], last["because"], last["assignee"], last["note"]) == (
        "note",
        "ecartee",
        "trop_tard",
        "ana",
        "rappelé en mars",
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [(" ", "note-missing"), ("x" * 2001, "note-too-long"), ("06 12 34 56 78", "note-personal")],
)
def test_a_note_that_is_refused(hub, text, code):
    with pytest.raises(HubError) as refused:
        hub.note("1", text, "ana")
    assert refused.value.code == code
    assert hub.marche("1")["history"] == []


def test_giving_to_somebody_and_taking_back(hub):
    hub.assign("1", "bob", "ana")
    assert hub.marche("1")["review"]["assignee"] == "bob"
    hub.decide("1", Decision("a_contacter", "bob"))
    assert hub.marche("1")["review"]["assignee"] == "bob"
    hub.assign("1", "", "ana")
    assert hub.marche("1")["review"]["assignee"] is None


def test_whoever_keeps_the_state_only_assigns_or_notes(hub):
    hub.decide("1", Decision("a_contacter", "ana"))
    hub.decide("1", Decision("a_contacter", "ana", assignee="bob"))
    hub.decide("1", Decision("a_contacter", "ana", note="vu"))
    assert [kind for kind, _, _ in lines(hub)] == ["decision", "assignment", "note"]


def test_an_undo_on_something_older_is_refused(hub):
    hub.decide("1", Decision("a_contacter", "ana"))
    seen = hub.marche("1")["review"]["version"]
    hub.note("1", "entre-temps", "bob")
    with pytest.raises(HubError) as refused:
        hub.undo("1", "ana", seen)
    assert refused.value.code == "decision-outrun"


def test_of_many_at_the_same_instant_one_wins(hub):
    """On PostgreSQL all of them used to read the same last decision before any had written."""
    people = 6
    start = Barrier(people)

    def decide(number):
        start.wait()
        try:
            hub.decide("1", Decision("a_contacter", f"p{number}", version=0))
        except HubError as error:
            return error.code
        return "won"

    with ThreadPoolExecutor(people) as pool:
        told = sorted(pool.map(decide, range(people)))
    assert told == ["decision-outrun"] * (people - 1) + ["won"]
    assert len(hub.marche("1")["history"]) == 1
