"""What a person limited to some territories is shown of the queue, counted and sorted."""

from __future__ import annotations

import pytest
from toy_hub import DONE, Toy, plugin, raw, toy_hub

from hub.store import queue
from hub.store.queue import QueueFilter

OISANS = raw("oisans", title="Peinture", cpv=["45442100"], places=[{"insee": "38052"}])
AIN = raw("ain", title="Nettoyage", cpv=["90910000"], places=[{"insee": "01004"}])
BOTH = raw("both", title="Voirie", cpv=["45233000"], places=[{"insee": "38052"}, {"insee": "01004"}])
NOWHERE = raw("nowhere", title="Papier", cpv=["30197630"])


@pytest.fixture
def hub(database_url):
    with toy_hub(database_url, plugin(Toy([OISANS, AIN, BOTH, NOWHERE, DONE]))) as hub:
        hub.conclude([hub.sync("toy")])
        yield hub


def keys(hub, **filters):
    found = [m["notices"][0]["key"] for m in hub.marches(QueueFilter(**filters))]
    assert hub.count_marches(QueueFilter(**filters)) == len(found)
    return sorted(found)


def test_no_limit_is_everywhere(hub):
    assert keys(hub) == keys(hub, within=()) == ["ain", "both", "nowhere", "oisans"]


def test_only_what_lies_in_one_of_the_territories(hub):
    assert keys(hub, within=("oisans",)) == ["both", "oisans"]
    assert keys(hub, within=("ain",)) == ["ain", "both"]
    assert keys(hub, within=("vallee-sud",)) == []


def test_a_marche_of_two_territories_is_there_once(hub):
    assert keys(hub, within=("oisans", "ain", "isere")) == ["ain", "both", "oisans"]


def test_a_territory_that_is_not_the_person_s_holds_nothing(hub):
    assert keys(hub, territory="ain", within=("oisans",)) == []
    assert keys(hub, territory="oisans", within=("oisans", "trieves")) == ["both", "oisans"]


def test_other_filters_narrow_it_further(hub):
    assert keys(hub, within=("oisans",), trade="45", query="voirie") == ["both"]
    assert keys(hub, within=("oisans",), query="nettoyage") == []
    assert keys(hub, within=("ain",), buyer="personne") == []


def test_what_is_unread_is_counted_within(hub):
    id_ = hub.marche("toy:both")["id"]
    assert keys(hub, within=("ain",), unread="aya") == ["ain", "both"]
    hub.mark_read(id_, "aya")
    assert keys(hub, within=("ain",), unread="aya") == ["ain"]
    assert keys(hub, within=("vallee-sud",), unread="aya") == []


def test_pages_of_it_follow_each_other(hub):
    filters = QueueFilter(within=("oisans", "ain"))
    pages = [hub.marches(filters, limit=1, offset=start)[0]["id"] for start in range(3)]
    assert len(set(pages)) == 3
    assert hub.marches(filters, limit=1, offset=3) == []


def test_the_numbers_beside_the_choices_tell_nothing_of_elsewhere(hub):
    with hub.store.read() as connection:
        counts = queue.facets(connection, QueueFilter(within=("ain",)), ("territory", "trade", "stage"))
    assert counts["territory"] == {"ain": 2}
    assert counts["trade"] == {"90": 1, "45": 1}
    assert counts["stage"] == {"ouvert": 2}
