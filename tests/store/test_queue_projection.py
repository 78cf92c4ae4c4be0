"""The queue's tables say what the tables they copy say, after whatever happened."""

from __future__ import annotations

import threading
import time

import pytest
from queue_projection import check_numbers, made_anew, projection
from toy_hub import DONE, Toy, plugin, raw, toy_hub

from hub.review.decide import Decision
from hub.store import queue
from hub.store.queue import QueueFilter

MAIRIE = [{"name": "Commune du Bourg-d’Oisans", "siren": "213800527", "siret": "21380052700015"}]
CALL = raw(
    "26-1",
    title="Réfection de l’école",
    published="2026-08-25",
    deadline="2026-10-01T12:00:00+02:00",
    cpv=["45214210", "45442100"],
    buyers=MAIRIE,
    places=[{"insee": "38052"}],
    value={"amount": "240000"},
    lots=[{"key": "1", "title": "Peinture", "cpv": ["45442100"]}, {"key": "2", "title": "Charpente"}],
)
OTHER = raw("26-2", title="Nettoyage de la mairie", published="2026-09-02", departements=["38"])
RESULT = raw(
    "26-3", kind="result", title="Résultat", published="2026-09-08", links=[{"kind": "awards", "key": "26-1"}]
)
BRIDGE = raw(
    "26-4",
    kind="change",
    title="Rectificatif",
    published="2026-09-09",
    links=[{"kind": "changes", "key": "26-1"}, {"kind": "changes", "key": "26-2"}],
)
EARLIER = raw(
    "26-0", title="Projet", kind="planning", published="2026-08-01", links=[{"kind": "plans", "key": "26-1"}]
)


@pytest.fixture
def toy():
    return Toy([CALL, OTHER, DONE])


@pytest.fixture
def hub(database_url, toy):
    with toy_hub(database_url, plugin(toy)) as hub:
        hub.conclude([hub.sync("toy")])
        yield hub


def arrive(hub, toy, *records):
    toy.script = [*records, DONE]
    hub.conclude([hub.sync("toy")])


def check(hub, many):
    """As many marchés as expected, and nothing that a rebuild would say otherwise."""
    kept = projection(hub.store)
    assert len(kept["queue_entry"]) == len(kept["queue_words"]) == many
    check_numbers(hub.store)
    assert made_anew(hub.store) == kept
    check_numbers(hub.store)


def test_what_assessment_wrote(hub):
    check(hub, 2)
    assert projection(hub.store)["queue_territory"]


def test_before_assessment_nothing_is_listed(database_url, toy):
    with toy_hub(database_url, plugin(toy)) as hub:
        hub.sync("toy")
        hub.consolidate()
        check(hub, 0)


def test_decisions(hub):
    hub.decide("26-1", Decision("a_contacter", "ana", assignee="bob"))
    assert hub.count_marches(QueueFilter(review="a_contacter", assignee="bob")) == 1
    check(hub, 2)
    hub.decide("26-1", Decision("suivie", "ana", assignee=""))
    assert hub.count_marches(QueueFilter(assignee="bob")) == 0
    check(hub, 2)


def test_a_result_comes(hub, toy):
    arrive(hub, toy, RESULT)
    assert hub.count_marches(QueueFilter(stage="attribue")) == 1
    check(hub, 2)


def test_two_marches_become_one_and_the_decision_follows(hub, toy):
    hub.decide("26-2", Decision("a_contacter", "ana"))
    arrive(hub, toy, BRIDGE)
    check(hub, 1)
    assert hub.count_marches(QueueFilter(review="a_contacter")) == 1


def test_an_earlier_document_gives_another_id(hub, toy):
    hub.decide("26-1", Decision("a_contacter", "ana"))
    arrive(hub, toy, EARLIER)
    check(hub, 2)
    assert hub.count_marches(QueueFilter(review="a_contacter")) == 1


def test_taken_apart_and_put_back(hub, toy):
    arrive(hub, toy, RESULT)
    hub.decide("26-3", Decision("a_contacter", "ana"))
    hub.take_apart("26-1", "26-3", "ana")
    check(hub, 2)  # the new marché is listed when it is assessed
    hub.assess()
    check(hub, 3)
    hub.put_back("26-3", "26-3")
    check(hub, 2)
    hub.assess()
    check(hub, 2)


def test_a_territory_is_taken_away(hub):
    assert hub.count_marches(QueueFilter(territory="oisans", certainty=("certain",))) == 1
    hub.territories = {}
    hub.consolidate(everything=True)
    assert hub.count_marches(QueueFilter(territory="oisans")) == 0
    check(hub, 2)


def test_a_title_that_changes_is_found_by_its_new_words_only(hub, toy):
    arrive(hub, toy, raw("26-2", title="Gardiennage de la mairie", published="2026-09-02"))
    assert hub.count_marches(QueueFilter(query="nettoyage")) == 0
    assert hub.count_marches(QueueFilter(query="gardiennage")) == 1
    check(hub, 2)


def test_a_failed_transaction_leaves_the_queue_as_it_was(hub):
    kept = projection(hub.store)

    def fail():
        with hub.store.write() as connection:
            queue.project(connection, [kept["queue_entry"][0][1], "gone"])
            connection.execute(queue.conditions.ENTRIES.delete())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert projection(hub.store) == kept


def test_a_rebuild_forgets_what_is_no_longer_there(hub):
    with hub.store.write() as connection:
        connection.execute(queue.pages.ASSESSMENTS.delete().where(queue.pages.ASSESSMENTS.c.priority >= 0))
        assert queue.rebuild(connection) == 0
    check(hub, 0)


def test_two_people_write_of_one_marche_at_once(hub):
    """On PostgreSQL both would take the old row away, and the second could not put its own."""
    kept = projection(hub.store)
    (marche,) = [id_ for _, id_, *_ in kept["queue_entry"] if id_ == hub.marche("26-1")["id"]]
    started, done = threading.Event(), []

    def second():
        started.set()
        with hub.store.write() as connection:
            queue.project(connection, [marche])
        done.append(True)

    with hub.store.write() as connection:
        queue.project(connection, [marche])
        other = threading.Thread(target=second)
        other.start()
        started.wait(5)
        time.sleep(0.2)
        assert not done
    other.join(10)
    assert done
    assert projection(hub.store) == kept
