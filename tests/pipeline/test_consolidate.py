"""One marché out of many notices, whatever the order in which they came."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from toy_hub import DONE, Toy, plugin, raw, toy_hub

from hub.pipeline.keys import clean_reference

CALL = raw(
    "26-1",
    title="Entretien des espaces verts",
    published="2026-08-25",
    dispatched="2026-08-24",
    deadline="2026-10-01T12:00:00+02:00",
    cpv=["77310000"],
)
RECTIFICATIF = raw(
    "26-2",
    kind="change",
    title="Rectificatif",
    published="2026-09-05",
    form="FNSimple/rectificatif",
    deadline="2026-10-15T12:00:00+02:00",
    links=[{"kind": "changes", "key": "26-1"}],
)
RESULT = raw(
    "26-3", kind="result", title="Résultat", published="2026-11-20", links=[{"kind": "awards", "key": "26-1"}]
)
ALONE = raw("26-9", title="Peinture")


def groups(hub):
    return sorted(sorted(n["key"] for n in m["notices"]) for m in hub.marches())


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 0, 2]])
def test_a_call_its_rectificatif_and_its_result_are_one_marche(database_url, order):
    notices = [CALL, RECTIFICATIF, RESULT]
    toy = Toy()
    with toy_hub(database_url, plugin(toy)) as hub:
        for n in order:
            toy.script = [notices[n], DONE]
            hub.sync("toy")
            hub.consolidate()
        hub.assess()
        (marche,) = hub.marches()
    assert [n["key"] for n in marche["notices"]] == ["26-1", "26-2", "26-3"]
    assert marche["title"] == "Entretien des espaces verts"
    assert marche["stage"] == "attribue"
    assert marche["dispatched"] == "2026-08-24"
    assert marche["deadline"] == "2026-10-15T12:00:00+02:00"


def test_two_notices_that_name_a_third_one_never_seen(database_url):
    toy = Toy([RECTIFICATIF, RESULT, ALONE, DONE])
    with toy_hub(database_url, plugin(toy)) as hub:
        hub.conclude([hub.sync("toy")])
        assert groups(hub) == [["26-2", "26-3"], ["26-9"]]


def test_a_marche_keeps_its_former_names(database_url):
    """An earlier notice that arrives later changes the id; the old one still leads there, and the
    decision taken under it still stands."""
    from hub.review.decide import Decision

    toy = Toy([RESULT, DONE])
    with toy_hub(database_url, plugin(toy)) as hub:
        hub.conclude([hub.sync("toy")])
        (before,) = hub.marches()
        hub.decide(before["id"], Decision("a_contacter", "ana"))
        toy.script = [CALL, DONE]
        hub.conclude([hub.sync("toy")])
        (after,) = hub.marches()
        assert after["id"] != before["id"]
        assert hub.marche(before["id"])["id"] == after["id"]
        assert after["review"]["state"] == "a_contacter"
        assert hub.marche("toy:26-1")["id"] == hub.marche("26-3")["id"] == after["id"]


def test_a_notice_that_changes_its_link_leaves_the_marche(database_url):
    toy = Toy([CALL, raw("26-5", links=[{"kind": "follows", "key": "26-1"}]), DONE])
    with toy_hub(database_url, plugin(toy)) as hub:
        hub.conclude([hub.sync("toy")])
        assert groups(hub) == [["26-1", "26-5"]]
        toy.script = [raw("26-5", title="Autre chose"), DONE]
        hub.conclude([hub.sync("toy")])
        assert groups(hub) == [["26-1"], ["26-5"]]


def test_a_call_closes_when_its_day_has_passed_without_any_new_notice(database_url):
    with toy_hub(database_url, plugin(Toy([CALL, DONE])), today="2026-09-30") as hub:
        hub.conclude([hub.sync("toy")])
        assert hub.marches()[0]["stage"] == "ouvert"
    later = datetime(2026, 10, 2, 6, 0, tzinfo=UTC)
    with toy_hub(database_url, plugin(Toy()), today="2026-10-02", now=lambda: later) as hub:
        hub.consolidate()
        hub.assess()
        assert hub.marches()[0]["stage"] == "clos"


def test_a_cancelled_call_is_cancelled_and_a_relaunch_opens_it_again(database_url):
    cancel = raw(
        "26-4",
        kind="cancellation",
        title="Annulation",
        published="2026-09-06",
        links=[{"kind": "cancels", "key": "26-1"}],
    )
    relaunch = raw(
        "26-6",
        title="Espaces verts, relance",
        published="2026-09-08",
        deadline="2026-10-20T12:00:00+02:00",
        links=[{"kind": "follows", "key": "26-1"}],
    )
    toy = Toy([CALL, cancel, DONE])
    with toy_hub(database_url, plugin(toy)) as hub:
        hub.conclude([hub.sync("toy")])
        assert hub.marches()[0]["stage"] == "annule"
        toy.script = [relaunch, DONE]
        hub.conclude([hub.sync("toy")])
        assert hub.marches()[0]["stage"] == "ouvert"


def test_rebuilding_everything_changes_nothing(database_url):
    from store_rows import store_rows

    toy = Toy([CALL, RECTIFICATIF, RESULT, ALONE, DONE])
    with toy_hub(database_url, plugin(toy)) as hub:
        hub.conclude([hub.sync("toy")])
        before = store_rows(hub.store)
        hub.consolidate(everything=True)
        hub.assess(everything=True)
        assert store_rows(hub.store) == before


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_the_order_of_arrival_never_changes_the_marches(tmp_path_factory, data):
    """Random links among a dozen notices, arriving in random batches: same groups, same ids."""
    keys = [f"26-{n}" for n in range(8)]
    links = data.draw(st.lists(st.tuples(st.sampled_from(keys), st.sampled_from(keys)), max_size=7))
    records = [
        raw(
            key,
            published=f"2026-09-{1 + n:02}",
            links=[{"kind": "follows", "key": b} for a, b in links if a == key],
        )
        for n, key in enumerate(keys)
    ]
    shuffled = data.draw(st.permutations(records))
    cut = data.draw(st.integers(0, len(records)))
    found = []
    for script in ([records], [shuffled[:cut], shuffled[cut:]]):
        url = f"sqlite:///{tmp_path_factory.mktemp('order') / 'hub.sqlite3'}"
        toy = Toy()
        with toy_hub(url, plugin(toy)) as hub:
            for batch in script:
                toy.script = [*batch, DONE]
                hub.sync("toy")
                hub.consolidate()
            hub.assess()
            found.append(sorted((m["id"], [n["key"] for n in m["notices"]]) for m in hub.marches()))
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("reference", "clean"),
    [
        ("2026-MAPA-0042", "2026MAPA0042"),
        ("26/3015", "263015"),
        (" ab-123.45 ", "AB12345"),
        ("2026", None),
        ("MAPA", None),
        ("2026-MAPA", None),
        ("1", None),
        ("", None),
        (None, None),
    ],
)
def test_only_a_telling_reference_joins(reference, clean):
    assert clean_reference(reference) == clean
