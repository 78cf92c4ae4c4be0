"""Alerts, what they told and their letters, on both databases."""

from __future__ import annotations

import alerts_kit as kit
import pytest

from hub.alerts.wishes import Wish
from hub.store import alerts, feeds, outbox
from hub.store.queue import QueueFilter


@pytest.fixture
def hub(database_url):
    with kit.telling_hub(database_url, kit.Hands(), **kit.mail_settings(kit.free_port())) as hub:
        yield hub


def test_a_day_and_the_next(hub):
    """What is told, looked up, announced, sent and forgotten, by the same statements on both."""
    person = kit.somebody(hub, territories=("oisans",))
    search = hub.save_search(person, "Ménage", {"query": "nettoyage", "nature": "services"})
    number = hub.add_alert(person, Wish(search=search["id"]))
    here, there = ({"places": [{"insee": insee}]} for insee in ("38052", "38203"))
    kit.scouted(hub, kit.notice("1", **here), kit.notice("2", **there))
    assert hub.digest().waiting == 1
    assert hub.digest().composed == 0
    (letter,) = hub.undelivered(person)
    assert letter["error"]["code"] == "mail-server-down"
    with hub.store.read() as connection:
        row = alerts.one(connection, number)
        told = alerts.told(connection, row, "marche", [each["id"] for each in hub.marches()])
        (waiting,) = outbox.waiting(connection)
        state, changed = feeds.state(connection, QueueFilter(within=("oisans",)))
    assert len(told) == 1
    assert next(iter(told.values()))["deadline"] == "2026-10-20T12:00:00+02:00"
    assert waiting["email"] == "camille@example.fr"
    assert (state[0], changed) == (1, kit.NOW)
    hub.forget_search(person, search["id"])
    with hub.store.read() as connection:
        assert alerts.one(connection, number) is None
        assert outbox.waiting(connection) == []


def test_who_looked_first_announces(hub):
    person = kit.somebody(hub)
    number = hub.add_alert(person, Wish())
    with hub.store.read() as connection:
        seen = alerts.one(connection, number)
    with hub.store.write() as connection:
        assert alerts.look(connection, seen, {"since": kit.NOW})
    with hub.store.write() as connection:
        assert not alerts.look(connection, seen, {"since": kit.NOW})


def test_what_was_told_last_is_what_counts(hub):
    person = kit.somebody(hub)
    first, second = hub.add_alert(person, Wish()), hub.add_alert(person, Wish())
    other = hub.add_alert(kit.somebody(hub, "lou"), Wish())
    with hub.store.write() as connection:
        for alert, day in ((first, 2), (second, 1), (other, 3)):
            at = kit.NOW.replace(day=day)
            row = {"alert": alert, "what": "marche", "object": "m1", "told": {"deadline": str(day)}, "at": at}
            alerts.announce(connection, [row])
    with hub.store.read() as connection:
        row = alerts.one(connection, second)
        assert alerts.told(connection, row, "marche", ["m1", "m2"]) == {"m1": {"deadline": "2"}}
        assert alerts.told(connection, row, "deadline", ["m1"]) == {}
