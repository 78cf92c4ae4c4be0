"""What each filter keeps, and in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from toy_hub import DONE, Toy, plugin, raw, toy_hub

from hub.review.decide import Decision
from hub.review.labels import MOMENTS
from hub.store import queue
from hub.store.queue import QueueFilter

BIG = raw(
    "big",
    nature="travaux",
    cpv=["45214210"],
    published="2026-08-25",
    deadline="2026-10-01T12:00:00+02:00",
    value={"amount": "2400000.50"},
    places=[{"insee": "38052"}],
)
SMALL = raw(
    "small",
    nature="services",
    cpv=["90910000"],
    lots=[{"key": "1", "cpv": ["77310000"]}],
    published="2026-09-01",
    deadline="2026-09-30T23:30:00+02:00",
    value={"amount": "40000"},
)
SILENT = raw("silent", published="2026-09-05", kind="planning")


@pytest.fixture
def hub(database_url):
    with toy_hub(database_url, plugin(Toy([BIG, SMALL, SILENT, DONE]))) as hub:
        hub.conclude([hub.sync("toy")])
        yield hub


def keys(hub, **filters):
    return [m["notices"][0]["key"] for m in hub.marches(QueueFilter(**filters))]


def test_bounds_are_inclusive_and_leave_out_what_is_unknown(hub):
    assert keys(hub, amount_min=Decimal("2400000.50")) == ["big"]
    assert keys(hub, amount_min=Decimal("2400000.51")) == []
    assert keys(hub, amount_max=Decimal(40_000)) == ["small"]
    assert keys(hub, amount_min=Decimal(0), sort="amount") == ["big", "small"]
    assert keys(hub, deadline_from=date(2026, 10, 1)) == ["big"]
    assert keys(hub, deadline_to=date(2026, 9, 30)) == ["small"], "half past eleven in Paris is that day"
    assert keys(hub, deadline_to=date.max, sort="deadline") == ["small", "big"]
    assert keys(hub, since=date(2026, 9, 2)) == ["silent"]


def test_a_trade_is_the_beginning_of_a_code_of_the_marche_or_of_a_lot(hub):
    assert keys(hub, trade="45") == keys(hub, trade="4521") == keys(hub, trade="45214210") == ["big"]
    assert keys(hub, trade="77") == keys(hub, trade="90910") == ["small"]
    assert keys(hub, trade="21") == keys(hub, trade="4533") == keys(hub, trade="%") == []


def test_nature_and_assignee(hub):
    hub.decide("big", Decision("a_contacter", "ana", assignee="bob"))
    assert keys(hub, nature="travaux") == keys(hub, assignee="bob") == ["big"]
    assert keys(hub, nature="travaux", assignee="ana") == []


def test_what_is_unknown_is_last_in_every_order(hub):
    assert keys(hub, sort="deadline") == ["small", "big", "silent"]
    assert keys(hub, sort="amount") == ["big", "small", "silent"]
    assert keys(hub, sort="published") == ["silent", "small", "big"]
    assert [m["priority"] for m in hub.marches()] == sorted(
        (m["priority"] for m in hub.marches()), reverse=True
    )


@pytest.mark.parametrize("sort", queue.SORTS)
def test_pages_put_end_to_end_are_the_list(hub, sort):
    filters = QueueFilter(sort=sort)
    paged = [hub.marches(filters, limit=1, offset=n)[0]["id"] for n in range(3)]
    assert paged == [m["id"] for m in hub.marches(filters)]
    assert hub.marches(filters, limit=1, offset=3) == []


def test_unread_until_opened_and_again_when_it_changes(hub):
    (marche,) = hub.marches(QueueFilter(nature="travaux"))
    with hub.store.write() as connection:
        queue.mark_read(connection, "ana", marche["id"], hub.clock.now())
        queue.mark_read(connection, "ana", marche["id"], hub.clock.now())
    assert sorted(keys(hub, unread="ana")) == ["silent", "small"]
    assert len(keys(hub, unread="bob")) == 3
    hub.assess(everything=True)
    assert len(keys(hub, unread="ana")) == 2, "looking at it again changes nothing by itself"
    toy = hub.host.connector("toy").connector
    toy.script = [
        raw("change", kind="change", title="Report", links=[{"kind": "changes", "key": "big"}]),
        DONE,
    ]
    hub.conclude([hub.sync("toy")])
    assert len(keys(hub, unread="ana")) == 3


def test_changed_since(hub):
    assert len(keys(hub, changed_since=datetime(2026, 9, 1, tzinfo=UTC))) == 3
    assert keys(hub, changed_since=hub.clock.now() + timedelta(days=1)) == []


def test_facets_count_each_value_with_the_other_filters_and_not_its_own(hub):
    def facets(*names, **filters):
        with hub.store.read() as connection:
            return queue.facets(connection, QueueFilter(**filters), names)

    assert facets("nature", nature="travaux") == {"nature": {"travaux": 1, "services": 1}}
    assert facets("stage", nature="travaux") == {"stage": {"ouvert": 1}}
    assert facets("trade", "assignee") == {"trade": {"45": 1, "77": 1, "90": 1}, "assignee": {}}
    assert facets("trade", nature="services")["trade"] == {"77": 1, "90": 1}
    assert facets("territory", stage="ouvert", territory="isere")["territory"]["oisans"] == 1
    assert facets("review", "stage", query="%") == {"review": {}, "stage": {}}
    for name, counts in facets("stage", "moment", "level", "nature", trade="90").items():
        assert all(hub.count_marches(QueueFilter(trade="90", **{name: v})) == n for v, n in counts.items())


def test_two_filters_at_once_are_both_held(hub):
    assert keys(hub, territory="oisans", trade="45") == ["big"]
    assert keys(hub, territory="oisans", nature="services") == []
    assert keys(hub, territory="oisans", query="peint", certainty=("certain",)) == ["big"]


def test_one_reading_counts_each_moment_as_counting_one_by_one_does(hub):
    hub.mark_read(hub.marche("toy:small")["id"], "ana")
    for filters in (
        QueueFilter(),
        QueueFilter(unread="ana"),
        QueueFilter(moment="suivi", nature="travaux"),
        QueueFilter(query="nothing of that name"),
    ):
        one_by_one = {code: hub.count_marches(replace(filters, moment=code)) for code in MOMENTS}
        for limit in (2, 9):
            shown = hub.queue_page(filters, "ana", limit=limit)
            assert shown.moments == one_by_one
            assert shown.total == hub.count_marches(filters)


def test_a_page_says_what_its_reader_has_not_opened(hub):
    small = hub.marche("toy:small")["id"]
    hub.mark_read(small, "ana")
    assert {
        item["id"] for item in hub.queue_page(QueueFilter(), "ana", limit=9).items if not item["unread"]
    } == {small}
    assert all(item["unread"] for item in hub.queue_page(QueueFilter(), "bob", limit=9).items)
